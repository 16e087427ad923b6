"""A new study file to begin with: commented, with examples only, and whole enough to run."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from dialogs.study.study import StudyError
from dialogs.study.study_file import parse_study

#: What a register's number, and a file, can be called.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,39}")


def study_template(name: str) -> str:
    """Return the study file of that name."""
    return (files("bot.config") / "study_template.toml").read_text(encoding="utf-8").replace("{name}", name)


def new_study(name: str, folder: Path) -> list[str]:
    """Write the file; lines that say what comes next. StudyError where the name is none, or the file is there."""
    if not _NAME.fullmatch(name):
        raise StudyError([f"{name[:40]}: no name for a study. Use 2 to 40 letters, digits, - and _, a letter first."])
    place = folder / f"{name.lower()}.toml"
    if place.exists():
        raise StudyError([f"{place}: there already, left as it is. Choose another name, or move it away."])
    source = study_template(name)
    study = parse_study(source, place.name)
    place.write_text(source, "utf-8")
    return [
        f"{place}: written, {len(study.asked)} questions and {len(study.criteria)} criteria, all of them examples.",
        "Replace every EXAMPLE; docs/study-file.md says what each key means.",
    ]
