"""The commands that keep what is filed: backups, the audit, and the master key."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--for", "public", help="Encrypt it for this public key: `age1…` or `ssh-ed25519 …`.")
def backup(file: Path, public: str | None) -> None:
    """Copy the live database to FILE, and look the copy through."""
    from bot.admin.keeping import back_up  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(back_up(read_settings(), file, public))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Move the database aside that is there.")
@click.option("--identity", type=click.Path(path_type=Path), help="File of the secret key of an encrypted backup.")
def restore(file: Path, replace: bool, identity: Path | None) -> None:
    """Put the backup FILE in place, and erase again whoever was erased since."""
    from bot.admin.keeping import restore as put_back  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(put_back(read_settings(), file, replace=replace, identity=identity))


@click.command()
@click.option("--drop", is_flag=True, help="Take the old keys out of the file once they open nothing.")
def rotate(drop: bool) -> None:
    """Make a new master key; once the bot has read it, seal anew what lies under the old one."""
    from bot.admin.keeping import rotate as renew_keys  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(renew_keys(read_settings(), drop=drop))


@click.command()
@click.option("--to", required=True, help="The address of an empty database, as in TAMIZ_DATABASE_URL.")
def move(to: str) -> None:
    """Bring the database to another address, row by row and compared, while no bot runs."""
    from bot.admin.keeping import move as bring  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(bring(read_settings(), to))


@click.command("move-keys")
@click.option("--to", required=True, help="An empty folder, or the address of a database for keys alone.")
def move_keys(to: str) -> None:
    """Bring the keys of people to another place, compared, while no bot runs; the old ones are destroyed."""
    from bot.admin.keeping import move_keys as bring  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(bring(read_settings(), to))


@click.command("verify-audit")
def verify_audit() -> None:
    """Look whether a line of the audit was changed, taken out or put in."""
    from bot.admin.keeping import verify_audit as faults_of  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    faults = faults_of(read_settings())
    for fault in faults:
        click.echo(f"audit: {fault}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo("The audit is whole.")


@click.command()
@click.option("--case", help="Only lines about this code.")
@click.option("--day", type=_DAY, help="Only lines of this day at the site.")
def audit(case: str | None, day: datetime | None) -> None:
    """Show who looked or acted, when, and at which code."""
    from bot.admin.keeping import audit as lines_of  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    for line in lines_of(read_settings(), case, None if day is None else day.date()):
        click.echo(line)


COMMANDS = (backup, restore, move, move_keys, verify_audit, audit, rotate)
