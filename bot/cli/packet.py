"""`tamiz packet` and `tamiz notice`: what the committee reads, as files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from bot.config.clock import today_at_site
from bot.config.settings import SettingsError, read_settings
from bot.packet.inputs import Inputs, read_inputs
from bot.packet.notice_page import notice_page
from bot.packet.write import default_folder, languages_from, outputs, write
from dialogs.languages import Language
from dialogs.privacy.notice import FACTS as NOTICE_NEEDS


def packet(lead: Language, folder: Path | None) -> int:
    """Write the packet; 1 where something is missing in it, which its first page lists."""
    inputs = _inputs()
    where = folder or default_folder(inputs, lead)
    files = outputs(inputs, lead)
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


def _inputs() -> Inputs:
    return read_inputs(read_settings().site, today_at_site())


def _tell(missing: Iterable[str]) -> int:
    lines = list(missing)
    for line in lines:
        click.echo(f"missing: {line}", err=True)
    return 1 if lines else 0
