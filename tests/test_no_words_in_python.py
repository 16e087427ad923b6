"""No word of a language stands in the Python of the core: what people type is looked for by the lexicon's words.

Docstrings, comments and texts that are shown (`N_`) are no such words; neither are the names of lists and labels.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dialogs.lexicon.lexicon import COMMANDS, EXACT, SECTIONS, SIGNS
from dialogs.lexicon.number_file import NUMBERS
from dialogs.lexicon.worded import PLAIN

ROOT = Path(__file__).parents[1]
FILES = sorted(ROOT.glob("dialogs/**/*.py"))
#: Where text that was typed is read.
READERS = ("dialogs/answers/", "dialogs/conversation/typed/", "dialogs/lexicon/", "dialogs/referral/appointment.py")
#: Of no language: Roman numbers and what is typed for them, and signs of units.
SIGNS_OF_NONE = frozenset(
    {*("ii", "iii", "iv", "vi", "lv", "vl"), *("mg", "mgs", "gr", "mcg", "ug", "mmol", "mol", "ml", "mm", "hg", "pa")}
)
#: File → words that stay in its patterns, and why.
ALLOWED: dict[str, tuple[set[str], str]] = {
    "dialogs/answers/phone_and_email.py": ({"ru"}, "RUT and RUN are names of a number"),
    "dialogs/answers/roman_grades.py": ({"nih"}, "who made an index"),
    "dialogs/conversation/typed/list_words.py": ({"no"}, "the one word that is the same in both languages"),
    "dialogs/lexicon/spelling.py": ({"qu"}, "how letters sound"),
    "dialogs/study/helper_texts.py": ({"you", "yours"}, "the English ids of a study's own texts are looked at"),
    "dialogs/study/windows.py": ({"day", "week", "month", "year"}, "how a study's file writes a span of time"),
}
#: Its patterns are of letters, each of which stands for a kind of word.
DATE_FINDER = ROOT / "dialogs/answers/date_finder.py"
_KINDS = re.compile(r"[a-zFJNY]{2,3}")
#: File → words that a text is compared with, and why.
COMPARED: dict[str, tuple[set[str], str]] = {
    "dialogs/lexicon/medicine_file.py": ({"ev", "iv"}, "«e.v.» and «i.v.» without their points"),
    "dialogs/lexicon/signs.py": ({"ch"}, "how letters sound"),
    "dialogs/lexicon/spelling.py": ({"ph", "th"}, "how letters sound"),
}
#: File → words of Spanish that stand in it and are none, and why.
NO_SPANISH: dict[str, tuple[set[str], str]] = {
    "dialogs/answers/dates.py": ({"base"}, "a setting of the date library"),
    "dialogs/answers/roman_grades.py": ({"iii"}, "a Roman number"),
    "dialogs/conversation/typed/button_matching.py": ({"don"}, "a label in English"),
    "dialogs/lexicon/flag_file.py": ({"coma"}, "how the signs of danger write the sign in a number"),
    "dialogs/lexicon/lexicon.py": ({"iii"}, "a Roman number"),
}
#: Methods that look for a text in another, or put one in its place.
COMPARING = {"startswith", "endswith", "replace", "removeprefix", "removesuffix", "partition", "rpartition", "count"}
_PATTERN = re.compile(r"\\[bBdDsSwW]|\(\?[:=!<P]|\[\^|\[a-z|\w[)?]*\|[(\w]")
#: In a pattern no words: names of groups and of lists, escapes, sets of letters and flags.
_NO_WORD = re.compile(r"\(\?P[<=]\w+[>)]|\\g<\w+>|\{[-+]?[a-z_]+\}|\\[a-zA-Z]|\[\^?\]?[^\]]*\]|\(\?[a-z]+[:)]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ESCAPE = re.compile(r"\\[a-zA-Z]")
_LIST = re.compile(r"\{[-+]?([a-z_]+)\}")


def strings(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Return each string of a file that is no docstring, with what holds it."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for holder in ast.walk(tree):
        for node in ast.iter_child_nodes(holder):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield holder, node.value


def words_of_pattern(text: str) -> set[str]:
    """Return the words in a regular expression."""
    return set(_WORD.findall(_NO_WORD.sub(" ", text)))


def all_words(path: Path) -> set[str]:
    """Return the words of all strings of a file."""
    return {word for _, text in strings(path) for word in _WORD.findall(_ESCAPE.sub(" ", text).lower())}


def is_reader(path: Path) -> bool:
    """Tell whether text that was typed is read in this file."""
    return path.relative_to(ROOT).as_posix().startswith(READERS)


def in_patterns(path: Path) -> set[str]:
    """Return the words in the regular expressions of a file."""
    found = set().union(*(words_of_pattern(text) for _, text in strings(path) if _PATTERN.search(text))) - SIGNS_OF_NONE
    return {word for word in found if not _KINDS.fullmatch(word)} if path == DATE_FINDER else found


def compared(path: Path) -> set[str]:
    """Return the words of a file that a text is compared with."""
    found: set[str] = set()
    for holder, text in strings(path):
        called = holder.func.attr if isinstance(holder, ast.Call) and isinstance(holder.func, ast.Attribute) else ""
        if called in COMPARING:
            found |= set(_WORD.findall(text))
    return found


def _spanish() -> set[str]:
    """Every word of the Spanish lexicon that is none of the English one, and names no list."""
    texts = {name: (ROOT / f"dialogs/lexicons/{name}.toml").read_text("utf-8") for name in ("es", "en")}
    spoken = {name: set(_WORD.findall(" ".join(_listed(tomllib.loads(text))))) for name, text in texts.items()}
    labels = {*SECTIONS, *COMMANDS, *EXACT, *NUMBERS, *SIGNS, *PLAIN}
    named = labels.union(*SECTIONS.values(), *PLAIN.values())
    return {word for word in spoken["es"] - spoken["en"] - named if len(word) > 2}


def _listed(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict | list):
        for each in raw.values() if isinstance(raw, dict) else raw:
            yield from _listed(each)


def found_by(look: Callable[[Path], set[str]], allowed: Mapping[str, tuple[set[str], str]]) -> dict[str, set[str]]:
    """Return what is found in each reader beside what is allowed there; and what is allowed and not found."""
    places = {path.relative_to(ROOT).as_posix(): path for path in FILES}
    return {
        place: words for place, path in places.items() if (words := look(path) ^ allowed.get(place, (set(), ""))[0])
    }


def test_no_word_stands_in_a_pattern() -> None:
    assert found_by(in_patterns, ALLOWED) == {}


def test_a_text_is_compared_with_no_word() -> None:
    assert found_by(lambda path: compared(path) if is_reader(path) else set(), COMPARED) == {}


def test_no_word_of_spanish_stands_in_a_reader() -> None:
    spanish = _spanish()
    assert found_by(lambda path: all_words(path) & spanish if is_reader(path) else set(), NO_SPANISH) == {}


def test_words_would_be_seen(tmp_path: Path) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(
        '"""A reader of «hace dos meses»."""\n'
        'AGO = re.compile(r"\\bhace \\d{1,2} (?:dias?|{weeks}|[a-z]+)\\b(?P<unit>h)")\n'
        'UNITS = ("horas?|hours?", N_("Do you want to go?"))\n'
        'said = text.endswith(" nunca")\n',
        encoding="utf-8",
    )
    assert in_patterns(reader) == {"hace", "dias", "horas", "hours"}
    assert compared(reader) == {"nunca"}
    assert {"hace", "nunca", "horas"} <= all_words(reader) & _spanish()


def test_every_list_of_plain_words_is_named_in_a_reader_and_no_other() -> None:
    listed = {label for section in PLAIN.values() for label in section}
    table = ROOT / "dialogs/lexicon/worded.py"
    texts = [text for path in FILES if path != table for _, text in strings(path)]
    in_readers = {label for text in texts if _PATTERN.search(text) for label in _LIST.findall(text)}
    named = {label for text in texts for label in _LIST.findall(text)} | {*texts}
    assert listed - named == set()
    assert in_readers - listed == set()
