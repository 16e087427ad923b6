"""What staff read of a case: unknowns first, values as read, dates, and the call script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dialogs
from dialogs.conversation.conversation import Conversation
from dialogs.lexicon.lexicon import parse_lexicon
from dialogs.referral.actions import reason_list, steps
from dialogs.referral.call_script import Call, call_script
from dialogs.referral.dossier import Dossier, dossier
from dialogs.referral.evidence import StaffReader
from dialogs.referral.group_card import NEWS, ago, card
from dialogs.referral.ledger import Agreed, Filing, ledger
from dialogs.referral.referral import Referral, build_referral_machine
from dialogs.referral.settled import Settled, Source, settled_screen, slots_to_settle
from dialogs.replies import Heading, Refer
from dialogs.screens import Screen, Text
from dialogs.study.study import Kind
from dialogs.values import Medicine, Quantity, Unknown, Value, When
from tests.core.screening.judging import STUDY

TODAY = date(2026, 11, 23)
MACHINE = build_referral_machine()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOM = Path(dialogs.__path__[0])
WORDS = {
    path.name: path.read_text(encoding="utf-8") for path in (*ROOM.glob("lexicons/*"), ROOM / "studies/medicines.toml")
}
READER = StaffReader(STUDY, parse_lexicon(WORDS), "en")
FILING = Filing(
    code="LUP-7K3Q",
    heading="referral",
    filed=NOON,
    kept_until=date(2027, 11, 23),
    consents=(
        Agreed("answer", "given", "v1", NOON, "5e" * 32),
        Agreed("send", "given", "v1", NOON, "5e" * 32),
        Agreed("share", "asked", "v1", NOON, "a5" * 32),
    ),
)

RITUXIMAB = Medicine("anti_b_cell", "rituximab", "Mabthera")
ANSWERS: dict[str, Value] = {
    "age": 34,
    "sle": "yes",
    "biopsy": When.parse("2026-06"),
    "biopsy_class": "IV",
    "antibodies": "unknown",
    "urinary_sediment": "yes",
    "upc": Quantity(Decimal("1250"), "mg/g", "", "upc", When.parse("2026-03")),
    "egfr": Quantity(Decimal("1.2"), "mg/dL", "", "creatinine"),
    "sex_at_birth": "female",
    "treatments": (RITUXIMAB,),
    "when:rituximab": When.parse("2026-03-10"),
    "ongoing:rituximab": "no",
    "pregnancy": "in_person",
    "conditions": ("none",),
}


def sent(answers: dict[str, Value] | None = None, asked: Refer | None = None, **changes: Any) -> Dossier:
    c = Conversation(state="sent", language="es", answers=answers or ANSWERS, name="Eva", who="helper")
    c.contact = {"channel": "phone", "address": "+56 9", "hours": "morning"}
    for name, value in changes.items():
        setattr(c, name, value)
    return dossier(STUDY, c, asked or Refer("referral", "not_now"), TODAY)


def said(screen: Screen) -> str:
    """The ids with their fields, in reading order."""
    texts = [
        text for block in screen.blocks for text in ((block.heading, *block.lines) if block.heading else block.lines)
    ]
    return "\n".join(_plain(text) for text in texts if text is not None)


def _plain(field: Any) -> str:
    match field:
        case Text(id=id, fields=fields):
            return id.format_map({name: _plain(value) for name, value in fields.items()})
        case tuple():
            return ", ".join(_plain(part) for part in field)
        case _:
            return str(field)


def test_a_dossier_comes_back_from_json_as_it_went() -> None:
    whole = sent()
    assert Dossier.from_json(whole.to_json()) == whole


def test_only_answers_that_still_apply_are_sent() -> None:
    assert "creatinine" not in sent({**ANSWERS, "creatinine": Unknown()}).answers


def test_without_her_yes_no_answer_and_no_count_goes_along() -> None:
    bare = sent(asked=Refer("interest", "plausible", with_answers=False))
    assert (dict(bare.answers), bare.outcome, bare.met, bare.unknown) == ({}, "plausible", 0, 0)
    text = said(ledger(READER, bare, FILING, TODAY))
    assert "The answers were not sent" in text
    assert "TO CONFIRM" not in text


def test_the_head_says_who_how_to_reach_and_for_how_long() -> None:
    text = said(ledger(READER, sent(), FILING, TODAY))
    for line in (
        "SELF-REFERRAL: study recruiting",
        "LUP-7K3Q",
        "Self-reported, not verified; not an eligibility decision.",
        "Telegram name of the person who typed (they helped): Eva",
        "The one who helped stated that the person asked them to answer and agree for them, on 2026-11-23 at 12:00.",
        "Language: Spanish",
        "Contact: phone, +56 9",
        "When: in the morning",
        "Kept until 2027-11-23",
        "to send this to the team: given on 2026-11-23 at 12:00. Version v1, text 5e5e5e5e5e5e",
        "to share a page of their own: asked on 2026-11-23 at 12:00. Version v1, text a5a5a5a5a5a5",
    ):
        assert line in text


def test_unknowns_stand_first_then_what_speaks_against_then_what_is_met() -> None:
    text = said(ledger(READER, sent(), FILING, TODAY))
    assert text.index("TO CONFIRM FIRST: 2") < text.index("NO: 1") < text.index("YES: 12")
    assert text.index("Antibodies (ANA, anti-DNA)") < text.index("NO: 1")


def test_each_value_stands_as_given_and_as_read() -> None:
    text = said(ledger(READER, sent(), FILING, TODAY))
    assert "“1250 mg/g, test of 2026-03”" in text
    assert "Read as 1250 mg/g = 1.25 g/g" in text
    assert "By formula about 61 (mL/min/1.73 m², CKD-EPI 2021)" in text
    assert "Estimated by the bot" in text
    assert "The result is older than 3 months." in text


def test_a_treatment_stands_with_her_own_word_its_date_and_the_end_of_its_window() -> None:
    text = said(ledger(READER, sent(), FILING, TODAY))
    assert "(“Mabthera”)" in text
    assert "The time window ends on 2027-03-10" in text
    recent_steroids = [line for line in text.splitlines() if line.startswith("Recent steroids")]
    assert not any("Mabthera" in line for line in recent_steroids)


def test_a_planned_treatment_and_one_that_goes_on_are_marked() -> None:
    planned = said(ledger(READER, sent({**ANSWERS, "when:rituximab": When.parse("2027-02")}), FILING, TODAY))
    going_on = said(ledger(READER, sent({**ANSWERS, "ongoing:rituximab": "yes"}), FILING, TODAY))
    assert "Planned: it has not happened yet." in planned
    assert "It goes on, dose after dose" in going_on


def test_the_biopsy_says_until_when_it_counts() -> None:
    assert "The biopsy counts until 2027-06-01" in said(ledger(READER, sent(), FILING, TODAY))


def test_what_may_not_stay_as_it_is_is_not_folded_away() -> None:
    blocks = {block.heading.id: block for block in ledger(READER, sent(), FILING, TODAY).blocks if block.heading}
    watched = [_plain(line) for line in blocks["WORTH A LOOK"].lines]
    assert "Kidney biopsy: The biopsy counts until 2027-06-01" in watched
    assert "Protein in urine: The result is older than 3 months." in watched
    assert not any("counts until" in _plain(line) for line in blocks["YES: {n}"].lines)


def test_every_unknown_says_which_paper_would_settle_it() -> None:
    text = said(ledger(READER, sent(), FILING, TODAY))
    assert "Would settle it: Any past ANA titre or anti-DNA result." in text


@pytest.mark.parametrize("heading", Heading)
def test_a_card_has_a_heading_for_everything_that_can_be_filed(heading: str) -> None:
    case = Referral("LUP-7K3Q", heading, NOON, outcome="" if heading == "callback" else "plausible", met=1)
    assert "LUP-7K3Q" in said(card(case, NOON))


def test_a_card_of_a_case_taken_back_says_only_that() -> None:
    case = Referral("LUP-7K3Q", "referral", NOON, state="withdrawn", outcome="plausible", met=6)
    assert said(card(case, NOON)) == "LUP-7K3Q\nwithdrawn by the person"
    assert card(case, NOON).controls == ()


def test_the_group_has_a_line_for_everything_that_the_core_tells_it() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    told = {word for line in re.findall(r"TellTeam\(([^)]*)\)", sources) for word in re.findall(r'"(\w+)"', line)}
    assert told <= set(NEWS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1, "0 s ago"),
        (3, "3 s ago"),
        (119, "119 s ago"),
        (120, "2 min ago"),
        (7200, "2 hours ago"),
        (260_000, "3 days ago"),
    ],
)
def test_how_long_since_is_said_in_one_unit(seconds: int, words: str) -> None:
    assert said_text(ago(seconds)) == words


def said_text(text: Text) -> str:
    return _plain(text)


def test_the_steps_of_somebody_elses_case_show_no_button() -> None:
    case = Referral("LUP-7K3Q", "referral", NOON, state="taken", holder=1, holder_name="Ana")
    assert steps(STUDY, MACHINE, case, 1, {}).options[0].value == "contacted"
    assert steps(STUDY, MACHINE, case, 2, {}).options == ()
    assert "only Ana moves it on" in said(steps(STUDY, MACHINE, case, 2, {}))


def test_whoever_only_reads_is_shown_no_step_of_a_case_that_nobody_has() -> None:
    case = Referral("LUP-7K3Q", "referral", NOON)
    assert [button.value for button in steps(STUDY, MACHINE, case, 2, {}).options] == ["take"]
    assert steps(STUDY, MACHINE, case, 2).options == ()


def test_the_reasons_are_the_criteria_and_another() -> None:
    case = Referral("LUP-7K3Q", "referral", NOON)
    values = [button.value for button in reason_list(STUDY, case).options]
    assert values == [f"not_eligible.{entry}" for entry in range(len(STUDY.criteria) + 1)]


def test_a_window_that_no_treatment_falls_into_says_what_was_answered() -> None:
    named = said(ledger(READER, sent(), FILING, TODAY))
    assert "Recent cyclophosphamide: None of this kind was named" in named
    nothing = said(ledger(READER, sent({**ANSWERS, "treatments": ()}), FILING, TODAY))
    assert "Recent cyclophosphamide: “None of these treatments”" in nothing
    unasked = {key: value for key, value in ANSWERS.items() if key != "treatments"}
    assert "None of this kind" not in said(ledger(READER, sent(unasked), FILING, TODAY))
    assert "Not asked" not in named + nothing


def test_no_line_of_what_is_met_says_its_label_twice() -> None:
    text = said(ledger(READER, sent({**ANSWERS, "conditions": ("infection",)}), FILING, TODAY))
    met = text[text.index("YES:") : text.index("Consent record")]
    assert "Cancer: Not marked" in met
    assert "Other conditions" not in met


def other_version(**changed: Any) -> StaffReader:
    """A reader of a study file that was changed after the case was sent."""
    return replace(READER, study=replace(STUDY, version="f" * 16, **changed))


def test_a_case_of_an_older_study_file_shows_both_verdicts() -> None:
    """The result of then stays; what the file of today makes of the same answers stands beside it."""
    older = sent(who="self")
    assert "study file has changed" not in said(ledger(READER, older, FILING, TODAY))
    page = said(ledger(other_version(), older, FILING, TODAY))
    assert "Result on 2026-11-23: not now" in page
    assert f"The study file has changed since: it was judged by {older.study[:8]}, and ffffffff is in use." in page
    assert "By the file of today: not now" in page
    fewer = tuple(criterion for criterion in STUDY.criteria if criterion.id not in {"anti_b_cell_12m", "pregnancy"})
    assert "By the file of today: possible" in said(ledger(other_version(criteria=fewer), older, FILING, TODAY))


def test_an_answer_to_a_question_that_is_gone_breaks_no_page_and_is_named() -> None:
    asked = tuple(question for question in STUDY.questions if question.id != "urinary_sediment")
    asked = tuple(
        replace(each, kind=Kind.MONTH, options=each.options[-1:]) if each.id == "sle" else each for each in asked
    )
    reader = other_version(questions=asked)
    page = said(ledger(reader, sent(who="self"), FILING, TODAY))
    assert "Answered, but no longer asked in this way: sle, urinary_sediment" in page
    call = Call(code="LUP-7K3Q", heading=Heading.REFERRAL, caller="Ana", institution="")
    assert said(call_script(reader, sent(who="self"), call, TODAY))
    settled = (
        Settled("urinary_sediment", "no", Source.DOCTOR, "Ana", NOON),
        Settled("antibodies", "yes", Source.DOCTOR, "Ana", NOON),
    )
    both = settled_screen(reader, "LUP-7K3Q", sent(who="self"), settled, TODAY)
    assert both is not None
    assert "With what was settled" in said(both)
    assert slots_to_settle(reader, sent(who="self"), Heading.REFERRAL, TODAY)
