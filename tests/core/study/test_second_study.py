"""The code knows kinds, never a question: an invented study of another disease runs without a change of code."""

from __future__ import annotations

import ast
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import dialogs
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL, build_route
from dialogs.lexicon.lexicon import parse_lexicon
from dialogs.machine import flaws
from dialogs.replies import Reply
from dialogs.screening.facts import facts_of
from dialogs.screening.facts_file import read_facts
from dialogs.screening.screening import Screening, screen
from dialogs.site import Recruitment, Site
from dialogs.study.rules import Facts, Truth
from dialogs.study.study_file import parse_study
from dialogs.values import UNKNOWN, Answers, Medicine, Quantity, Value, When

CORE = Path(dialogs.__path__[0])
STUDY = parse_study((Path(__file__).parents[2] / "cases" / "second_study.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)
SITE = Site(recruitment=Recruitment.RECRUITING, confirmed_on=TODAY, interest_list=True)


#: The names of its treatments.
REMEDIES = """
classes = ["injection", "gel", "none"]
[[medicine]]
class = "injection"
name = "pomavex"
exact = ["pomavex"]
[ways]
vein = ["vein"]
large = ["pulse"]
mouth = ["by mouth"]
skin = ["cream"]
days = ["for three days"]
[words]
start_en = ["start"]
dose_en = ["got"]
end_en = ["stop"]
change_en = ["raise*"]
planned_en = ["due"]
stopped_en = ["no longer take"]
coming_en = ["they give"]
told_en = ["scared"]
rhythm_en = ["every 1-24 week"]
bound_en = ["less"]
other_en = ["check up"]
switch_en = ["switched"]
only_en = ["nothing but"]
none_en = ["nothing"]
nameless_en = ["a"]
more_en = ["something else"]
kin_en = ["mum"]
everyday_en = ["myself"]
"""


def words() -> dict[str, str]:
    """The words that every study shares, and the names of this one's treatments."""
    shared = {path.name: path.read_text(encoding="utf-8") for path in (CORE / "lexicons").glob("*.toml")}
    return shared | {"medicines.toml": REMEDIES}


ENGINE = Questionnaire(STUDY, SITE, parse_lexicon(words()), lambda _language, text, **fields: text.format_map(fields))


class Talk:
    """One conversation; it goes through JSON between any two turns."""

    def __init__(self) -> None:
        self.c = Conversation(language="en", code="KNEE-2345")
        self.replies: list[Reply] = []
        self.take(Ordered(ChatCommand.START))

    def take(self, incoming: Incoming) -> None:
        self.c = Conversation.from_json(json.loads(json.dumps(self.c.to_json())))
        self.replies = ENGINE.advance(self.c, incoming, TODAY)

    def press(self, *values: str) -> None:
        for value in values:
            self.take(Pressed(self.c.prompt, self.c.offered.index(value)))

    def type(self, text: str, *then: str) -> None:
        self.take(Typed(text))
        self.press(*then)

    def result(self) -> Screening:
        return screen(STUDY, facts_of(STUDY, self.c.answers, TODAY), TODAY)


def begun() -> Talk:
    """Somebody who agreed to answer."""
    talk = Talk()
    talk.press("questions", "self", "accept")
    return talk


def test_its_machine_is_sound() -> None:
    assert flaws(build_route(STUDY), final=FINAL) == []


def test_a_whole_conversation_asks_every_kind_of_question() -> None:
    talk = begun()
    assert talk.c.draft.slot == "years"
    talk.type("5")
    talk.press("left")
    talk.type("October 2026")
    assert talk.c.draft.slot == "grade"
    talk.press("more", "C")
    talk.type("70 kg")
    talk.press("injection", "gel", "done")
    assert talk.c.draft.slot == "last:injection"
    talk.type("5 October 2026")
    talk.press("no")
    assert talk.c.draft.slot == "begun:gel"
    talk.type("March 2026")
    talk.press("home", "fall", "done")
    assert talk.c.state == "review"
    talk.press("all_good")
    assert talk.c.state == "result"
    assert dict(talk.c.answers) == {
        **{"years": 5, "side": "left", "picture": When.month(2026, 10), "grade": "C"},
        **{"weight": Quantity(Decimal(70), "kg", "", "weight"), "begun:gel": When.month(2026, 3)},
        **{"remedies": (Medicine("injection"), Medicine("gel")), "last:injection": When.day(date(2026, 10, 5))},
        **{"still:injection": "no", "plans": "home", "others": ("fall",)},
    }


def test_a_date_typed_with_a_remedy_stands_under_the_question_that_asks_for_it() -> None:
    """The questions of this study have other names than those of the real one."""
    talk = begun()
    talk.type("5")
    talk.press("left", "none")
    talk.type("70 kg")
    talk.type("pomavex in March 2026", "yes")
    assert talk.c.answers["remedies"] == (Medicine("injection", "pomavex", "pomavex"),)
    assert talk.c.answers["last:pomavex"] == When.month(2026, 3)
    assert talk.c.draft.slot == "still:pomavex"


FITS: dict[str, Value] = {
    **{"years": 5, "side": "left", "picture": When.month(2026, 10), "grade": "B", "remedies": ()},
    **{"weight": Quantity(Decimal(70), "kg", "", "weight"), "plans": "neither", "others": ("none",)},
}


def result(**answers: Value) -> Screening:
    told: Answers = FITS | {name.replace("__", ":"): value for name, value in answers.items()}
    return screen(STUDY, facts_of(STUDY, told, TODAY), TODAY)


def test_somebody_whom_everything_fits_is_plausible() -> None:
    assert result().outcome == "plausible"
    assert result().ids(Truth.MET) == tuple(criterion.id for criterion in STUDY.criteria)


INJECTION, GEL, UNCLEAR = ((Medicine(group),) for group in ("injection", "gel", "unclear"))
OCTOBER = When.day(date(2026, 10, 5))


@pytest.mark.parametrize(
    ("answers", "outcome", "failing", "earliest"),
    [
        ({"years": 1}, "not_now", "long_enough", None),
        ({"side": "both"}, "unlikely", "one_side", None),
        ({"picture": When.month(2026, 8)}, "not_now", "x_ray", None),
        ({"picture": "none"}, "not_now", "x_ray", None),
        ({"grade": "A"}, "unlikely", "x_ray", None),
        ({"weight": Quantity(Decimal(49000), "g", "", "weight")}, "not_now", "heavy_enough", None),
        ({"weight": Quantity(Decimal(80), "lb", "", "weight")}, "not_now", "heavy_enough", None),
        ({"remedies": INJECTION, "last__injection": OCTOBER}, "not_now", "no_injection", date(2027, 3, 5)),
        ({"remedies": GEL, "begun__gel": OCTOBER}, "not_now", "no_injection", date(2027, 3, 5)),
        ({"plans": "travel"}, "not_now", "staying", None),
        ({"others": ("metal",)}, "unlikely", "no_metal", None),
        ({"others": ("fall",)}, "not_now", "no_fall", None),
    ],
)
def test_every_kind_of_rule_fails_as_its_file_says(
    answers: dict[str, Value], outcome: str, failing: str, earliest: date | None
) -> None:
    found = result(**answers)
    assert (found.outcome, found.ids(Truth.NOT_MET), found.earliest) == (outcome, (failing,), earliest)


@pytest.mark.parametrize(
    ("answers", "open_"),
    [
        ({"years": UNKNOWN}, "long_enough"),
        ({"side": UNKNOWN}, "one_side"),
        ({"picture": UNKNOWN}, "x_ray"),
        ({"grade": UNKNOWN}, "x_ray"),
        ({"weight": Quantity(Decimal(110), "lb", "", "weight")}, "heavy_enough"),
        ({"remedies": UNCLEAR, "last__unclear": OCTOBER}, "no_injection"),
        ({"plans": UNKNOWN}, "staying"),
    ],
)
def test_not_knowing_never_excludes(answers: dict[str, Value], open_: str) -> None:
    found = result(**answers)
    assert (found.outcome, found.ids(Truth.UNKNOWN)) == ("plausible", (open_,))


def test_its_cases_on_paper_are_read_by_the_same_reader() -> None:
    raw = {
        **{"years_of_pain": 5, "one_knee": "yes", "grade": "B", "picture_date": "2026-10", "moving": "no"},
        **{"weight": {"value": 70, "unit": "kilos"}, "remedies": [{"name": "any", "date": "2026-10-05"}]},
    }
    facts: Facts = read_facts(STUDY, raw, lambda _name: Medicine("injection"), TODAY)
    assert screen(STUDY, facts, TODAY).earliest == date(2027, 3, 5)


def test_an_early_end_is_reached_here_too() -> None:
    """A lasting failure stops the questions, whatever the study."""
    talk = begun()
    talk.type("5")
    talk.press("both")
    assert talk.c.state == "result"
    assert talk.result().outcome == "unlikely"


#: Names that are words of the program itself as well: a kind of contact, a kind of answer, parts of a rule or a date.
WORDS_OF_THE_PROGRAM = {"phone", "none", "date", "start", "ongoing", "when", "age"}
#: Conditions are also those of the machine's library; treatments are also a section of the words and of a caution.
ELSEWHERE = {
    "conditions": {"states.py", "referral.py"},
    "pregnant": {"flag_file.py"},
    "treatments": {
        "treatments.py",
        "treatment_offers.py",
        "treatment_parts.py",
        "lexicon.py",
        "study_file.py",
        "file_schema.py",
        "columns.py",
        "fitting.py",
        "worded.py",
    },
    # What a formula needs is called so in every study.
    "creatinine": {"computed.py"},
}


@pytest.mark.whole
def test_no_module_of_the_core_names_a_question_or_a_criterion_of_the_real_study() -> None:
    """Its file could be another's."""
    real = parse_study((CORE / "studies" / "nct03917797.toml").read_text(encoding="utf-8"))
    ids = {question.id for question in real.asked} | {criterion.id for criterion in real.criteria}
    names = ids | {fact for question in real.questions for fact in question.facts}
    found = {
        (path.name, node.value)
        for path in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names - WORDS_OF_THE_PROGRAM
    }
    assert {(file, name) for file, name in found if file not in ELSEWHERE.get(str(name), set())} == set()
