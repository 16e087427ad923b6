"""Several studies in one installation: that of the package, and those of the folder that TAMIZ_STUDIES names.

Beside a study's file NAME.toml stands what `study_folder` reads, and NAME.site.toml: what the site's file says of one
study only, such as its state, its approval, its campaigns and its team's group. All else of the site's file holds for
each of them. Its approval on record is NAME.approved.json. One that is wrong stops the start, with every problem named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.config.bundled import STUDY_TABLE, load_study
from bot.config.settings import Settings, SettingsError
from bot.config.site import SiteFile, place_of, read_place, tables_of
from bot.config.site_keys import OF_ONE_STUDY
from bot.config.study_folder import StudyFiles, study_files
from dialogs.errors import SetUpError
from dialogs.lexicon.lexicon import Lexicon
from dialogs.study.study import Study

#: What a study's own part of the site's file, and its approval on record, end in.
SITE, APPROVED = "site.toml", "approved.json"
#: What may stand beside a study file.
_BESIDE = ("words", "medicines", "wording", "site")
BESIDE_A_STUDY = (*(f"{kind}.toml" for kind in _BESIDE), "es.po")
#: An id that a link can carry: `?start=ID`.
_ID = re.compile(r"[A-Za-z0-9-]{1,23}")
#: The text by which a person tells a study from another.
TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreStudy:
    """A study of the folder, with what the site says of it."""

    files: StudyFiles
    study: Study
    lexicon: Lexicon
    place: SiteFile

    @property
    def record(self) -> Path:
        """Where its approval is kept."""
        return beside(self.files.path, APPROVED)


def beside(path: Path, ending: str) -> Path:
    """Return what stands beside a study file under its name with this ending."""
    return path.with_suffix(f".{ending}")


def more_studies(settings: Settings, home: Study, *, examples_allowed: bool) -> tuple[MoreStudy, ...]:
    """Return the studies of the folder; none where none is named. SettingsError names every problem of all of them."""
    found, problems = read_studies(settings, home, examples_allowed=examples_allowed)
    if problems:
        raise SettingsError(problems)
    return found


def read_studies(settings: Settings, home: Study, *, examples_allowed: bool) -> tuple[tuple[MoreStudy, ...], list[str]]:
    """Return the studies of the folder that can be told apart from every other, and everything that is wrong there."""
    if settings.studies is None:
        return (), []
    found: list[MoreStudy] = []
    problems: list[str] = []
    for path in _study_paths(settings.studies, problems):
        try:
            found.append(study_at(settings, path, examples_allowed=examples_allowed))
        except SetUpError as error:
            problems += [each if str(path.parent) in each else f"{path}: {each}" for each in error.problems]
    unlike = list(_not_apart(settings.studies, home, found))
    alike = {path for path, _ in unlike}
    problems += [problem for _, problem in unlike]
    return tuple(each for each in found if each.files.path not in alike), problems


def study_at(settings: Settings, path: Path, *, examples_allowed: bool) -> MoreStudy:
    """Return the study of this file, with what the site says of it; SetUpError names every problem."""
    files = study_files(path)
    place = place_of_study(settings.site, beside(path, SITE), examples_allowed=examples_allowed)
    return MoreStudy(files=files, study=files.study(), lexicon=files.lexicon(), place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlace:
    """One study of the installation, for a command on the server: what runs, and where what is said of it stands."""

    study: Study
    place: SiteFile
    #: The file that says how the study stands, and the record of its approval.
    site: Path
    record: Path
    #: None: the package's own.
    files: StudyFiles | None = None


def studies_here(settings: Settings) -> list[str]:
    """Return the ids of all studies of the installation, that of the package first."""
    home = load_study()
    return [home.id, *(each.study.id for each in more_studies(settings, home, examples_allowed=True))]


def study_place(settings: Settings, name: str | None, *, examples_allowed: bool) -> StudyPlace:
    """Return the study of this id, or the package's where none is named; SettingsError where there is no such study."""
    home = load_study()
    if name is None or name.lower() == home.id.lower():
        place = read_place(settings.site, examples_allowed=examples_allowed)
        return StudyPlace(study=home, place=place, site=settings.site, record=settings.site.with_name(APPROVED))
    more = more_studies(settings, home, examples_allowed=examples_allowed)
    for each in more:
        if each.study.id.lower() == name.lower():
            own = beside(each.files.path, SITE)
            return StudyPlace(study=each.study, place=each.place, site=own, record=each.record, files=each.files)
    known = ", ".join([home.id, *(each.study.id for each in more)])
    raise SettingsError([f"{name}: there is no such study here. There are: {known}. TAMIZ_STUDIES names their folder."])


def place_of_study(site: Path, own: Path, *, examples_allowed: bool) -> SiteFile:
    """Return the site for one study of several: `own` says what concerns it alone, the site's file all else."""
    merged = {name: _shared(name, table) for name, table in tables_of(site).items()}
    of_study = tables_of(own) if own.exists() else {}
    for name, table in of_study.items():
        merged[name] = {**merged.get(name, {}), **table} if isinstance(table, dict) else table
    team = merged.get("team")
    chat = team.pop("chat", None) if isinstance(team, dict) else None
    if chat is not None and (not isinstance(chat, int) or isinstance(chat, bool) or chat >= 0):
        raise SettingsError([f"{own}, team.chat: must be the id of the team's group, a negative number. Correct it."])
    return replace(place_of(own, merged, examples_allowed=examples_allowed), chat=chat)


def _shared(name: str, table: object) -> dict[str, Any]:
    """Return of a table of the site's file what holds for every study."""
    alone = OF_ONE_STUDY.get(name, ())
    return {key: value for key, value in table.items() if key not in alone} if isinstance(table, dict) else {}


def _study_paths(folder: Path, problems: list[str]) -> Iterator[Path]:
    """Yield the study files of the folder; a file that belongs to none of them is a problem."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
        studies = [path for path in files if STUDY_TABLE in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        problems.append(f"TAMIZ_STUDIES: {folder} cannot be read. It needs a folder of study files in UTF-8.")
        return
    known = {*studies, *(beside(path, f"{kind}.toml") for path in studies for kind in _BESIDE)}
    for path in files:
        if path not in known:
            problems.append(f"{path}: no study file, and beside none. Correct its name, or take it away.")
    if not studies:
        problems.append(f"TAMIZ_STUDIES: {folder} has no study file. Put one there, or take the setting away.")
    yield from studies


def _not_apart(folder: Path, home: Study, found: Iterable[MoreStudy]) -> Iterator[tuple[Path | None, str]]:
    """Yield what keeps one study from being told from another, by a person, a link or a code; first its file."""
    seen: dict[tuple[str, str], str] = {}
    for path, study, campaigns in (
        (None, home, frozenset()),
        *((each.files.path, each.study, each.place.campaigns) for each in found),
    ):
        where = path or folder
        if path is not None and not _ID.fullmatch(study.id):
            yield (
                path,
                f"{where}, study.id: must be 1 to 23 letters without accents, digits and -, so that a link takes it.",
            )
        if not study.texts.get(TITLE):
            yield path, f'{where}, [texts.{TITLE}]: missing. Write body = "…": people choose among studies by it.'
        marks = [("study.id", study.id.lower()), ("code_prefix", study.code_prefix)]
        for name, value in [*marks, *(("campaigns", campaign) for campaign in sorted(campaigns))]:
            if (name, value) in seen:
                yield path, f"{where}, {name}: {value!r} is that of {seen[name, value]} too. Give this study its own."
            seen[name, value] = study.id
