"""Commands about what persons have a right to, asked for outside the chat: `tamiz erase` and its neighbours."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dialogs.languages import Language
from dialogs.privacy.requests import Outcome, Right, Way
from dialogs.site import Recruitment

if TYPE_CHECKING:
    from bot.admin.cases import Installation
    from bot.admin.closing import Wishes
    from bot.desk.context import DeskContext

WAYS = tuple(str(way) for way in Way)
#: The form of a case's code.
CASE = re.compile(r"[A-Z]{3}-[A-Z0-9]{4}")
_DAY = click.DateTime(["%Y-%m-%d"])
#: What somebody at a terminal is asked before everybody is erased.
SURE = "Erase everybody? It cannot be undone."
SURE_OF_STUDY = "Erase everybody in this study? It cannot be undone."


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


def _installation() -> Installation:
    from bot.admin.cases import installation  # only these commands need it
    from bot.admin.installation import open_store  # only these commands need it
    from bot.config.settings import read_settings  # only these commands need it

    settings = read_settings()
    return installation(settings, open_store(settings))


@click.group(invoke_without_command=True)
@click.option("--open", "only_open", is_flag=True, help="Only what nobody has answered yet; code 1 if one is overdue.")
@click.pass_context
def requests(ctx: click.Context, only_open: bool) -> None:
    """Show what persons asked for by law, and until when it must be answered."""
    if ctx.invoked_subcommand is not None:
        return
    from bot.admin.requests import describe, open_requests, request_lines, today  # only this command needs it

    place = _installation()
    if not only_open:
        click.echo("\n".join(request_lines(place)) or "Nobody has asked for anything yet.")
        return
    left, day = open_requests(place), today(place)
    click.echo("\n".join(f"{each.came}  {describe(each, day)}" for each in left) or "Nothing is open.")
    raise SystemExit(int(any(each.due < day for each in left)))


@requests.command()
@click.argument("right", type=click.Choice([str(right) for right in Right]))
@click.option("--way", type=click.Choice(WAYS), required=True, help="How it came.")
@click.option("--on", type=_DAY, help="The day when it came; today by default.")
@click.option("--case", help="The code of the case, where it is known. Never a name.")
def add(right: str, way: str, on: date | None, case: str | None) -> None:
    """Enter a request that did not come in the chat."""
    from bot.admin.requests import add_request, today  # only this command needs it

    place = _installation()
    day, case = today(place), case and case.strip().upper()
    came = day if on is None else date(on.year, on.month, on.day)
    if came > day:
        raise click.UsageError("--on: that day is not here yet.")
    if case is not None and not CASE.fullmatch(case):
        raise click.UsageError("--case: write the code alone, such as REF-7K3Q, and never a name.")
    asked = add_request(place, Right(right), Way(way), came, case)
    click.echo(f"Request {asked.number}. Say in writing that it came, and answer it by {asked.due}.")


@requests.command()
@click.argument("number", type=int)
def acknowledged(number: int) -> None:
    """Enter that somebody wrote today that request NUMBER has come."""
    from bot.admin.requests import UnknownRequest, acknowledge_request, today  # only this command needs it

    place = _installation()
    try:
        acknowledge_request(place, number, today(place))
    except UnknownRequest as unknown:
        _refuse(str(unknown))
    click.echo(f"Request {number} is acknowledged.")


@requests.command()
@click.argument("number", type=int)
@click.option("--why", required=True, help="Why it takes longer; the person is told so in writing. No health data.")
def extend(number: int, why: str) -> None:
    """Enter that the answer to request NUMBER is put off by 30 days, which the law allows once."""
    from bot.admin.requests import UnknownRequest, extend_request, today  # only this command needs it

    place = _installation()
    try:
        due = extend_request(place, number, today(place), why)
    except UnknownRequest as unknown:
        _refuse(str(unknown))
    click.echo(f"Request {number}: tell the person why, and answer it by {due}.")


@requests.command()
@click.argument("number", type=int)
@click.option("--refused", is_flag=True, help="It was refused, with the reason and the right to complain.")
@click.option("--answer", required=True, help="Where the whole answer and the proof of sending lie. No health data.")
def done(number: int, refused: bool, answer: str) -> None:
    """Enter that request NUMBER was answered today."""
    from bot.admin.requests import UnknownRequest, answer_request, today  # only this command needs it

    place = _installation()
    try:
        answer_request(place, number, Outcome.REFUSED if refused else Outcome.DONE, today(place), answer)
    except UnknownRequest as unknown:
        _refuse(str(unknown))
    click.echo(f"Request {number} is answered.")


@click.group()
def breach() -> None:
    """Keep the register of breaches."""


@breach.command()
@click.option("--happened", prompt="What happened", help="For the register. No name, no health data.")
@click.option("--people", prompt="About how many people", type=click.IntRange(0), help="About how many.")
@click.option("--told", prompt="Who was told, and when (agency, people, processors)", help="Who was told, and when.")
@click.option("--data-es", prompt="Which data, in Spanish", help="For the message: which data, in Spanish.")
@click.option("--data-en", prompt="Which data, in English", help="For the message: which data, in English.")
@click.option("--effects-es", prompt="What may follow, in Spanish", help="For the message, in Spanish.")
@click.option("--effects-en", prompt="What may follow, in English", help="For the message, in English.")
@click.option("--measures-es", prompt="What was done, in Spanish", help="For the message, in Spanish.")
@click.option("--measures-en", prompt="What was done, in English", help="For the message, in English.")
def new(happened: str, people: int, told: str, **words: str) -> None:
    """Enter a breach, and print the message to those affected in both languages. Nothing is sent."""
    from bot.admin.breaches import Breach, add_breach, message_to_affected  # only this command needs it
    from bot.config.clock import today_at_site  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it
    from bot.config.site import read_place  # only this command needs it
    from bot.render.texts import Texts  # only this command needs it

    settings = read_settings()
    place, day, texts = read_place(settings.site, examples_allowed=True), today_at_site(), Texts.load()
    said = {code: {name: words[f"{name}_{code}"] for name in ("data", "effects", "measures")} for code in Language}
    entered = Breach(day=day, happened=happened, people=people, told=told, words=said)
    click.echo(f"Breach {add_breach(settings, entered)} is entered. The message, which is not sent:")
    for language in Language:
        click.echo(f"\n--- {language}\n{message_to_affected(entered, place, texts, language)}")


@breach.command()
@click.argument("number", type=int)
def send(number: int) -> None:
    """Ask the owners whether the message of breach NUMBER goes to everybody of whom something is kept."""
    from bot.admin.breaches import send_breach  # only this command needs it
    from bot.render.texts import Texts  # only this command needs it

    click.echo("\n".join(send_breach(_installation(), Texts.load(), number)))


@breach.command("list")
def list_breaches() -> None:
    """Show the breaches of the register."""
    from bot.admin.breaches import breach_lines  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it

    click.echo("\n".join(breach_lines(read_settings())) or "No breach is entered.")


#: What the command line offers of these.
@click.command()
@click.option("--by", required=True, help="Name of the person who decided it.")
@click.option("--study", help="Id of one study; all of them where none is named.")
def resume(by: str, study: str | None) -> None:
    """Take back what an owner suspended in Telegram; the site's file says again how the study stands."""
    from bot.admin.installation import open_store  # only this command needs it
    from bot.admin.standing import resume_study  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it
    from bot.config.studies import studies_here, study_place  # only this command needs it

    settings = read_settings()
    all_studies = studies_here(settings)
    studies = [study_place(settings, study, examples_allowed=True).study.id] if study else all_studies
    store = open_store(settings)
    try:
        click.echo(resume_study(store, by.strip(), studies))
    finally:
        store.close()


