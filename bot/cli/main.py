"""The command line. Nothing heavy is imported before a command needs it, so that `--help` answers at once.

Exit codes: 0 done, 1 the answer is no, 2 wrong usage or set-up, with a line that says what to do.
"""

from __future__ import annotations

import atexit
import errno
import gc
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import VERSION
from bot.cli import keeping, research, rights, spoken, team
from bot.cli.behind import stand_behind_the_bot
from dialogs.errors import SetUpError
from dialogs.languages import Language
from dialogs.site import Recruitment

if TYPE_CHECKING:
    from bot.config.study_folder import StudyFiles

#: Words, not members: of an enum the library would offer the Python names.
_STATES, _LANGUAGES = ([str(word) for word in words] for words in (Recruitment, Language))


_OF_STUDY = click.option("--study", help="Id of a study of the installation; that of the package where none is named.")
_STUDY = click.option("--study", type=click.Path(path_type=Path), help="Another study file than the package's.")
_NO_SERVER = (
    "TAMIZ_DATABASE_URL or TAMIZ_PERSON_KEYS: the server does not answer, or does not know that user or database. "
    "Start it, or correct the address."
)
#: What the system refuses where a path, its rights or its disk are not as they should be.
_OF_THE_MACHINE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO, errno.EBUSY, errno.ECONNRESET),
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP),
}


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date that was written."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail("that is no date; write it as YYYY-MM-DD", param, ctx)


class _Commands(click.Group):
    """The group, telling what is wrong with the set-up in one line each instead of a traceback."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run a command line, in the language that it or the site's file names."""
        arguments = list(sys.argv[1:] if args is None else args)
        language = spoken.language_of(arguments)
        arguments = spoken.without_language(self, arguments)
        with spoken.speaking(self, language):
            if not more.get("standalone_mode", True):
                return super().main(arguments, *rest, **more)
            try:
                code = super().main(arguments, *rest, **{**more, "standalone_mode": False})
            except click.ClickException as fault:
                click.echo(spoken.told(fault), err=True)
                code = fault.exit_code
            except click.Abort:
                click.echo("Interrupted.", err=True)
                code = 1
            raise SystemExit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors of the set-up end with code 2, every other one without its text with code 1."""
        from bot.log import redacted, set_up_hooks, where_raised  # the log's library is not needed for --help

        set_up_hooks()
        # What a start makes stays: looking for garbage in it took 0.9 of 6.9 s until the first poll.
        gc.set_threshold(400_000, 50, 100)
        # The system takes all of it back at the end: looking through it once more was a fifth of a short command.
        atexit.register(gc.freeze)
        try:
            return super().invoke(ctx)
        except SetUpError as fault:
            click.echo(redacted(str(fault)), err=True)
            ctx.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as fault:
            if fault.errno not in _OF_THE_MACHINE:
                click.echo(f"tamiz stopped: {where_raised(fault)}", err=True)
                ctx.exit(1)
            if fault.errno == errno.ECONNRESET and not fault.filename:
                click.echo(_NO_SERVER, err=True)
                ctx.exit(2)
            place = fault.filename or "The database"
            click.echo(
                redacted(f"{place}: {os.strerror(fault.errno)}. Correct the path, its rights or its disk."), err=True
            )
            ctx.exit(2)
        except Exception as fault:  # noqa: BLE001  # a traceback quotes what was being worked on, secrets too
            click.echo(f"tamiz stopped: {where_raised(fault)}", err=True)
            ctx.exit(1)


def _today() -> date:
    from bot.config.clock import today_at_site  # only this command needs it

    return today_at_site()


def _read_source(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text("utf-8")
    except OSError as fault:
        raise click.UsageError(
            f"{source}: cannot be read ({fault.strerror}). Name a file, or - for standard input."
        ) from None
    except UnicodeDecodeError:
        raise click.UsageError(f"{source}: not UTF-8. Save it as UTF-8.") from None


def _files(study: Path | None) -> StudyFiles | None:
    from bot.config.study_folder import study_files  # only such a command needs it

    return None if study is None else study_files(study)


def _finish(text: str, code: int) -> None:
    click.echo(text, err=code == 2)
    raise SystemExit(code)


def _say_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"tamiz {VERSION}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show the version."
)
@click.option(
    "--lang",
    type=click.Choice(_LANGUAGES),
    expose_value=False,
    help="Language of what is said here: es or en. By default that of the site's file, else English.",
)
def main() -> None:
    """Tamiz: a Telegram bot that pre-screens people for one trial."""


for _command in (*keeping.COMMANDS, *research.COMMANDS, *rights.COMMANDS, *team.COMMANDS):
    main.add_command(_command)


@main.command()
@click.option("--lang", type=click.Choice(_LANGUAGES), help="Language of the questions; asked for when left out.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, as without a terminal.")
def init(lang: str | None, yes: bool) -> None:
    """Write the keys and the site's file, and make the database; on a terminal, ask for what they hold."""
    from bot.cli.init import main as set_up  # only this command needs it

    set_up(lang, asks=not yes and sys.stdin.isatty() and sys.stdout.isatty())


@main.command()
def doctor() -> None:
    """Say what is wrong with this installation, and what corrects it."""
    from bot.admin.doctor import examine  # only this command needs it

    bad = 0
    for finding in examine():
        bad += bool(finding.problems)
        click.echo(f"{finding.name}: {'WRONG' if finding.problems else 'good'}")
        for problem in finding.problems:
            click.echo(f"  {problem}")
    raise SystemExit(int(bad > 0))


