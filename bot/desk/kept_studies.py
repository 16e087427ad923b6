"""Studies whose files are wrong, or gone, while something of somebody is kept there.

The bot keeps a copy of each study's files as they stood at its last good start. Once the database holds anybody it
starts in any case, because what a person has a right to, erasing and the safety texts wait for no file (RE-16): with
the copy it gives information only about that study, and the log says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bot.config.studies import BESIDE_A_STUDY, MoreStudy, beside, read_studies, study_at
from bot.desk.context import DeskContext, StudyDesk
from bot.desk.studies import desks_of
from bot.render.texts import Texts
from bot.store import people, settings
from bot.store.tx import Tx
from dialogs.errors import SetUpError

log = structlog.get_logger("studies")

#: What the log says, and what whoever reads it does.
WRONG = (
    "ALARM: a study's files are wrong; what is kept there gets information only. "
    "Put right what the problem names, see `tamiz check`, and start again."
)
FROM_COPY = (
    "ALARM: a study's files are wrong or gone; with the copy of its last good start it gives information only. "
    "Put its files back, see `tamiz check`, and start again."
)
NO_COPY = (
    "ALARM: the copy of a study's files cannot be read. Put the study's files back, see `tamiz check`, and start again."
)

Told = tuple[MoreStudy, Texts, Mapping[str, str]]
#: Returns each study with its texts and the hash of them; SetUpError where one has a text without Spanish.
Tell = Callable[[Sequence[MoreStudy]], Sequence[Told]]
#: Under which name the store keeps the copy of a study's files.
_COPY = "study_files:{study}"


def desks_now(home: DeskContext, tell: Tell, *, examples_allowed: bool = True) -> dict[str, StudyDesk]:
    """Return every study of the installation, that of the package first; none where that is the only one.

    SetUpError names everything that is wrong with the others while nobody is known yet."""
    found, problems = read_studies(home.settings, home.study, examples_allowed=examples_allowed)
    told: list[Told] = []
    for each in found:
        try:
            told += tell([each])
        except SetUpError as error:
            problems += [f"{each.study.id}: {problem}" for problem in error.problems]
    nobody: bool = home.store.read_now(people.is_nobody_known)
    if problems and nobody:
        raise SetUpError(problems)
    for problem in problems:
        log.error(WRONG, problem=problem)
    desks = desks_of(home, told)
    for study in sorted(home.store.read_now(people.studies_kept) - set(desks)):
        desks.update(_from_copy(home, study, tell))
    return desks if len(desks) > 1 else {}


def keep_copies(context: DeskContext) -> None:
    """Keep the files of each study as they stand, for a start at which they are wrong."""
    for each in context.each_study():
        if each.file is not None and not each.from_copy:
            context.store.write_now(partial(_keep, study=each.study.id, files=json.dumps(_files(each.file))))


def _keep(tx: Tx, study: str, files: str) -> None:
    name = _COPY.format(study=study)
    if settings.setting(tx, name) != files:
        settings.set_setting(tx, name, files)


def _files(path: Path) -> dict[str, str]:
    """Return the texts of a study file and of what stands beside it, by their names."""
    there = [path, *(beside(path, ending) for ending in BESIDE_A_STUDY)]
    return {each.name: each.read_text("utf-8") for each in there if each.is_file()}


def _from_copy(home: DeskContext, study: str, tell: Tell) -> Iterator[tuple[str, StudyDesk]]:
    """Yield this study as it stood when its files were read last, if there is a copy that still can be read."""
    copy = home.store.read_now(lambda tx: settings.setting(tx, _COPY.format(study=study)))
    if copy is None:
        return
    files: dict[str, str] = json.loads(copy)
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, "utf-8")
        try:
            told = tell([study_at(home.settings, Path(folder, next(iter(files))), examples_allowed=True)])
        except SetUpError as error:
            log.error(NO_COPY, study=study, problem=str(error))
            return
        desk = desks_of(home, told)[study]
    log.error(FROM_COPY, study=study)
    yield study, replace(desk, from_copy=True)
