"""The files of the core, opened for it: the study and the lexicons of the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dialogs.lexicon.lexicon import Lexicon, parse_lexicon
from dialogs.study.study import Study
from dialogs.study.study_file import parse_study

#: The table that only a study file has.
STUDY_TABLE = "[[question]]"


def _folder(name: str) -> Traversable:
    return files("dialogs") / name


@cache
def _study_name() -> str:
    """Return how the one study file of the package is called, without its ending."""
    files_there = [entry for entry in _folder("studies").iterdir() if entry.name.endswith(".toml")]
    (name,) = (each.name for each in files_there if STUDY_TABLE in each.read_text(encoding="utf-8").splitlines())
    return name.removesuffix(".toml")


def _beside_study(ending: str) -> str:
    return (_folder("studies") / f"{_study_name()}.{ending}").read_text(encoding="utf-8")


@cache
def load_study() -> Study:
    """Return the study of the package; StudyError names every problem of its file."""
    return parse_study(study_source(), f"{_study_name()}.toml", _beside_study("words.toml"))


@cache
def load_lexicon() -> Lexicon:
    """Return the words of both languages, the red flags and the medicines."""
    return parse_lexicon(lexicon_sources())


def study_source() -> str:
    """Return the text of the package's study file."""
    return _beside_study("toml")


def wording_source() -> str:
    """Return what the rules on wording must know of the package's study, as the text of its file."""
    return _beside_study("wording.toml")


def lexicon_sources() -> dict[str, str]:
    """Return the files that the lexicon is made of, by name."""
    sources = {entry.name: entry.read_text(encoding="utf-8") for entry in _folder("lexicons").iterdir()}
    sources["medicines.toml"] = (_folder("studies") / "medicines.toml").read_text(encoding="utf-8")
    return {name: text for name, text in sources.items() if name.endswith(".toml")}
