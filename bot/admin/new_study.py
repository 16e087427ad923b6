"""A new study file to begin with: commented, with examples only, and whole enough to run."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

from dialogs.languages import Language
from dialogs.study.study import StudyError
from dialogs.study.study_file import parse_study

#: What a register's number, and a file, can be called.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,39}")
#: A line that is a comment: what stands before its words, and these.
_COMMENT = re.compile(r"^(\s*# )(.+)$", re.MULTILINE)


def study_template(name: str, comments: Language = Language.EN) -> str:
    """Return the study file of that name, with its comments in that language."""
    source = (files("bot.config") / "study_template.toml").read_text(encoding="utf-8")
    if comments is Language.ES:
        spanish = tomllib.loads((files("bot.config") / "study_template.comments.es.toml").read_text(encoding="utf-8"))
        source = _COMMENT.sub(lambda found: found[1] + spanish[found[2]], source)
    return source.replace("{name}", name).replace("{file}", name.lower())


def spanish_template() -> str:
    """Return the Spanish of those texts of the file that the package's own study does not say in the same words."""
    return (files("bot.config") / "study_template.es.po").read_text(encoding="utf-8")


def new_study(name: str, folder: Path, comments: Language = Language.EN) -> list[str]:
    """Write the file, commented in that language, and its Spanish; lines that say what comes next.

    StudyError where the name is none, or one of the two is there."""
    if not _NAME.fullmatch(name):
        raise StudyError([f"{name[:40]}: no name for a study. Use 2 to 40 letters, digits, - and _, a letter first."])
    place = folder / f"{name.lower()}.toml"
    spanish = place.with_suffix(".es.po")
    for each in (place, spanish):
        if each.exists():
            raise StudyError([f"{each}: there already, left as it is. Choose another name, or move it away."])
    source = study_template(name, comments)
    study = parse_study(source, place.name)
    place.write_text(source, "utf-8")
    spanish.write_text(spanish_template(), "utf-8")
    return [
        f"{place}: written, {len(study.asked)} questions and {len(study.criteria)} criteria, all of them examples.",
        f"{spanish}: written, the Spanish of its texts. Whoever changes one text changes the other.",
        f"Look at it with: tamiz check {place.name} · tamiz talk --study {place.name} --lang es",
        "Replace every EXAMPLE; docs/study-file.md says what each key means.",
    ]
