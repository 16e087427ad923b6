"""Patterns whose words stand in the lexicon.

`{weeks}` in such a pattern is any word of the list `weeks`, in whatever language: a text is cut and looked through
before anybody knows in which one it is. A word of a list is written as it is typed, small and mostly without accents;
a `*` behind it is any ending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NewType

#: A regular expression with lists of words in it, as `Worded(r"\d (?:{weeks})")`; `{-weeks}` is that no word of it
#: stands right before, with its space, `{+weeks}` that one does.
Worded = NewType("Worded", str)

#: What each section of plain words must hold: labels of lists, each of them in one section only.
PLAIN: Mapping[str, tuple[str, ...]] = {
    "treatments": (
        *("item_joint", "item_after", "of", "item_i", "item_begins", "instead_of", "not_that", "item_denied"),
        *("that_is_all", "not_before_all", "end_tag", "all_in_one", "no_denial", "either_or", "either_or_too"),
        *("dose_unit", "dose_per", "no_longer", "in_part"),
    ),
    "age": (
        *("age_and", "since_ago", "ago", "school", "ordinal_end", "year_leads", "in_the_year", "a_year", "year_of"),
        *("born_child", "it_lacks", "lacks_about", "lacks_until", "lacks_reaching", "lacks_one", "lacks_years"),
        *("lacks_short", "short_of", "short_of_being", "short_of_one", "short_of_years", "short_of_short"),
        *("half_century", "big_age", "big_nought", "quarters", "tens_and", "tens_years", "tens_to_be", "age_by_sign"),
        *("age_as_word", "about_end", "about_word"),
    ),
    "times": ("days", "weeks", "months", "years"),
    "pressure": ("pressure_over", "pressure_around"),
    "counts": ("per_field", "count_to", "crosses", "not_told"),
    "units": (
        *("unit_kg", "unit_lb", "unit_stone", "unit_oz", "unit_cm", "unit_mm", "unit_m", "unit_inch", "unit_in"),
        *("unit_foot", "degrees", "unit_celsius", "unit_fahrenheit", "unit_kelvin", "unit_mg", "unit_g", "unit_mcg"),
        *("unit_litre", "unit_mol", "unit_iu", "unit_kpa", "unit_minute", "unit_hour", "unit_times", "unit_leads"),
        *("per_time", "how_many", "not_compared"),
    ),
    "numbers": ("step_of", "below_zero", "list_joint", "grade_cue", "grade_joint", "grade_or"),
    "number_words": ("tens_end", "tens_link", "tens_link_heard", "tens_glue", "tens_glue_alone"),
    "dates": (
        "day_end",
        "of_the_month",
        "one_in_s",
        "which_one",
        "pronoun_one",
        "half_behind",
        "hour_mark",
        "dose_word",
        "dose_is_dated",
    ),
    "classes": (
        *("index_word", "index_kind", "index_short", "index_behind", "index_and", "index_of_the", "index_is"),
        *("index_share", "share_word", "classified_by", "class_word", "class_like", "article_one", "button_word"),
        *("some_one_the", "some_one_class", "pointed", "pronoun_i", "class_joint", "stage_word", "staged"),
        *("staged_itself",),
    ),
    "doses": ("dose_weight",),
    "visit": ("hour_at", "hour_of", "hour_word", "afternoon_said"),
    "facts": ("fact_with",),
    "names": ("name_leads",),
    "joints": (
        *("joint_and", "joint_and_too", "joint_but", "joint_also", "joint_though", "joint_rather", "joint_so"),
        *("joint_later",),
    ),
    "amounts": (
        *("each_of", "over_unit", "point", "oh", "nought", "and_a_half", "metre_and", "article", "like_four"),
        *("fell", "fell_or_under", "fell_not_behind", "fell_plainly", "of_them", "of_years", "month_short"),
        *("year_short", "hours", "within", "not_within", "before_number", "hour_or_value", "missing_test"),
    ),
}
_LIST = re.compile(r"\{(?P<before>[-+]?)(?P<label>[a-z_]+)\}")
#: Words as they are typed, small; or one sign.
_WORD = re.compile(r"(?!.*[A-ZÁÉÍÓÚÜÑ])[^\W\d_][\w /.'’-]*\*?|[^\w\s]+")


class Patterns:
    """The patterns of all languages, each of them grown when it is first asked for."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._grown: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, pattern: Worded) -> re.Pattern[str]:
        """Return a pattern with its words in it; KeyError where it names a list that there is not."""
        if (grown := self._grown.get(pattern)) is None:
            grown = self._grown[pattern] = re.compile(_LIST.sub(self._any_of, pattern))
        return grown

    def words(self, label: str) -> Sequence[str]:
        """Return the words of one list."""
        return self._lists[label]

    def _any_of(self, found: re.Match[str]) -> str:
        words = self._lists[found["label"]]
        if found["before"] == "-":
            return "".join(rf"(?<!\b{_form(word)} )" for word in words)
        if found["before"]:
            return "(?:{})".format("|".join(rf"(?<=\b{_form(word)} )" for word in words))
        return "|".join(map(_form, sorted(words, key=len, reverse=True)))


def _form(word: str) -> str:
    """Return the pattern of one word of a list."""
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def read_plain(files: Mapping[str, Mapping[str, Any]], about: Callable[[str], Callable[[str, str], None]]) -> Patterns:
    """Return the plain words of all languages; `about` makes, for a file, what every problem in it is told to."""
    lists: dict[str, list[str]] = {label: [] for labels in PLAIN.values() for label in labels}
    for name, raw in files.items():
        for section in raw.keys() - PLAIN.keys():
            about(name)(f"[plain.{section}]", "nobody reads this section.")
        for section, labels in PLAIN.items():
            for label, words in _section(section, raw.get(section), labels, about(name)).items():
                lists[label] += [word for word in words if word not in lists[label]]
    for label in sorted(label for label, words in lists.items() if not words and files):
        about("the languages")(f"[plain] {label}", "no language has a word for it. Give one of them a word.")
    return Patterns(lists)


def _section(
    section: str, raw: Any, labels: tuple[str, ...], complain: Callable[[str, str], None]
) -> dict[str, list[str]]:
    """Return the lists of one section of one language; those that cannot be used are complained of and left out."""
    found: dict[str, list[str]] = {}
    lists = raw if isinstance(raw, dict) else {}
    for label in labels:
        words = lists.get(label)
        if not isinstance(words, list) or not all(isinstance(word, str) and _WORD.fullmatch(word) for word in words):
            complain(f"[plain.{section}] {label}", 'is missing or no list of small words. Write it as ["…", "…"].')
        else:
            found[label] = words
    for label in lists.keys() - set(labels):
        complain(f"[plain.{section}] {label}", f"nobody reads this. Use one of: {', '.join(labels)}.")
    return found
