"""`tamiz check`: study file, lexicons, catalogues, wording, settings; every problem with its place."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.spoken import spoken
from bot.config.bundled import load_lexicon, load_study
from dialogs.answers.phrase_check import phrase_problems
from dialogs.conversation.states import FINAL, build_route
from dialogs.errors import SetUpError
from dialogs.machine import flaws
from dialogs.privacy.retention import TABLE
from dialogs.site import Recruitment
from dialogs.study.helper_texts import said_to_both

if TYPE_CHECKING:  # read by the checks that need them
    from bot.config.settings import Settings
    from bot.config.studies import MoreStudy


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at: what it is, and every problem that it has."""

    name: str
    problems: tuple[str, ...]
    #: Something that could not be looked at here, in words; no problem of the project.
    note: str = ""


def look_through() -> Iterator[CheckResult]:
    """Everything that can be looked at without a database and without a network."""
    yield CheckResult("study file", _raised(load_study))
    yield CheckResult("lexicons", _raised(load_lexicon))
    if not _raised(load_study):
        yield CheckResult("words", phrase_problems(load_study()))
        yield CheckResult("machine", tuple(flaws(build_route(load_study()), FINAL)))
        yield CheckResult("translations", tuple(untranslated()))
    yield _wording()
    yield CheckResult("settings", tuple(_settings()))
    yield _site_file()
    yield _recruiting()
    yield _approval()
    yield from _more_studies()


def _more_studies() -> Iterator[CheckResult]:
    """Return the same of each study of the folder that the settings name."""
    from bot.config.settings import read_settings  # only this check needs it
    from bot.config.studies import more_studies  # only this check needs it

    try:
        settings = read_settings()
        found = more_studies(settings, load_study(), examples_allowed=True)
    except SetUpError as error:
        mine = [problem for problem in error.problems if not problem.startswith("TAMIZ_") or "TAMIZ_STUDIES" in problem]
        yield CheckResult("studies", tuple(mine), "" if mine else "Not looked at: the settings come first.")
        return
    for each in found:
        for result in (*look_through_file(each.files.path), *_standing_of(settings, each)):
            yield replace(result, name=f"{each.study.id}: {result.name}")


def _standing_of(settings: Settings, more: MoreStudy) -> Iterator[CheckResult]:
    """Return what is missing before a study of the folder may recruit, and whether it is what was approved."""
    from bot.config.approval import read_approval, unlike  # only this check needs it
    from bot.config.clock import today_at_site  # only this check needs it
    from bot.config.recruiting import Approved, hindrances  # only this check needs it
    from bot.config.studies import SITE, beside  # only this check needs it
    from bot.wording.study_texts import hashes_of  # only this check needs it

    own, wording, today = beside(more.files.path, SITE), hashes_of(more.files), today_at_site()
    yield CheckResult("wording hash", (), "  ".join(f"{code}: {digest}" for code, digest in wording.items()))
    wanted = hindrances(own, more.place, more.place.state, wording, today, Approved(more.record, more.study.version))
    yield CheckResult("recruiting", () if settings.loopback else tuple(wanted))
    try:
        approval = read_approval(more.record)
    except SetUpError as error:
        yield CheckResult("approval", tuple(error.problems))
        return
    if approval is None:
        hint = f"No approval is on record; `tamiz approve --study {more.study.id}` records one."
        yield CheckResult("approval", (), hint)
        return
    found = unlike(approval, wording, more.study.version, today)
    same = "" if found else f"What runs is what approval {approval.number} covers, until {approval.valid_until}."
    yield CheckResult("approval", tuple(found), same)


def untranslated() -> Iterator[str]:
    """Return each text of the package's study file that the catalogues have no translation of: the bot would stop."""
    from bot.config.bundled import study_source  # only this check needs it
    from bot.render.texts import LANGUAGES, MissingText, Texts  # only this check needs it
    from dialogs.study.extract import study_texts  # only this check needs it

    texts = Texts.load()
    for placed in {placed.text: placed for placed in study_texts(study_source())}.values():
        for language in LANGUAGES:
            try:
                texts.raw(language, placed.text)
            except MissingText as missing:
                yield f"line {placed.line}, {placed.comments[0]}: {missing.args[0]}"


def look_through_file(path: Path) -> Iterator[CheckResult]:
    """Return everything that can be looked at of a study file and of what stands beside it."""
    from bot.config.study_folder import study_files  # only this check needs it
    from bot.wording.study_texts import translation_problems, wording_problems  # only this check needs it

    files = study_files(path)
    broken = _raised(files.study)
    yield CheckResult("study file", broken)
    yield CheckResult("lexicons", _raised(files.lexicon))
    if not any("not readable TOML" in problem for problem in broken):
        yield CheckResult("translations", tuple(translation_problems(files)))
        yield CheckResult("wording", tuple(wording_problems(files)))
    if not broken:
        yield _for_helpers(files.source)
        yield CheckResult("words", phrase_problems(files.study()))
        yield CheckResult("machine", tuple(flaws(build_route(files.study()), FINAL)))


def _for_helpers(source: str) -> CheckResult:
    """Note the questions that would ask whoever helps about themselves."""
    lacking = said_to_both(tomllib.loads(source))
    told = (
        f"These ask “you” and have no `text_helper`: {', '.join(lacking)}. Whoever helps would answer for themselves."
    )
    return CheckResult("texts for whoever helps", (), told if lacking else "")


