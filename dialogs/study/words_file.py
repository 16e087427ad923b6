"""What people type for an option or a test, question by question: a file of its own beside the study file.

The study file says what is asked; this one says how people write the answers. It is joined to the study file before
that is read, so that everything behind it sees one study.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from dialogs.study.file_schema import ANSWERS, COUNT, FLAG, NAME, ROWS, TABLE, TEXTS, WORDS, Shape, shaped

Complain = Callable[[str, str], None]
Table = Mapping[str, Any]

#: What goes to the question as it stands.
OWN: Shape = {
    **{"asked_again": WORDS, "again_for": WORDS, "event": WORDS, "tells": WORDS, "counted": ROWS, "tested": ROWS},
    **{"other_tested": TEXTS, "titre": COUNT},
    **{"only_now": FLAG, "several_things": FLAG, "not_of": NAME, "not_yet": NAME},
}
#: What stands under a question, and under one of its measures (`spellings`: unit → other ways to write it).
WORDS_OF: Shape = {"heard": TABLE, "heard_as": ANSWERS, "half": TABLE, "measure": TABLE, **OWN}
WORDS_OF_MEASURE: Shape = {**dict.fromkeys(("words", "on_paper", "other_tests", "alike"), TEXTS), "spellings": WORDS}
#: Holds lists of words, by name; and how a phrase names one.
LISTS = "words"
_NAMED = re.compile(r"\{([^{}|\s]*)\}")


def join_words(raw: dict[str, Any], words: str, complain: Complain) -> None:
    """Put the words into the tables of the questions that they belong to; complain of each that belongs to none."""
    try:
        tables = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        complain("the words beside it", f"this is not readable TOML: {error}. Correct that line first.")
        return
    questions = {str(q.get("id")): q for q in _tables(raw.get("question"))}
    lists = _lists(tables.pop(LISTS, {}), complain)
    tables = {id: _spelled_out(table, lists, f'words of "{id}"', complain) for id, table in tables.items()}
    for id, table in tables.items():
        question = questions.get(id)
        if question is None:
            complain(f'words of "{id}"', f"no question has this id. {_near(id, questions)}")
            continue
        table = shaped(table if isinstance(table, dict) else {"": table}, WORDS_OF, f'words of "{id}"', complain)
        question.update({key: value for key, value in table.items() if key in OWN})
        _options(question, table, id, complain)
        _halves(question, table, id, complain)
        _measures(question, table, id, complain)
    for id, table in tables.items():
        if id in questions and isinstance(table, dict):
            _borrowed(questions, id, table.get("heard_as"), complain)


def _lists(raw: Any, complain: Complain) -> dict[str, str]:
    """Return each list of words by its name, as the alternatives of a phrase."""
    lists = raw if isinstance(raw, dict) else {"": raw}
    sound = {name: each for name, each in lists.items() if TEXTS.fits(each) and all(" " not in word for word in each)}
    for name in lists.keys() - sound.keys():
        complain(f"[{LISTS}] {name}", 'this is no list of single words. Write it as ["…", "…"].')
    return {name: "|".join(each) for name, each in sound.items()}


def _spelled_out(told: Any, lists: Mapping[str, str], place: str, complain: Complain) -> Any:
    """Return what stands in a table, with the words of each list where a text names one."""
    if isinstance(told, dict):
        return {key: _spelled_out(each, lists, place, complain) for key, each in told.items()}
    if isinstance(told, list):
        return [_spelled_out(each, lists, place, complain) for each in told]
    if not isinstance(told, str) or "{" not in told:
        return told
    for name in sorted(set(_NAMED.findall(told)) - lists.keys()):
        near = _near(name, lists) if lists else f'Write it there: {name} = ["…"].'
        complain(place, f'"{told}": there is no list {{{name}}} in [{LISTS}]. {near}')
    return _NAMED.sub(lambda found: lists.get(found[1], found[0]), told)


def _borrowed(questions: Mapping[str, Table], id: str, borrowed: Any, complain: Complain) -> None:
    """Give options the words of another question's option as well, which means the same where it is asked apart."""
    own = _by_value(questions[id])
    for value, source in (borrowed if isinstance(borrowed, dict) else {}).items():
        name, _, option = str(source).partition(".")
        lent = _by_value(questions.get(name, {})).get(option, {}).get("heard")
        if value not in own or not isinstance(lent, dict):
            complain(f'words of "{id}"', f'heard_as: "{value}" or "{source}" has no words. Write question.option.')
            continue
        heard = own[value].get("heard", {})
        own[value]["heard"] = {one: [*heard.get(one, ()), *lent.get(one, ())] for one in (*lent, *heard)}


def _by_value(question: Table) -> dict[str, dict[str, Any]]:
    return {str(o.get("value")): o for o in (*_tables(question.get("option")), *_tables(question.get("fallback")))}


def _options(question: Table, table: Table, id: str, complain: Complain) -> None:
    options = _by_value(question)
    for value, heard in table.get("heard", {}).items():
        if value in options:
            options[value]["heard"] = heard
        else:
            complain(f'words of "{id}"', f'it has no option "{value}". {_near(value, options)}')


def _halves(question: Table, table: Table, id: str, complain: Complain) -> None:
    halves = {str(half.get("asks")): half for half in _tables(question.get("half"))}
    for asks, heard in table.get("half", {}).items():
        if asks in halves:
            halves[asks]["heard"] = heard
        else:
            complain(f'words of "{id}"', f'it has no half "{asks}". {_near(asks, halves)}')


def _measures(question: Table, table: Table, id: str, complain: Complain) -> None:
    measures = {str(m.get("id")): m for m in _tables(question.get("measure"))}
    for name, words in table.get("measure", {}).items():
        measure = measures.get(name)
        if measure is None:
            complain(f'words of "{id}"', f'it has no measure "{name}". {_near(name, measures)}')
            continue
        place = f'words of "{id}", measure "{name}"'
        words = shaped(words if isinstance(words, dict) else {"": words}, WORDS_OF_MEASURE, place, complain)
        measure.update({key: value for key, value in words.items() if key not in ("spellings", "alike")})
        if "alike" in words:
            measure["alike"] = {**measure.get("alike", {}), "words": words["alike"]}
        units = {str(unit.get("name")): unit for unit in _tables(measure.get("units"))}
        for unit, spellings in words.get("spellings", {}).items():
            if unit in units:
                units[unit]["spellings"] = spellings
            else:
                complain(f'words of "{id}"', f'"{name}" has no unit "{unit}". {_near(unit, units)}')


def _tables(rows: Any) -> Iterator[dict[str, Any]]:
    yield from (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _near(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(known)}."
