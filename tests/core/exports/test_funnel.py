"""The team's numbers, with nothing that points at a person [RE-10] [RE-11]."""

from __future__ import annotations

from datetime import date

from dialogs.exports.funnel import Counted, Funnel, Median, bars, funnel, funnel_screen
from dialogs.exports.funnel_drawing import drawing
from dialogs.replies import FunnelEvent, Heading
from dialogs.screens import Text
from tests.core.conversation.walking import STUDY

MONDAY = date(2026, 11, 23)


def row(event: str, n: int, week: str = "2026-W46", language: str = "es", campaign: str = "") -> Counted:
    return Counted(event, week, language, campaign, n)


def plain(shown: Funnel) -> str:
    """The report's lines with their fields, as far as a test looks at them."""

    def words(text: Text) -> str:
        return text.id.format_map({k: words(v) if isinstance(v, Text) else v for k, v in text.fields.items()})

    blocks = funnel_screen(STUDY, shown).blocks
    return "\n".join(
        words(line) for block in blocks for line in (*((block.heading,) if block.heading else ()), *block.lines)
    )


ROWS = [
    *(row("started", 31), row("consented", 25), row("finished", 20), row("plausible", 10), row("not_now", 10)),
    *(row("started", 9, language="en", campaign="clinic"), row("fails_only.egfr", 5), row("fails_only.pregnancy", 1)),
    *(row("offered.interest", 20), row("agreed.interest", 12), row("sent.interest", 12), row("claimed.interest", 7)),
    *(row("sent.referral", 3), row("reached.age", 25), row("reached.biopsy", 20), row("not_eligible.antibodies", 6)),
]


def test_the_report_tells_what_can_be_told_apart_by_heading() -> None:
    told = plain(funnel(STUDY, ROWS, MONDAY))
    for line in (
        *("Began: 40", "Agreed to answer: 25", "Came to a result: 20", "Sent to the team: 12", "Taken by someone: 7"),
        *("Kidney biopsy", "5 of 10 fail on this alone: Kidney function", "Spanish: 31 began, 20 came to a result"),
        *("English: 9 began", "no poster: 31 began", "clinic: 9 began", "2026-W46: 40 more began"),
    ):
        assert line in told, line
    assert "fail on this alone: Pregnancy" not in told


def test_what_is_small_is_not_shown_and_cannot_be_had_by_subtraction() -> None:
    shown = funnel(STUDY, ROWS, MONDAY).shown
    assert "sent.referral" not in shown
    assert "sent" not in shown, "15 - 12 would be the three"
    assert "not shown" in plain(funnel(STUDY, ROWS, MONDAY))


def test_a_week_is_told_only_with_what_it_added_in_the_reports() -> None:
    rows = [row("started", 7), row("started", 3, "2026-W47"), row("started", 4, "2026-W48")]
    assert [began for _week, began, _sent in funnel(STUDY, rows, MONDAY).weeks] == [7, 0, 7]


def test_nothing_counted_yet_is_nought_and_no_mistake() -> None:
    told = plain(funnel(STUDY, [], MONDAY))
    assert "Began: 0" in told


def test_the_middle_of_the_times_is_told_by_heading() -> None:
    found = (Median(Heading.REFERRAL, FunnelEvent.CLAIMED, 3), Median(Heading.REFERRAL, FunnelEvent.CONTACTED, 20))
    told = plain(funnel(STUDY, ROWS, MONDAY, found))
    assert "self-referral: taken after 3 hours" in told
    assert "self-referral: contacted after 20 hours" in told


def test_the_picture_has_a_bar_for_each_step_and_no_hidden_number() -> None:
    shown = bars(funnel(STUDY, ROWS, MONDAY))
    hidden = [n for _label, n in shown if n is None]
    svg = drawing([("x & y", "not shown" if n is None else str(n), n or 0) for _label, n in shown], "t", "w")
    assert svg.count("<rect") == len(shown) + 1
    assert svg.count("not shown") == len(hidden)
    assert "x &amp; y" in svg
