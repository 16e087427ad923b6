"""One text of the catalogues as the checks see it, and one problem as they report it.

Who reads a text, and what it is for, decides which rules apply. It is said where the text is written: `S_("…")` marks
a text for staff, a call of `Button` a label, a comment `# Translators: button` (notice, command, description, toast)
the rest; in the study file the key says it (`dialogs/study/extract.py`). Unmarked means a patient, with every rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message

from bot.render.texts import Forms

#: What a comment may say that a text is for. Everything else is a message to a patient.
BUTTON, COMMAND, DESCRIPTION, SHORT, TOAST = "button", "command", "description", "short description", "toast"
NOTICE, STAFF, REGISTER = "notice", "staff", "register"

_STUDY_PLACE = re.compile(r"^(?P<table>.*): (?P<key>[a-z_]+)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with its translation in one language."""

    language: str
    #: The English text; of one that counts something, both forms.
    msgid: str | tuple[str, ...]
    forms: Forms
    #: The files it comes from.
    files: tuple[str, ...] = ()
    #: What the translators' comments and the study file say about it.
    comments: tuple[str, ...] = ()
    fuzzy: bool = False

    @property
    def id(self) -> str:
        """The id as one string: the English text, of a counting one the form for many."""
        return self.msgid if isinstance(self.msgid, str) else self.msgid[-1]

    @property
    def register(self) -> bool:
        """Is this the public register's own text, which nobody may rewrite?"""
        return REGISTER in self.comments

    @property
    def staff(self) -> bool:
        """Is it read by the study team only?"""
        return STAFF in self.comments

    @property
    def notice(self) -> bool:
        """Is it part of the full notice, which may be a little harder to read?"""
        return NOTICE in self.comments

    @property
    def question(self) -> bool:
        """Is it the text of a question?"""
        return any(re.match(r"questions? [^:]+: text(_helper)?$", comment) for comment in self.comments)

    @property
    def button(self) -> bool:
        """Is it the label of a button?"""
        return BUTTON in self.comments

    def marked(self, purpose: str) -> bool:
        """Tell whether a comment says that the text is for this."""
        return purpose in self.comments

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        where = "; ".join(comment for comment in self.comments if _STUDY_PLACE.match(comment)) or ", ".join(self.files)
        return f"{self.language}, {where or 'a text'}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A text that breaks a rule: which rule, where, and what is wrong."""

    rule: str
    place: str
    fact: str
    text: str = field(default="")

    def __str__(self) -> str:
        shown = f": «{self.text if len(self.text) <= 80 else self.text[:77] + '…'}»" if self.text else ""
        return f"[{self.rule}] {self.place}: {self.fact}{shown}"


def problem(entry: Entry, rule: str, fact: str) -> Problem:
    """Return a problem of this entry."""
    return Problem(rule, entry.place, fact, entry.forms[0] if entry.forms else entry.id)


def entries(catalogs: Mapping[str, list[Catalog]]) -> list[Entry]:
    """Every entry of every catalogue, the empty and the fuzzy ones too."""
    return [
        _entry(language, message)
        for language, parts in catalogs.items()
        for catalog in parts
        for message in catalog
        if message.id
    ]


def _entry(language: str, message: Message) -> Entry:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    msgid = message.id if isinstance(message.id, str) else tuple(message.id)
    files = tuple(dict.fromkeys(file for file, _ in message.locations))
    return Entry(language, msgid, forms, files, tuple(_purposes(message.auto_comments)), bool(message.fuzzy))


def _purposes(comments: list[str]) -> Iterator[str]:
    for comment in comments:
        yield comment.strip().removeprefix("Translators:").strip()
