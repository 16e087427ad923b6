"""The result has at most four buttons, the rest behind "more"; what to bring comes first where most is unknown."""

from __future__ import annotations

import pytest

from bot.render.texts import Texts
from dialogs.conversation.steps.result import MOST_BUTTONS
from dialogs.replies import Redraw, Say
from dialogs.screens import Screen
from dialogs.study.study import Kind
from dialogs.value_texts import YEARS
from tests.core.conversation.places import PLACES, answers_until, at
from tests.core.conversation.test_asked_back import asked
from tests.core.conversation.walking import STUDY, Walk
from tests.wording.test_texts_reached import ids_in

RESULTS = [
    name for name in PLACES if at(name).c.state == "result" and not at(name).c.stack and not at(name).c.draft.more
]
BRING = "What to bring, if you have it:"


def result_of(walk: Walk) -> Screen:
    """The last result that was shown."""
    return [reply.screen for reply in walk.said if isinstance(reply, Say | Redraw) and reply.screen.ask == "result"][-1]


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_at_most_four_buttons_and_why_is_one(name: str) -> None:
    """[W41]"""
    values = [button.value for button in result_of(at(name)).options]
    assert len(values) <= MOST_BUTTONS
    assert "why" in values
    assert values[-1] == "more"


@pytest.mark.parametrize("name", RESULTS)
def test_more_shows_every_button_below(name: str) -> None:
    """Not in the place of the others, where a second tap would hit another one."""
    walk = at(name).copy()
    before, prompt = set(walk.c.offered), walk.c.prompt
    walk.presses("more")
    assert walk.c.prompt > prompt
    assert before - {"more"} <= set(walk.c.offered)
    assert {"why", "change", "summary", "notes", "end"} <= set(walk.c.offered)
    assert "more" not in walk.c.offered


@pytest.mark.parametrize(
    ("text", "shows"), [("My notes", "notes"), ("my answers on one page", "summary"), ("Change an answer", "review")]
)
def test_a_label_behind_more_can_be_typed(text: str, shows: str) -> None:
    """[study-facts 11c] The test's labels are English."""
    walk = at(RESULTS[0]).copy()
    walk.does(text)
    assert shows in (walk.c.state, *walk.c.stack)


def test_a_slip_of_the_label_that_erases_is_no_press() -> None:
    walk = next(each for each in map(at, RESULTS) if "end" not in each.c.offered).copy()
    walk.does("End hero")
    assert walk.c.answers


def test_what_to_bring_comes_first_where_most_is_unknown() -> None:
    """[study-facts 2]"""
    walk = answers_until(Walk().begins(), "sle")
    while walk.c.state != "review":
        walk.does("no sé")
    walk.presses("all_good")
    said = list(ids_in(walk.said[-1]))
    assert said.index(BRING) < said.index(STUDY.texts["still_to_check"][0])


def test_what_is_open_comes_first_where_little_is() -> None:
    walk = answers_until(Walk().begins(), "upc")
    walk.does("no sé")
    while walk.c.state != "review":
        walk.does({"egfr": "72 ml/min/1,73 m2", "pregnancy": "no es posible"}.get(walk.c.state, "ninguno"))
    walk.presses("all_good")
    said = list(ids_in(walk.said[-1]))
    assert said.index(STUDY.texts["still_to_check"][0]) < said.index(BRING)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("id", [each.id for each in STUDY.asked if each.kind is Kind.QUANTITY])
def test_each_hint_of_a_laboratory_value_asks_for_its_month(language: str, id: str) -> None:
    """[study-facts 7] Never as a question of its own."""
    hint = Texts.load().text(language, STUDY.question(id).hint)
    assert {"es": "con su mes: ", "en": "with its month: "}[language] in hint


@pytest.mark.parametrize(
    ("language", "id", "text", "said"),
    [
        ("es", "age", "17 años", YEARS),
        ("en", "age", "80", YEARS),
        ("es", "egfr", "38", "kidney function {value}"),
        ("en", "egfr", "about 90", "kidney function {value}"),
        ("es", "egfr", "creatinina 1,9", "creatinine {value}"),
        ("es", "upc", "pcr 150 mg/mmol", "{value} = {same}"),
        ("en", "upc", "about 850 mg/g", "{value} = {same}"),
    ],
)
def test_a_number_is_read_back_with_its_word_and_what_it_means(language: str, id: str, text: str, said: str) -> None:
    """[W86] The arithmetic stands before the question, in one line."""
    walk = asked(language, id, text)
    assert walk.c.draft.reading
    screen = next(reply.screen for reply in reversed(walk.said) if isinstance(reply, Say))
    assert len(screen.blocks) == 1
    assert said in set(ids_in(screen))
