"""The command line in Spanish: which language it speaks, and each of its lines in it.

Commands are written in English; what they print is looked up line by line as it goes out, so that no command knows of
it and a line without Spanish stays as it is. Nothing is read and nothing is looked up where English is spoken, so that
`--help` answers as fast as before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import click

from dialogs.languages import Language

#: The site's own language, as its file says it; the whole file is not read for a line of help.
_SITE_LANGUAGE = re.compile(r'^\s*group_language\s*=\s*"(\w+)"', re.MULTILINE)
_spoken: ContextVar[Language] = ContextVar("spoken", default=Language.EN)
_FIELD = re.compile(r"\\\{\\\}")


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language that `--lang` names, else the site's file, else English.

    >>> language_of(["--lang", "es", "check"]), language_of(["papers", "--lang=en"])
    (<Language.ES: 'es'>, <Language.EN: 'en'>)
    """
    for place, word in enumerate(arguments):
        named = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and place + 1 < len(arguments):
            named = arguments[place + 1]
        if named in list(Language):
            return Language(named)
    try:
        path = Path(os.environ.get("TAMIZ_SITE", "site.toml"))
        found = _SITE_LANGUAGE.search(path.read_text("utf-8", errors="replace"))
    except OSError:
        return Language.EN
    return Language.ES if found and found[1] == Language.ES else Language.EN


@cache
def _words() -> Mapping[str, str]:
    import tomllib  # only Spanish needs it
    from importlib.resources import files  # only Spanish needs it

    tables = tomllib.loads((files("bot.cli") / "spanish.toml").read_text("utf-8"))
    return {english: spanish for table in tables.values() for english, spanish in table.items()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return each line with something in it that is not the same each time, those that say most first."""
    open_ones = sorted((english for english in _words() if "{}" in english), key=len, reverse=True)
    return tuple((re.compile(_FIELD.sub("(.+?)", re.escape(each))), _words()[each]) for each in open_ones)


def spanish(text: str) -> str:
    """Return what is said in Spanish, line by line; a line that nobody translated stays.

    >>> spanish("The audit is whole.")
    'La auditoría está entera.'
    >>> spanish("site.toml, keep.filed_months: must be from 1 to 24. Correct it.")
    'site.toml, keep.filed_months: tiene que ir de 1 a 24. Corríjalo.'
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    bare = line.strip()
    if not bare or bare[0] in '{["':  # for programs
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}{_said(bare)}{after}"


def _said(words: str) -> str:
    if words in _words():
        return _words()[words]
    for pattern, spanish_words in _patterns():
        if match := pattern.fullmatch(words):
            return spanish_words.format(*(_words().get(each, each) for each in match.groups()))
    if "  " in words:  # columns of a list
        return "  ".join(_said(each) for each in words.split("  "))
    place, colon, fact = words.partition(": ")
    return f"{_words().get(place, place)}: {_said(fact)}" if colon else words


class _Formatter(click.HelpFormatter):
    """Writes help with Spanish headings and notes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how it is used."""
        super().write_usage(prog, args, f"{_words()['Usage:']} " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_words().get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:
        """Write a list of options or commands."""
        super().write_dl([(name, _described(said)) for name, said in rows], *args, **more)


def _described(said: str) -> str:
    # A note stands behind the words, or alone where an option has none.
    words, bracket, note = ("", "[", said[1:]) if said.startswith("[") else said.partition("  [")
    note = note.replace("default: ", "por omisión: ").replace("required", "hace falta")
    return f"{spanish(words)}{bracket}{note}"


class _Context(click.Context):
    formatter_class = _Formatter


def spoken() -> Language:
    """Return the language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(command: click.Command, language: Language) -> Iterator[None]:
    """Let everything that is said until the end be said in this language."""
    if language is Language.EN:
        yield
        return
    token = _spoken.set(language)
    echo, confirm, kept = click.echo, click.confirm, [*_speak(command)]
    # Commands print by these two alone; it is put back below.
    click.echo = lambda message=None, **more: echo(spanish(message) if isinstance(message, str) else message, **more)
    click.confirm = lambda text, *args, **more: confirm(spanish(text), *args, **more)
    try:
        yield
    finally:
        click.echo, click.confirm = echo, confirm
        _spoken.reset(token)
        for thing, name, value in kept:
            setattr(thing, name, value)


def _speak(command: click.Command) -> Iterator[tuple[object, str, Any]]:
    """Give this command and those below it Spanish texts; yields what stood there before."""
    yield command, "context_class", command.context_class
    command.context_class = _Context
    for thing in (command, *command.params):
        for name in ("help", "short_help", "prompt"):
            if isinstance(value := getattr(thing, name, None), str):
                yield thing, name, value
                setattr(thing, name, spanish(" ".join(value.split())))
    for each in getattr(command, "commands", {}).values():
        yield from _speak(each)


def told(fault: click.ClickException) -> str:
    """Return what is wrong with a command line, in one line and the language that is spoken, and what explains it."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        return fault.format_message()
    said = " ".join(fault.format_message().split())
    context = getattr(fault, "ctx", None)
    more = f"See `{context.command_path} --help`." if isinstance(fault, click.UsageError) and context else ""
    if spoken() is Language.ES:
        said, more = spanish(said), spanish(more)
    said = said if said.endswith((".", "?", "?)")) else f"{said}."
    return f"{said} {more}".strip()


def without_language(command: click.Command, arguments: Sequence[str]) -> list[str]:
    """Return the arguments without a `--lang` that the command itself does not take."""
    for word in arguments:
        found = getattr(command, "commands", {}).get(word)
        if found is not None:
            command = found
    if any("--lang" in getattr(each, "opts", ()) for each in command.params):
        return list(arguments)
    kept, skip = [], False
    for word in arguments:
        if skip or word.startswith("--lang="):
            skip = False
        elif word == "--lang":
            skip = True
        else:
            kept.append(word)
    return kept
