"""What each table of a study file may hold, key by key.

Checked before anything is made of a table: a value of another form is complained of and left out, so that reading
goes on and the next problem is found too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

Complain = Callable[[str, str], None]

#: The texts that a question can do without.
LEFT_OUT = ("hint", "guide", "again", "aloud", "why", "fact")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a value, in words and as a check."""

    words: str
    fits: Callable[[Any], bool]


def _shift(value: Any) -> bool:
    try:
        return isinstance(value, str | int) and not isinstance(value, bool) and Fraction(str(value)) is not None
    except (ValueError, ZeroDivisionError):
        return False


def _amount(value: Any) -> bool:
    return _shift(value) and Fraction(str(value)) >= 0


def _signed(value: Any) -> bool:
    return _shift(value) and "/" not in str(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _table_of_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


#: Texts are checked where they are read (`Complaints.text`), together with being there at all.
TEXT = Form("", lambda value: True)
NAME = Form('a text in quotes: "…"', lambda value: isinstance(value, str))
FLAG = Form("true or false, without quotes", lambda value: isinstance(value, bool))
COUNT = Form("a whole number without quotes: 12", lambda value: isinstance(value, int) and not isinstance(value, bool))
AMOUNT = Form('a number in quotes: "0.2" or "1/1000"', _amount)
SIGNED = Form('a whole number, or a number in quotes: 12, "2.5" or "-1"', _signed)
SHIFT = Form('a whole number, or a number in quotes: 12, "2.5" or "-160/9"', _shift)
TEXTS = Form('a list of texts: ["…", "…"]', _texts)
BODY = Form('a text or a list of texts: ["…", "…"]', lambda value: isinstance(value, str) or _texts(value))
ANSWERS = Form('a table of texts: { fact = "yes" }', _table_of_texts)
CONDITIONS = Form(
    'a table of texts or a list of such tables: { question = "known" }',
    lambda value: _table_of_texts(value) or (_rows(value) and all(map(_table_of_texts, value))),
)
WORDS = Form(
    'a list of texts for each language: { es = ["…"] }',
    lambda value: isinstance(value, dict) and all(map(_texts, value.values())),
)
ROWS = Form("a list of tables: [{ … }, { … }]", _rows)
TABLE = Form("a table: { … }", lambda value: isinstance(value, dict))

Shape = Mapping[str, Form]

QUESTION: Shape = {
    **dict.fromkeys(("id", "kind", "text", "short", *LEFT_OUT), TEXT),
    **dict.fromkeys(("option", "fallback", "measure", "variant"), ROWS),
    **dict.fromkeys(("terms", "groups"), TEXTS),
    **dict.fromkeys(("lowest", "highest"), SIGNED),
    "titre": COUNT,
    **dict.fromkeys(("may_be_planned", "asked", "age"), FLAG),
    "grades": NAME,
    **{
        "when": CONDITIONS,
        "for_each": NAME,
        "asked_again": WORDS,
        "event": WORDS,
        "tells": WORDS,
        "again_for": WORDS,
        "counted": ROWS,
        "tested": ROWS,
        "other_tested": TEXTS,
        "half": ROWS,
    },
    **dict.fromkeys(("not_of", "not_yet", "shared"), NAME),
    **dict.fromkeys(("only_now", "several_things"), FLAG),
}
OPTION: Shape = {
    **{"value": TEXT, "label": TEXT, "sets": ANSWERS, "heard": WORDS},
    **dict.fromkeys(("exclusive", "folded", "opens", "consents"), FLAG),
}
VARIANT: Shape = {"groups": TEXTS, "text": TEXT, "fact": NAME}
MEASURE: Shape = {
    **{"id": TEXT, "units": ROWS, "lowest": SIGNED, "highest": SIGNED, "unit_optional": FLAG},
    **dict.fromkeys(("words", "on_paper", "other_tests"), TEXTS),
    **{"formula": NAME, "said": TEXT, "worked_out": TEXT, "assumed": ANSWERS, "alike": TABLE},
}
HALF: Shape = {**dict.fromkeys(("asks", "text", "yes", "no"), TEXT), "heard": WORDS}
TESTED: Shape = {"words": TEXTS}
ALIKE: Shape = {"words": TEXTS, "text": TEXT, "option": ROWS}
COUNTED: Shape = {"words": TEXTS, "over": COUNT, "unlike": TEXTS, "denied_as": TEXTS}
UNIT: Shape = {
    "name": TEXT,
    "times": AMOUNT,
    "plus": SHIFT,
    "estimated": FLAG,
    "lowest": AMOUNT,
    "spellings": TEXTS,
    "ucum": NAME,
    "shown": TEXT,
}
CRITERION: Shape = {
    **dict.fromkeys(
        (
            "id",
            "name",
            "reason",
            "below",
            "above",
            "absent",
            "expired",
            "unwanted",
            "settle",
            "bring",
            "too_old",
            "counts_until",
            "changes",
        ),
        TEXT,
    ),
    **{"rule": TABLE, "ends_below": FLAG},
}
FREQUENT: Shape = {"id": TEXT, "question": TEXT, "answer": BODY}
CAUTION: Shape = {"fact": TEXT, "value": TEXT, "treatments": TEXTS, "nameless": TEXTS, "text": TEXT}
RULE: Shape = {
    **dict.fromkeys(("kind", "fact", "wanted", "date", "unless", "failure", "age", "sex", "none"), NAME),
    **dict.fromkeys(("window", "at_most_ago", "at_least_ago", "since"), NAME),
    **dict.fromkeys(("lowest", "highest", "months"), COUNT),
    **dict.fromkeys(("facts", "any_dose", "newly_started", "unsure", "fails_on", "meets_on", "groups"), TEXTS),
    **dict.fromkeys(("threshold", "at_least", "above", "at_most", "below"), SIGNED),
    **{"rules": ROWS, "if": TABLE, "then": TABLE},
}
COMPUTED: Shape = {"fact": TEXT, "formula": TEXT, "from": ANSWERS, "name": TEXT}
STUDY: Shape = {"id": TEXT, "pregnancy_fact": TEXT, "too_little_from": COUNT, "code_prefix": NAME, "names": WORDS}
#: The parts of a file.
FILE: Shape = {
    **dict.fromkeys(("study", "texts", "groups"), TABLE),
    **dict.fromkeys(("frequent", "question", "criterion", "caution", "computed", "plural"), ROWS),
}


def shaped(row: Mapping[str, Any], shape: Shape, place: str, complain: Complain) -> dict[str, Any]:
    """Return what of a table can be read; complains of every key that nobody reads and of every value of another
    form."""
    kept: dict[str, Any] = {}
    for key, value in row.items():
        if key not in shape:
            near = get_close_matches(key, shape, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(sorted(shape))}."
            complain(place, f'nobody reads "{key}". {hint}')
        elif not shape[key].fits(value):
            complain(place, f"`{key}` has another form. Write {shape[key].words}.")
        else:
            kept[key] = value
    return kept
