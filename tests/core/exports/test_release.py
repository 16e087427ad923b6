"""What is shown of counts points at nobody: not by itself, not by subtraction, not by waiting [RE-11]."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from dialogs.exports.release import Rules, Whole, is_safe, reports

NAMES = ("began", "agreed", "sent", "es", "en")
RULES = Rules(
    ways=(("began", "agreed", "sent"), ("began", "es"), ("began", "en")), wholes=(Whole("began", ("es", "en")),)
)
WEEK = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


def summed(weeks: list[tuple[int, int, int, int]]) -> list[dict[str, int]]:
    """Weeks of (es, en, agreed, sent), as sums up to the end of each; nobody does a step without the one before."""
    found = []
    for es, en, agreed, sent in accumulate(weeks, lambda a, b: tuple(x + y for x, y in zip(a, b, strict=True))):
        began = es + en
        found.append(
            {"began": began, "agreed": min(agreed, began), "sent": min(sent, agreed, began), "es": es, "en": en}
        )
    return found


@given(st.lists(WEEK, max_size=12))
def test_no_number_and_no_difference_is_from_one_to_four(weeks: list[tuple[int, int, int, int]]) -> None:
    found = reports(summed(weeks), NAMES, RULES)
    for report in found:
        assert all(is_safe(n) for n in report.values())
        for way in RULES.ways:
            there = [report[name] for name in way if name in report]
            assert all(is_safe(one - other) for one in there for other in there)
        if {"began", "es", "en"} <= set(report):
            assert is_safe(report["began"] - report["es"] - report["en"])


@given(st.lists(WEEK, min_size=2, max_size=12))
def test_two_reports_never_differ_by_one_to_four(weeks: list[tuple[int, int, int, int]]) -> None:
    found = reports(summed(weeks), NAMES, RULES)
    for earlier, later in pairwise(found):
        for name in set(earlier) & set(later):
            assert is_safe(later[name] - earlier[name])


PARTED = Rules(wholes=(Whole("all", ("es", "en")), Whole("all", ("list", "referral"))))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=10))
def test_a_whole_that_is_added_up_of_one_kind_of_parts_gives_no_part_of_the_other_kind_away(
    weeks: list[tuple[int, int, int]],
) -> None:
    sums = accumulate(weeks, lambda a, b: tuple(x + y for x, y in zip(a, b, strict=True)))
    rows = [
        {"es": a, "en": b, "all": a + b, "list": min(c, a + b), "referral": a + b - min(c, a + b)} for a, b, c in sums
    ]
    rows = [row for row, after in pairwise([*rows, {}]) if not after or rises(row, after)]
    for report in reports(rows, ("list", "referral", "es", "en", "all"), PARTED):
        for known, others in ((("es", "en"), ("list", "referral")), (("list", "referral"), ("es", "en"))):
            if set(known) <= set(report):
                whole = sum(report[part] for part in known)
                assert all(is_safe(whole - report[other]) for other in others if other in report)


def rises(row: dict[str, int], after: dict[str, int]) -> bool:
    return all(after[name] >= n for name, n in row.items())


def test_what_is_large_enough_is_shown_as_it_is_and_what_is_small_is_not_there() -> None:
    (report,) = reports([{"began": 31, "agreed": 25, "sent": 23, "es": 31, "en": 0}], NAMES, RULES)
    assert report == {"began": 31, "agreed": 25, "es": 31, "en": 0}, "25 - 23 would be two persons"
    assert reports([{"began": 3}], ("began",), RULES) == [{}]


def test_a_number_that_grew_by_less_than_five_waits() -> None:
    shown = reports([{"n": 7}, {"n": 9}, {"n": 12}, {"n": 13}], ("n",), Rules())
    assert [report["n"] for report in shown] == [7, 7, 12, 12]
