"""The files of the core, opened for it: the study and the lexicons of the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dialogs.lexicon.lexicon import Lexicon, parse_lexicon
from dialogs.study.study import Study
from dialogs.study.study_file import parse_study

#: The study that this program is for.
STUDY_FILE = "nct03917797.toml"
#: What people type when they answer it.
WORDS_FILE = "nct03917797.words.toml"


def _folder(name: str) -> Traversable:
    return files("dialogs") / name


@cache
def load_study() -> Study:
    """Return the study of the package; StudyError names every problem of its file."""
    source, words = ((_folder("studies") / name).read_text(encoding="utf-8") for name in (STUDY_FILE, WORDS_FILE))
    return parse_study(source, STUDY_FILE, words)


@cache
def load_lexicon() -> Lexicon:
    """Return the words of both languages, the red flags and the medicines."""
    return parse_lexicon(lexicon_sources())


def study_source() -> str:
    """Return the text of the package's study file."""
    return (_folder("studies") / STUDY_FILE).read_text(encoding="utf-8")


def lexicon_sources() -> dict[str, str]:
    """Return the files that the lexicon is made of, by name."""
    sources = {entry.name: entry.read_text(encoding="utf-8") for entry in _folder("lexicons").iterdir()}
    sources["medicines.toml"] = (_folder("studies") / "medicines.toml").read_text(encoding="utf-8")
    return {name: text for name, text in sources.items() if name.endswith(".toml")}
