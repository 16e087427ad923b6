"""Both languages are complete and say the same: ids, fields, tags, numbers and commands (PL-07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.chat_commands import COMMANDS
from bot.wording.entries import Entry, Problem, problem

_FIELD = re.compile(r"\{[^{}]*\}")
_TAG = re.compile(r"</?[a-z-]+[^>]*>")
#: A digit right after a letter belongs to a name: m2, CD19.
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
#: A command, but no fraction such as mg/g.
_COMMAND = re.compile(r"(?<![\w/<])/([a-záéíóú]+)\b")
#: The English name of a button, inside a text that tells people to press it.
_QUOTED = re.compile(r"“([^“”]+)”")
#: The end of a sentence and the next one without a space between: what pasting a text twice leaves.
_GLUED = re.compile(r"\w+[.!?][A-ZÁÉÍÓÚÑ¿¡][a-záéíóúñ]\w*")
#: Its middle, which is looked for in half of the time.
_SEAM = re.compile(r"[.!?][A-ZÁÉÍÓÚÑ¿¡][a-záéíóúñ]")
#: From this many words on, a translation that equals its id was forgotten.
_FORGOTTEN = 4


def parity_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Return what one language lacks or says otherwise than the other."""
    yield from _same_ids(entries)
    called = {(entry.language, entry.id): entry.forms[0] for entry in entries if entry.forms}
    for entry in entries:
        if not all(entry.forms):
            yield problem(entry, "PL-07", "has no translation")
        elif entry.fuzzy:
            yield problem(entry, "PL-07", "is fuzzy: look at it and remove the mark")
        else:
            yield from _same_content(entry)
            for name in _QUOTED.findall(entry.id):
                label = called.get((entry.language, name), "")
                if label not in entry.forms[0]:
                    yield problem(entry, "PL-07", f"names “{name}” otherwise than that text itself, “{label}”")


def _same_ids(entries: Sequence[Entry]) -> Iterator[Problem]:
    languages = sorted({entry.language for entry in entries})
    ids = {language: {entry.id for entry in entries if entry.language == language} for language in languages}
    for entry in entries:
        for language in languages:
            if entry.id not in ids[language]:
                yield problem(entry, "PL-07", f"is missing in {language}")


def _same_content(entry: Entry) -> Iterator[Problem]:
    # English forms equal their ids, so each language is compared with the id.
    sources = (entry.msgid,) if isinstance(entry.msgid, str) else entry.msgid
    for form, source in zip(entry.forms, (*sources, *sources[-1:] * len(entry.forms)), strict=False):
        if form != source:
            yield from _differing(entry, form, source)
        if _SEAM.search(form) and (glued := _GLUED.search(form)):
            yield problem(entry, "PL-07", f"runs two sentences together: {glued.group()}")
        if entry.language == "en" and form != source:
            yield problem(entry, "PL-07", "the English text differs from its id; run `make catalogs`")
        if (
            entry.language == "es"
            and form == source
            and len(re.findall(r"[^\W\d_]{2,}", _FIELD.sub("", form))) >= _FORGOTTEN
        ):
            yield problem(entry, "PL-07", "is still English")


def _differing(entry: Entry, form: str, source: str) -> Iterator[Problem]:
    """Return what a form holds otherwise than its source."""
    if sorted(_FIELD.findall(form)) != sorted(_FIELD.findall(source)):
        yield problem(entry, "PL-07", f"fields {_listed(_FIELD, form)}, the English has {_listed(_FIELD, source)}")
    if _tags(form) != _tags(source):
        yield problem(entry, "PL-07", f"tags {_listed(_TAG, form)}, the English has {_listed(_TAG, source)}")
    if _numbers(form) != _numbers(source):
        yield problem(entry, "PL-07", f"numbers {_listed(_NUMBER, form)}, not {_listed(_NUMBER, source)}")
    if _commands(form) != _commands(source):
        yield problem(entry, "PL-07", f"commands {_listed(_COMMAND, form)}, not {_listed(_COMMAND, source)}")


def _tags(text: str) -> list[str]:
    return sorted(re.sub(r"\s.*>", ">", tag) for tag in _TAG.findall(text))


def _numbers(text: str) -> list[str]:
    return sorted(re.sub(r"[.,]", "", number) for number in _NUMBER.findall(_FIELD.sub("", _TAG.sub("", text))))


def _commands(text: str) -> list[str]:
    """Return the commands that a text names, by what each is called inside: /borrar and /delete are one."""
    return sorted(COMMANDS.get(name, name) for name in _COMMAND.findall(_TAG.sub("", text)))


def _listed(pattern: re.Pattern[str], text: str) -> str:
    return " ".join(pattern.findall(text)) or "none"