@main.command("leave-webhook")
def leave_webhook() -> None:
    """Take the bot's webhook away, so that it can poll; what waits on the server stays there."""
    from bot.admin.ask_bot import ask_bot  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    if not ask_bot(read_settings(), "deleteWebhook", {"drop_pending_updates": False}).ok:
        _finish("The Bot API did not take the webhook away. `tamiz doctor` says why.", 1)
    click.echo("No webhook is set now. Take TAMIZ_WEBHOOK_URL and its secret away, and start the bot.")


@main.command()
@click.option("--copied", is_flag=True, help="A copy was made already: make none before.")
def migrate(copied: bool) -> None:
    """Bring the database to what this program needs."""
    from bot.admin.installation import bring_up  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo(bring_up(read_settings(), copied=copied))


@main.command()
def run() -> None:
    """Run the bot."""
    from bot.app import run as run_bot  # only this command needs it
    from bot.cli.event_loop import run_on_the_quicker_loop  # only this command needs it
    from bot.cli.log_lines import set_up_logs  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    settings = read_settings()
    set_up_logs(settings.log_level, as_json=settings.log_format == "json")
    raise SystemExit(run_on_the_quicker_loop(run_bot(settings)))


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port of the page.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".demo"), show_default=True)
def demo(port: int, folder: Path) -> None:
    """Show the whole product on this machine: no token, no network."""
    import asyncio  # only this command needs it

    from bot.cli.log_lines import set_up_logs  # only this command needs it
    from bot.demo.run import demonstrate  # only this command needs it

    set_up_logs("WARNING")
    opens = not (os.environ.get("CI") or os.environ.get("NO_BROWSER"))
    raise SystemExit(asyncio.run(demonstrate(folder, port, opens_browser=opens)))


@main.command()
@click.option("--lang", type=click.Choice(_LANGUAGES), default=str(Language.ES), show_default=True)
@click.option("--on", type=_Day(), help="The day of the conversation; today by default.")
@click.option("--recruitment", type=click.Choice(_STATES), default=str(Recruitment.NOT_RECRUITING), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per turn, for programs.")
@_STUDY
def talk(lang: str, on: date | None, recruitment: str, as_json: bool, study: Path | None) -> None:
    """Hold one conversation here, without Telegram and without a database."""
    from bot.cli.talk import main as talk_here  # only this command needs it

    raise SystemExit(talk_here(Language(lang), on or _today(), Recruitment(recruitment), as_json, _files(study)))


@main.command()
@click.argument("file")
@click.option("--on", type=_Day(), help="The day to judge by, where a case names none; today by default.")
@_STUDY
def screen(file: str, on: date | None, study: Path | None) -> None:
    """Judge the cases of FILE, a JSON list, or - for standard input."""
    from bot.cli.screen import main as judge  # only this command needs it

    _finish(*judge(_read_source(file), on or _today(), _files(study)))


@main.command()
@click.argument("file")
def read(file: str) -> None:
    """Say how the bot would read the texts of FILE, a JSON list, or - for standard input."""
    from bot.cli.read import PhraseCaseError, read_cases  # only this command needs it
    from bot.config.bundled import load_lexicon, load_study  # only this command needs it
    from bot.render.texts import Texts  # only this command needs it

    try:
        cases = json.loads(_read_source(file))
        if not isinstance(cases, list):
            raise click.UsageError(f"{file}: not a JSON list. Write [{{…}}, {{…}}].")
        answers = read_cases(cases, load_study(), load_lexicon(), Texts.load(), _today())
        _finish(json.dumps(answers, ensure_ascii=False), 0)
    except json.JSONDecodeError as fault:
        raise click.UsageError(f"{file}: not JSON: {fault}. Correct it there.") from None
    except PhraseCaseError as fault:
        raise click.UsageError(f"{file}: {fault}") from None


@main.command()
@click.option("--lang", type=click.Choice(_LANGUAGES), default=str(Language.ES), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The folder; by default a new one under packets/.")
@click.option("--counts", is_flag=True, help="With how many came how far, from the database; nothing from 1 to 4.")
@_OF_STUDY
def packet(lang: str, out: Path | None, counts: bool, study: str | None) -> None:
    """Write what the ethics committee reads; 1 where something is missing in it."""
    from bot.cli.packet import packet as write_packet  # only this command needs it

    stand_behind_the_bot()
    raise SystemExit(write_packet(Language(lang), out, study=study, with_counts=counts))


@main.command()
@click.option("--number", required=True, help="The number of the committee's letter.")
@click.option("--date", "day", required=True, type=_Day(), help="The day of the letter.")
@click.option("--valid-until", required=True, type=_Day(), help="The last day on which the approval holds.")
@_OF_STUDY
def approve(number: str, day: date, valid_until: date, study: str | None) -> None:
    """Record the committee's approval of the texts as they stand."""
    from bot.cli.packet import approve as record  # only this command needs it

    raise SystemExit(record(number, day, valid_until, study))


@main.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
def notice(out: Path) -> None:
    """Write the privacy notice as a page, for the public address of the installation."""
    from bot.cli.packet import notice as write_notice  # only this command needs it

    raise SystemExit(write_notice(out))


@main.command()
@click.option("--lang", type=click.Choice(_LANGUAGES), default=str(Language.ES), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("papers"), show_default=True, help="The folder.")
def papers(lang: str, out: Path) -> None:
    """Write the six papers of the law, filled with what is known; 1 where something is missing in them."""
    from bot.cli.packet import law_papers  # only this command needs it

    raise SystemExit(law_papers(Language(lang), out))
