"""Commands about the study team: `tamiz staff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialogs.site import Role

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.desk.context import DeskContext
    from bot.store.engine import Store

#: Words, not members: of an enum the library would offer the Python names.
ROLES = [str(role) for role in Role]


@click.group()
def staff() -> None:
    """Manage the study team: who may see what was sent."""


@staff.command()
@click.argument("name", required=False)
@click.option("--role", type=click.Choice(ROLES), default=str(Role.COORDINATOR), show_default=True)
def invite(name: str | None, role: str) -> None:
    """Make a link that makes one person a member, once, within 48 hours. NAME is shown to the team."""
    from bot.admin.installation import invite as make_link  # only this command needs it

    for line in make_link(*_open_store(), name=name or role, role=Role(role)):
        click.echo(line)


@staff.command("list")
def list_team() -> None:
    """Show members and open invitations."""
    from bot.admin.installation import team_lines  # only this command needs it

    for line in team_lines(_open_store()[1]):
        click.echo(line)


@staff.command()
@click.argument("number", type=int)
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the member is from now on.")
def change(number: int, role: str) -> None:
    """Give member NUMBER another role; what it does not cover is taken away."""
    from bot.admin.team_changes import change_role  # only this command needs it

    _finish(change_role(_context(), number, Role(role)), number, f"Member {number} is {role} now.")


@staff.command()
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the rights of member NUMBER at once; their cases wait for someone again."""
    from bot.admin.team_changes import end_rights  # only this command needs it

    _finish(end_rights(_context(), number), number, f"The rights of member {number} have ended.")


def _finish(done: bool, number: int, said: str) -> None:
    if not done:
        click.echo(
            f"Nothing changed: no member {number} whose rights stand and are others. `tamiz staff list`.", err=True
        )
        raise SystemExit(1)
    click.echo(said)


@staff.command()
@click.argument("number")
def withdraw(number: str) -> None:
    """Take back the invitation NUMBER, such as i3, that nobody has used yet."""
    from bot.admin.installation import withdraw as take_back  # only this command needs it

    plain = number.removeprefix("i")
    if not plain.isdecimal() or not take_back(_open_store()[1], int(plain)):
        click.echo("No open invitation of that number. `tamiz staff list` shows them.", err=True)
        raise SystemExit(1)
    click.echo("That invitation works no more.")


@staff.command("pair")
@click.option("--by-code", is_flag=True, help="Take the group in which an administrator types a code, once.")
def pair_group(by_code: bool) -> None:
    """Take the group of TAMIZ_STAFF_CHAT as the team's, in place of the one before; or one that is named by a code."""
    from bot.admin.group_pairing import new_code, pair_by_code  # only this command needs it
    from bot.admin.installation import pair  # only this command needs it

    settings, store = _open_store()
    if not by_code:
        click.echo(pair(settings, store))
        return
    code = new_code()
    click.echo(f"Add the bot to the group as an administrator and type there, within 15 minutes:  {code}")
    click.echo(pair_by_code(settings, store, code, click.echo))


def _open_store() -> tuple[Settings, Store]:
    from bot.admin.installation import open_store  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    settings = read_settings()
    return settings, open_store(settings)


def _context() -> DeskContext:
    from bot.app import context_of  # only these commands need it
    from bot.config.settings import read_settings  # only these commands need it
    from bot.config.site import read_place  # only these commands need it

    settings = read_settings()
    return context_of(settings, read_place(settings.site, examples_allowed=True))


#: What the command line offers of these.
COMMANDS = (staff,)
