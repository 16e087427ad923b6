"""Commands about studies and about what leaves the program: `tamiz export` and its neighbours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dialogs.languages import Language

if TYPE_CHECKING:
    from bot.admin.cases import Installation

#: As `bot.admin.exports` knows them; that module is too heavy for `--help`.
FORMS = ("csv", "redcap", "fhir", "consort")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(file: Path | None, as_json: bool) -> None:
    """Look through study, texts and settings, or through the study FILE: every problem with its place."""
    from bot.cli import check as checking  # only this command needs it

    raise SystemExit(checking.main(as_json) if file is None else checking.main_of_file(file, as_json))


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--out", type=click.Path(path_type=Path), default=Path("export"), show_default=True, help="Folder.")
@click.option("--case", "code", help="Only the case of this code.")
@click.option("--lang", type=click.Choice([str(code) for code in Language]), default="es", show_default=True)
@click.option("--study", help="Id of a study of the installation; that of the package where none is named.")
def export(form: str, out: Path, code: str | None, lang: str, study: str | None) -> None:
    """Write cases to files, without names and contacts. More than one case needs a second person."""
    from bot.admin import exports  # only this command needs it
    from bot.wording.study_texts import texts_at  # only this command needs it

    place = _installation(study)
    asked = exports.Export(place, out, Language(lang), texts_at(place.settings, place.study.id))
    try:
        lines = exports.export(asked, exports.ExportForm(form), code)
    except exports.ExportRefused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(1) from None
    for line in lines:
        click.echo(line)


def _installation(study: str | None = None) -> Installation:
    from bot.admin.cases import installation  # only these commands need it
    from bot.admin.installation import open_store  # only these commands need it
    from bot.config.settings import read_settings  # only these commands need it

    settings = read_settings()
    return installation(settings, open_store(settings), study)


@click.command()
@click.argument("case")
@click.option("--record", type=click.Path(path_type=Path), help="Write the conversation as it is said now.")
def replay(case: str, record: Path | None) -> None:
    """Play a conversation of a JSON file again, or the log of a stored case by its code; say where it differs."""
    if Path(case).is_file():
        _replay_file(Path(case), record)
    from bot.admin.again import replay as play_case  # only this command needs it

    try:
        lines, same = play_case(_installation(), case)
    except KeyError:
        raise click.UsageError(f"{case}: no file, and no case of this code.") from None
    click.echo("\n".join(lines))
    raise SystemExit(0 if same else 1)


def _replay_file(file: Path, record: Path | None) -> NoReturn:
    from bot.cli.replay import ReplayError, parsed, play  # only this command needs it

    try:
        played, differs = play(parsed(file.read_text("utf-8")))
    except (ReplayError, UnicodeDecodeError) as fault:
        raise click.UsageError(f"{file}: {fault}") from None
    if record is not None:
        record.write_text(json.dumps(played, ensure_ascii=False, indent=1), "utf-8")
    click.echo("\n".join(differs) or "As it was said.")
    raise SystemExit(1 if differs else 0)


@click.command()
@click.option(
    "--study", "other", type=click.Path(path_type=Path), required=True, help="The other version of the study file."
)
def whatif(other: Path) -> None:
    """Judge all stored cases by another version of the study: who changes side, by criterion, without names."""
    from bot.admin.again import read_other_study, what_if  # only this command needs it

    version = read_other_study(other)
    for line in what_if(_installation(), version):
        click.echo(line)


@click.group()
def study() -> None:
    """Begin a study."""


@study.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a commented study file of that NAME here, with examples, that runs."""
    from bot.admin.new_study import new_study  # only this command needs it
    from bot.cli import spoken  # only this command needs it

    for line in new_study(name, Path(), spoken.spoken()):
        click.echo(line)


@click.command()
@click.option("--campaign", required=True, help="A name of `campaigns` in the site's file.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("posters"), show_default=True, help="Folder.")
@click.option("--bot", help="The bot's name on the platform; asked of Telegram by default.")
def poster(campaign: str, out: Path, bot: str | None) -> None:
    """Write a page (A4) and a card for the wallet as PDF, in both languages, with the campaign's square."""
    from bot.admin.installation import bot_username  # only this command needs it
    from bot.admin.poster import Printing, write_posters  # only this command needs it
    from bot.render.texts import Texts  # only this command needs it
    from bot.store.switches import last_switch  # only this command needs it
    from bot.wording import shipped_hashes  # only this command needs it

    place = _installation()
    name = (bot or bot_username(place.settings)).removeprefix("@")
    wording = shipped_hashes()
    asked = Printing(
        settings=place.settings, study=place.study, texts=Texts.load(), campaign=campaign, bot=name, wording=wording
    )
    for line in write_posters(asked, place.store.read_now(lambda tx: last_switch(tx, place.study.id)), out):
        click.echo(line)


#: What the command line offers of these.
COMMANDS = (check, export, poster, replay, study, whatif)