@click.command()
@click.argument("state", type=click.Choice([str(each) for each in Recruitment]), required=False)
@click.option("--by", default="", help="Name of the person who confirms it.")
@click.option("--source", default="", help="Where that stands: a letter, a page, a conversation.")
@click.option("--study", help="Id of a study of the installation; that of the package where none is named.")
def state(state: str | None, by: str, source: str, study: str | None) -> None:
    """Show how the study stands or, with STATE, set it from now on; a running bot follows at once."""
    from bot.admin.installation import open_store  # only this command needs it
    from bot.admin.standing import Confirmed, set_state, state_lines  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it
    from bot.config.studies import study_place  # only this command needs it
    from bot.wording.study_texts import hashes_at  # only this command needs it

    if state and not (by.strip() and source.strip()):
        raise click.UsageError("--by and --source: a state is set by the word of a named person. Give both.")
    settings = read_settings()
    there = study_place(settings, study, examples_allowed=settings.loopback or not state)
    store = open_store(settings)
    try:
        if state:
            said = Confirmed(by.strip(), source.strip())
            click.echo(set_state(settings, store, there, Recruitment(state), hashes_at(there), said))
        else:
            click.echo("\n".join(state_lines(settings, store, there)))
    finally:
        store.close()


def _answer(value: str, question: str, asks: bool) -> str:
    """Return what was given, else what somebody at a terminal says; empty where nobody can be asked."""
    if value.strip() or not asks:
        return value.strip()
    return str(click.prompt(_in_words(question), default="", show_default=False)).strip()