def main_of_file(path: Path, as_json: bool) -> int:
    """Print what was found in a study file; 1 where anything is wrong."""
    findings = list(look_through_file(path))
    if as_json:
        found = [{"name": f.name, "problems": list(f.problems), "note": f.note} for f in findings]
        click.echo(json.dumps({"findings": found}, ensure_ascii=False, indent=1))
    else:
        _tell(findings)
    return int(any(finding.problems for finding in findings))


def _tell(findings: Sequence[CheckResult]) -> None:
    for finding in findings:
        click.echo(f"{finding.name}: {'good' if not finding.problems else f'{len(finding.problems)} problems'}")
        for line in (*finding.problems, *([finding.note] if finding.note else [])):
            click.echo(f"  {line}")


def _raised(load: Callable[[], object]) -> tuple[str, ...]:
    try:
        load()
    except SetUpError as error:
        return tuple(error.problems)
    return ()


def _wording() -> CheckResult:
    from bot.wording import problems, unmeasured  # only this check needs it

    note = "".join(
        f"Reading ease was not measured in {language}: its library is missing. " for language in unmeasured()
    )
    return CheckResult("wording", tuple(str(problem) for problem in problems()), note.strip())


def _settings() -> Iterator[str]:
    """Problems of the settings that are there; missing ones are for `tamiz run` to name."""
    from bot.config.settings import read_settings  # only this check needs it

    try:
        read_settings()
    except SetUpError as error:
        yield from error.problems


def _site_file() -> CheckResult:
    """Problems of the site's file, where there is one; examples are told, and are no problem before `tamiz run`."""
    from bot.config.settings import read_settings  # only this check needs it
    from bot.config.site import read_place  # only this check needs it

    try:
        path = read_settings().site
        place = read_place(path, examples_allowed=True) if path.exists() else None
    except SetUpError as error:
        mine = [problem for problem in error.problems if not problem.startswith("TAMIZ_")]
        return CheckResult("site file", tuple(mine))
    if place is None:
        return CheckResult("site file", (), "There is none here. `tamiz init` writes one.")
    left = f"Still an example: {', '.join(place.examples)}." if place.examples else ""
    return CheckResult("site file", (), left)


def _recruiting() -> CheckResult:
    """Name what is missing for recruiting or a list; a problem only where the site's file wants one of them."""
    from bot.config.clock import today_at_site  # only this check needs it
    from bot.config.recruiting import hindrances  # only this check needs it
    from bot.config.settings import read_settings  # only this check needs it
    from bot.config.site import read_place, state_of  # only this check needs it
    from bot.wording import shipped_hashes  # only this check needs it

    try:
        settings = read_settings()
        if not settings.site.exists():
            return CheckResult("recruiting", ())
        place = read_place(settings.site, examples_allowed=True)
    except SetUpError:
        return CheckResult("recruiting", ())  # told above
    wording = shipped_hashes()
    state = state_of(place, None, settings.recruitment)
    wanted = hindrances(settings.site, place, state, wording, today_at_site())
    if wanted and not settings.loopback:
        return CheckResult("recruiting", tuple(wanted))
    missing = hindrances(settings.site, place, Recruitment.RECRUITING, wording, today_at_site())
    names = ", ".join(problem.split(": ")[0].split(", ")[-1] for problem in missing)
    return CheckResult("recruiting", (), f"Missing before it may recruit: {names}." if names else "")


def _approval() -> CheckResult:
    """Tell whether what runs is what was approved; with no approval on record it is only a note."""
    from bot.config.approval import APPROVED, read_approval, unlike  # only this check needs it
    from bot.config.clock import today_at_site  # only this check needs it
    from bot.config.settings import read_settings  # only this check needs it
    from bot.wording import shipped_hashes  # only this check needs it

    try:
        approval = read_approval(read_settings().site.with_name(APPROVED))
        if approval is None:
            return CheckResult("approval", (), "No approval is on record; `tamiz approve` records one.")
        wording = shipped_hashes()
        found = unlike(approval, wording, load_study().version, today_at_site())
    except SetUpError as error:
        return CheckResult("approval", tuple(p for p in error.problems if not p.startswith("TAMIZ_")))
    same = "" if found else f"What runs is what approval {approval.number} covers, until {approval.valid_until}."
    return CheckResult("approval", tuple(found), same)


def filled(how_long: str) -> str:
    """Return a lifetime with the names of the site's settings in the places of their numbers."""
    return how_long.format(days="[keep.unfinished_days]", months="[keep.filed_months]", years="[keep.consent_years]")


def main(as_json: bool) -> int:
    """Print what was found; 1 where anything is wrong."""
    from bot.render.texts import Texts  # only this check needs it
    from bot.wording import shipped_hashes  # only this check needs it

    findings = list(look_through())
    hashes = shipped_hashes()
    bad = any(finding.problems for finding in findings)
    if as_json:
        found = [{"name": f.name, "problems": list(f.problems), "note": f.note} for f in findings]
        kept = [{"what": k.what, "why": k.why, "how_long": filled(k.how_long)} for k in TABLE]
        click.echo(json.dumps({"findings": found, "wording": hashes, "kept": kept}, ensure_ascii=False, indent=1))
        return int(bad)
    _tell(findings)
    click.echo("kept about a person:")
    texts, language = Texts.load(), spoken()
    for row in TABLE:
        what, why, how_long = (filled(texts.raw(language, each)) for each in (row.what, row.why, row.how_long))
        click.echo(f"  {what}: {why}; {how_long}")
    for name, digest in hashes.items():
        click.echo(f"wording {name}: {digest}")
    return int(bad)
