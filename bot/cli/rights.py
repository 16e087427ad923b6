"""Commands about what persons have a right to, asked for outside the chat: `tamiz erase` and its neighbours."""

from __future__ import annotations

import sys
from typing import NoReturn

import click


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    raise SystemExit(1)


@click.command()
@click.argument("code")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, as for scripts.")
def erase(code: str, yes: bool) -> None:
    """Erase the person of the case CODE, as if they had written /delete; the bot may run or not."""
    from bot.app import context_of  # only this command needs it
    from bot.cli.erasing import ErasureRefused, erase_case  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it
    from bot.config.site import read_place  # only this command needs it

    if not yes and not sys.stdin.isatty():
        raise click.UsageError("Erasing cannot be undone. Add --yes where nobody can be asked.")
    if not yes and not click.confirm(f"Erase everything about the person of {code.upper()}? It cannot be undone."):
        _refuse("Nothing was erased.")
    settings = read_settings()
    context = context_of(settings, read_place(settings.site, examples_allowed=True))
    try:
        for line in erase_case(context, code.strip().upper()):
            click.echo(line)
    except ErasureRefused as refusal:
        _refuse(str(refusal))
    finally:
        context.store.close()


#: What the command line offers of these.
COMMANDS = (erase,)
