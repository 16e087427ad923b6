"""`tamiz init` as it is met: lines for scripts, questions for somebody at a terminal."""

from __future__ import annotations

import click

from bot.admin.group_pairing import new_code, pair_by_code
from bot.admin.installation import initialise, open_store
from bot.admin.wizard import Dialogue, ask_for_token, fill_in
from bot.cli.spoken import speaking, spoken
from bot.config.settings import Settings, read_settings
from dialogs.languages import Language


def main(language: str | None, *, asks: bool) -> None:
    """Set the installation up; with questions where somebody is there to answer them."""
    settings = read_settings()
    languages = [str(each) for each in Language]
    chosen = language or str(Language.EN)
    if asks and not language:
        chosen = click.prompt("Idioma / language", type=click.Choice(languages), default=str(Language.ES))
    # Somebody who chose Spanish here has no file yet that says so.
    with speaking(click.get_current_context().command, spoken() if language else Language(chosen)):
        _set_up(settings, Language(chosen), asks=asks)


def _set_up(settings: Settings, chosen: Language, *, asks: bool) -> None:
    for line in initialise(settings, chosen):
        click.echo(line)
    if not asks:
        return
    dialogue = Dialogue(chosen, click.echo, _ask)
    if settings.bot_token is None:
        ask_for_token(settings, dialogue)
    fill_in(settings.site, dialogue)
    settings = read_settings()
    if settings.bot_token is not None and settings.staff_chat is None and click.confirm(dialogue.text("pair")):
        code = new_code()
        click.echo(dialogue.text("pair_how", code=code))
        store = open_store(settings)
        try:
            click.echo(pair_by_code(settings, store, code, click.echo))
        finally:
            store.close()
    click.echo(dialogue.text("next"))


def _ask(label: str, hidden: bool) -> str:
    return str(click.prompt(label, default="", show_default=False, hide_input=hidden))
