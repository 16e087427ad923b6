"""`tamiz packet`, `tamiz notice`, `tamiz approve`: what the committee reads, and what it answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.admin.progress import Progress
from bot.config.approval import APPROVED, Approval, is_number, write_approval
from bot.config.clock import today_at_site
from bot.config.settings import SettingsError, read_settings
from bot.config.studies import study_place
from bot.packet.approval import approved_texts
from bot.packet.inputs import Counts, Inputs, read_inputs
from bot.packet.notice_page import notice_page
from bot.packet.papers import MISSING, papers
from bot.packet.write import STEPS, default_folder, languages_from, outputs, write
from dialogs.exports.consort import BOX_LABELS, Box
from dialogs.languages import Language
from dialogs.privacy.notice import FACTS as NOTICE_NEEDS


def packet(lead: Language, folder: Path | None, *, study: str | None = None, with_counts: bool = False) -> int:
    """Write the packet; 1 where something is missing in it, which its first page lists.

    `with_counts`: with how many came how far, from the installation's database."""
    inputs = _inputs(study)
    if with_counts:
        inputs = replace(inputs, counts=_counts(study))
    where = folder or default_folder(inputs, lead)
    with Progress(STEPS) as progress:
        files = outputs(inputs, lead, progress.step)
    write(where, files)
    for name in files:
        click.echo(f"{where / name}")
    return _tell(inputs.missing)


def notice(file: Path) -> int:
    """Write the privacy notice as a page; 1 where a value that it prints is missing."""
    inputs = _inputs()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(notice_page(inputs, languages_from(Language.ES)), "utf-8")
    except OSError as fault:
        raise SettingsError([f"{file}: cannot be written ({fault.strerror}). Name another file with --out."]) from None
    click.echo(f"{file}")
    return _tell(line for line in inputs.missing if line.rpartition(".")[2] in NOTICE_NEEDS or "keep." in line)


def law_papers(language: Language, folder: Path) -> int:
    """Write the six papers of the law; 1 where something is missing in one of them."""
    lines = []
    for paper in papers(_inputs(), language):
        path = folder / f"{paper.id}-{language}.md"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(paper.text, "utf-8")
        except OSError as fault:
            raise SettingsError([f"{path}: cannot be written ({fault.strerror}). Name another folder."]) from None
        click.echo(f"{path}")
        if paper.missing:
            lines.append(f"{path.name}, {paper.missing} times {MISSING} ({paper.rule})")
    return _tell(lines)


def approve(number: str, day: date, valid_until: date, study: str | None = None) -> int:
    """Record what the committee answered, with the texts as they stand."""
    settings, today = read_settings(), today_at_site()
    problems = []
    if not is_number(number.strip()):
        problems.append("--number: no number of an approval. Write it as the committee's letter has it.")
    if day > today:
        problems.append("--date: lies ahead. Write the day of the committee's letter.")
    if valid_until < max(day, today):
        problems.append("--valid-until: is past. Write the last day on which the approval holds.")
    if problems:
        raise SettingsError(problems)
    there = study_place(settings, study, examples_allowed=True) if study else None
    inputs = read_inputs(settings.site, today, there)
    approval = Approval(
        number=number.strip(),
        date=day.isoformat(),
        valid_until=valid_until.isoformat(),
        wording=dict(inputs.wording),
        study=inputs.study.version,
        texts=approved_texts(inputs.texts),
    )
    path, site = (there.record, there.site) if there else (settings.site.with_name(APPROVED), settings.site)
    before = write_approval(path, approval)
    click.echo(f"{path}: approval {approval.number}, valid until {approval.valid_until}, {len(approval.texts)} texts")
    if before is not None:
        click.echo(f"{before}: the approval before it")
    click.echo(f"Put these lines into [wording] of {site}, the number and the day into its [facts]:")
    for language, digest in inputs.wording.items():
        click.echo(f'{language} = "{digest}"')
    click.echo(f'valid_until = "{approval.valid_until}"')
    return 0


def _counts(study: str | None) -> Counts:
    from bot.admin.cases import installation  # only --counts needs it, and the keys
    from bot.admin.exports import numbers  # only --counts needs it
    from bot.admin.installation import open_store  # only --counts needs it

    settings = read_settings()
    before, found = numbers(installation(settings, open_store(settings), study))
    return Counts(before, {BOX_LABELS[Box(box)]: number for box, number in found.items()})


def _inputs(study: str | None = None) -> Inputs:
    settings = read_settings()
    there = study_place(settings, study, examples_allowed=True) if study else None
    return read_inputs(settings.site, today_at_site(), there)


def _tell(missing: Iterable[str]) -> int:
    lines = list(missing)
    for line in lines:
        click.echo(f"missing: {line}", err=True)
    return 1 if lines else 0