def _in_words(question: str) -> str:
    """Return what is asked in the language of the command line."""
    from bot.cli import spoken  # only this command needs it

    return spoken.spanish(question) if spoken.spoken() is Language.ES else question


def _which_ends(study: str | None, known: Sequence[str]) -> None:
    """Refuse to guess which of several studies ends: it cannot be undone."""
    if study is None and len(known) > 1:
        ids = ", ".join(known)
        raise click.UsageError(f"--study: this bot has several studies: {ids}. Say which one ends; the others go on.")


@click.command()
@click.option("--study", help="Id of the study that ends; needed where the installation has several.")
@click.option("--by", default="", help="Name of the person who decided it.")
@click.option("--source", default="", help="Where that stands: a letter, a page, a conversation.")
@click.option("--export", "form", type=click.Choice(["csv", "redcap", "fhir", "consort", "none"]), help="What leaves.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("export"), show_default=True, help="Folder.")
@click.option("--yes", "-y", is_flag=True, help="Erase everybody without asking, as for scripts.")
def close(study: str | None, by: str, source: str, form: str | None, out: Path, yes: bool) -> None:
    """End the study, stage by stage: run it again until nothing is left to do; code 1 while something is."""
    from bot.admin.cases import Installation  # only this command needs it
    from bot.admin.closing import NotYet, close_study  # only this command needs it
    from bot.app import context_of  # only this command needs it
    from bot.config.settings import read_settings  # only this command needs it
    from bot.config.site import read_place  # only this command needs it
    from bot.config.studies import studies_here, study_place  # only this command needs it

    settings = read_settings()
    _which_ends(study, studies_here(settings))
    there = study_place(settings, study, examples_allowed=True)
    home = context_of(settings, read_place(settings.site, examples_allowed=True))
    context = home.in_study(there.study.id)
    try:
        wishes = _wishes(context, by, source, form, out, yes=yes)
        installation = Installation(settings=settings, store=home.store, place=there.place, study=there.study)
        for line in close_study(context, installation, wishes):
            click.echo(line)
    except NotYet as waits:
        _refuse(str(waits))
    finally:
        home.store.close()


def _wishes(context: DeskContext, by: str, source: str, form: str | None, out: Path, *, yes: bool) -> Wishes:
    """Return what was decided; somebody at a terminal is asked for what was not said."""
    from bot.admin.closing import Stage, Wishes, stages_done  # only this command needs it

    done, asks = context.store.read_now(lambda tx: stages_done(tx, context)), sys.stdin.isatty() and not yes
    names = asks and Stage.STATE not in done
    exports = asks and Stage.EXPORTED not in done
    sure = SURE_OF_STUDY if context.studies else SURE
    return Wishes(
        by=_answer(by, "Who decided that the study ends?", names),
        source=_answer(source, "Where does that stand?", names),
        form=_answer(form or "", "What leaves: csv, redcap, fhir, consort or none?", exports),
        folder=out,
        is_sure=lambda: yes or (asks and click.confirm(_in_words(sure))),
    )


COMMANDS = (breach, close, erase, requests, resume, state)
