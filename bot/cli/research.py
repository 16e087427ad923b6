"""Commands about studies and about what leaves the program: `tamiz export` and its neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialogs.languages import Language

if TYPE_CHECKING:
    from bot.admin.cases import Installation

#: As `bot.admin.exports` knows them; that module is too heavy for `--help`.
FORMS = ("csv", "redcap", "fhir", "consort")


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--out", type=click.Path(path_type=Path), default=Path("export"), show_default=True, help="Folder.")
@click.option("--case", "code", help="Only the case of this code.")
@click.option("--lang", type=click.Choice([str(code) for code in Language]), default="es", show_default=True)
def export(form: str, out: Path, code: str | None, lang: str) -> None:
    """Write cases to files, without names and contacts. More than one case needs a second person."""
    from bot.admin import exports  # only this command needs it
    from bot.render.texts import Texts  # only this command needs it

    asked = exports.Export(_installation(), out, Language(lang), Texts.load())
    try:
        lines = exports.export(asked, exports.ExportForm(form), code)
    except exports.ExportRefused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(1) from None
    for line in lines:
        click.echo(line)


def _installation() -> Installation:
    from bot.admin.cases import installation  # only these commands need it
    from bot.admin.installation import open_store  # only these commands need it
    from bot.config.settings import read_settings  # only these commands need it

    settings = read_settings()
    return installation(settings, open_store(settings))
