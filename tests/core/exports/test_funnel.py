"""The team's numbers, with nothing that points at a person [RE-10] [RE-11]."""

from __future__ import annotations

from datetime import date

from dialogs.exports.funnel import AFTER, Counted, Funnel, Median, bars, funnel, funnel_screen
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
        *(
            "Kidney biopsy",
            "5 of 10 fail on this alone: Kidney function",
            "in Spanish · began: 31 · came to a result: 20",
        ),
        *("in English · began: 9", "no poster · began: 31", "clinic · began: 9"),
    ):
        assert line in told, line
    assert "Week of 2026-11-09 · more began: 40 · more sent: not shown" in told
    assert "fail on this alone: Pregnancy" not in told


def test_what_is_small_is_not_shown_and_cannot_be_had_by_subtraction() -> None:
    shown = funnel(STUDY, ROWS, MONDAY).shown
    assert "sent.referral" not in shown
    assert "sent" not in shown, "15 - 12 would be the three"
    assert "not shown" in plain(funnel(STUDY, ROWS, MONDAY))


#: Two began and left at once; of those who went on, all came to the end.
FEW_LEFT = [
    *(row("started", 13), row("started", 5, language="en"), row("consented", 16), row("finished", 16)),
    *(row("plausible", 16), *(row(f"reached.{each.id}", 16) for each in STUDY.asked)),
    *(row("offered.referral", 16), row("agreed.referral", 16), row("sent.referral", 16), row("claimed.referral", 2)),
    *(row("agreed.callback", 14), row("sent.callback", 14)),
]


def test_no_two_numbers_of_the_report_differ_by_persons_who_left_between_two_steps() -> None:
    """Somebody takes away what stands anywhere in the report, also under another title."""
    shown = funnel(STUDY, FEW_LEFT, MONDAY).shown
    steps = ["started", "consented", *(f"reached.{each.id}" for each in STUDY.asked), "finished", "plausible"]
    steps += [f"{event}.referral" for event in AFTER]
    numbers = {name: shown[name] for name in steps if name in shown}
    near = [(one, other) for one in numbers for other in numbers if 0 < numbers[one] - numbers[other] < 5]
    assert not near
    assert shown["sent.referral"] == 16, "the two who left at once keep back only how many began"
    assert "started" not in shown


def test_who_fits_only_later_is_not_known_from_who_was_offered_something() -> None:
    rows = [row("finished", 20), row("plausible", 18), row("not_now", 2), row("offered.referral", 20)]
    shown = funnel(STUDY, [*rows, row("started", 20), row("consented", 20)], MONDAY).shown
    assert shown["finished"] == 20
    assert not {"plausible", "offered.referral"} <= {*shown}, "20 - 18 would be the two"


def test_what_is_not_shown_of_a_week_is_not_told_as_nought() -> None:
    """[RE-11]"""
    assert [sent for _week, _began, sent in funnel(STUDY, ROWS, MONDAY).weeks] == [None]


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
