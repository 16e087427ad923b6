"""`tamiz talk`: one conversation in the terminal, the core alone; with `--json`, one object a line (contract.md).

No Telegram, no database. The conversation goes through JSON between any two turns, as it does in the store.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.chat_commands import COMMANDS
from bot.cli.screen import as_json
from bot.config.bundled import load_lexicon, load_study
from bot.config.study_folder import StudyFiles
from bot.render.paragraphs import label, plain
from bot.render.texts import Texts
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Switched, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import State, shared_route
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.machine import Machine
from dialogs.replies import Count, Erase, FunnelEvent, Heading, Lock, Notice, Redraw, Refer, Reply, Say, Switch
from dialogs.screening.facts import facts_of
from dialogs.screening.screening import Outcome, screen
from dialogs.screens import Block, Screen
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study

#: Stands in for the letters of a code, which the desk draws by chance.
CODE = "0000"
#: The same, of the second of two people.
SECOND = "1111"


class BadLine(ValueError):
    """A line of input is no text and no press. The message says what would be."""


@dataclass(slots=True)
class Talk:
    """A conversation with the core, and what it said."""

    language: Language
    today: date
    site: Site
    texts: Texts = field(default_factory=Texts.load)
    study: Study = field(default_factory=load_study)
    lexicon: Lexicon = field(default_factory=load_lexicon)
    c: Conversation = field(init=False)
    machine: Machine = field(init=False)
    #: The options that can be pressed now, in order.
    options: tuple[str, ...] = ()
    filed: list[Heading] = field(default_factory=list)
    #: Of two people by one account, the one who is set aside.
    other: Conversation | None = None

    def __post_init__(self) -> None:
        self.c = Conversation(language=self.language, code=self.code)
        self.machine = shared_route(self.study)

    @property
    def code(self) -> str:
        """Return the code of every talk of this study."""
        return f"{self.study.code_prefix}-{CODE}"

    def take(self, incoming: Incoming) -> list[Reply]:
        """One turn; the conversation is written out and read again, as the store would."""
        self.c = Conversation.from_json(json.loads(json.dumps(self.c.to_json())))
        engine = Questionnaire(self.study, self.site, self.lexicon, self.texts.text, self.machine)
        replies = engine.advance(self.c, incoming, self.today)
        for reply in replies:
            if isinstance(reply, Refer):
                self.filed.append(reply.heading)
            if isinstance(reply, Erase):
                language, accessible = self.c.language, self.c.accessible
                self.c = Conversation(
                    language=language, code=self.code, prompt=self.c.prompt + 1000, accessible=accessible
                )
        if any(isinstance(reply, Switch) for reply in replies):
            replies += self._go_over()
        return replies

    def _go_over(self) -> list[Reply]:
        """Go on with the other person of two, as the desk would."""
        before, code = self.c, f"{self.study.code_prefix}-{SECOND}"
        self.c = self.other or Conversation(language=before.language, code=code, prompt=before.prompt + 1000)
        self.other = before
        return self.take(Switched(before.language, before.accessible, before.code))

    def press(self, value: str) -> Incoming:
        """Return the press of an option by its value; BadLine where it is not offered."""
        if value not in self.c.offered:
            raise BadLine(f'"{value[:40]}" is not offered now. Press one of: {", ".join(self.c.offered)}.')
        return Pressed(self.c.prompt, self.c.offered.index(value))

    def result(self) -> dict[str, Any] | None:
        """Return what the answers give so far, for the lines that show a result."""
        facts = facts_of(self.study, self.c.answers, self.today)
        found = as_json(screen(self.study, facts, self.today))
        return {name: found[name] for name in ("outcome", "not_met", "unknown", "earliest_date")}


def too_young(study: Study) -> dict[str, Any]:
    """Return the outcome of a talk that ended at the age: nothing of it is kept that could be judged."""
    deciding = [criterion.id for criterion in study.criteria if criterion.ends_below]
    return {"outcome": str(Outcome.UNLIKELY), "not_met": deciding, "unknown": [], "earliest_date": None}


def incoming_of(talk: Talk, line: str) -> Incoming:
    """Return what a line of input is: a press, a command, or typed text."""
    if line.startswith("{"):
        try:
            raw = json.loads(line)
        except json.JSONDecodeError:
            raise BadLine('the line is no JSON. Write {"press": "yes"}, or plain text.') from None
        if not isinstance(raw, dict) or not isinstance(raw.get("press"), str):
            raise BadLine('the object has no "press". Write {"press": "yes"}.')
        return talk.press(raw["press"])
    if line.startswith("/"):
        name, _, argument = line[1:].partition(" ")
        known = name.lower() in COMMANDS
        words = argument if known else f"{name} {argument}".strip()
        return Ordered(COMMANDS.get(name.lower(), name.lower()), argument, words=words)
    return Typed(line)


def said(replies: Iterable[Reply]) -> Iterator[Screen]:
    """Return the screens that the patient sees as new messages, or as a message that changed to ask something."""
    for reply in replies:
        if isinstance(reply, Say | Redraw):
            yield reply.screen
        elif isinstance(reply, Notice):
            yield Screen((Block((reply.text,)),))


def as_rows(talk: Talk, replies: list[Reply]) -> list[dict[str, Any]]:
    """Return the messages of a turn, as contract.md has them."""
    language = talk.c.language
    rows = [
        {
            "text": plain(shown, language, talk.texts, accessible=talk.c.accessible),
            "ask": shown.ask,
            "kind": shown.kind,
            "options": [{"value": b.name, "label": label(b, language, talk.texts)} for b in shown.options],
            "outcome": talk.result() if shown.ask == "result" else None,
            "done": False,
        }
        for shown in said(replies)
    ]
    if rows and Count(FunnelEvent.TOO_YOUNG) in replies:
        rows[-1]["outcome"] = too_young(talk.study)
    if rows:
        erased = any(isinstance(reply, Erase) for reply in replies)
        rows[-1]["done"] = erased or talk.c.state == State.SENT
    return rows


def talk_with(files: StudyFiles, language: Language, today: date, site: Site) -> Talk:
    """Return a talk with a study that is not the package's."""
    from bot.wording.study_texts import texts_of  # only such a talk needs it

    return Talk(language, today, site, texts=texts_of(files), study=files.study(), lexicon=files.lexicon())


def main(
    language: Language, today: date, recruitment: Recruitment, as_json_lines: bool, files: StudyFiles | None = None
) -> int:
    """Hold one conversation over standard input and output; the exit code."""
    for line in conversation(language, today, site_of(recruitment, today), as_json_lines, sys.stdin, files):
        print(line, flush=True)
    return 0


def conversation(
    language: Language,
    today: date,
    site: Site,
    as_json_lines: bool,
    lines: Iterable[str],
    files: StudyFiles | None = None,
) -> Iterator[str]:
    """Return what the terminal prints, line by line, for what it is given line by line.

    `files`: another study than that of the package."""
    talk = Talk(language, today, site) if files is None else talk_with(files, language, today, site)
    turn = 0
    for incoming in _turns(talk, lines):
        if isinstance(incoming, BadLine):
            yield json.dumps({"error": str(incoming)}, ensure_ascii=False) if as_json_lines else str(incoming)
            continue
        replies = talk.take(incoming)
        rows = as_rows(talk, replies)
        turn += 1
        if as_json_lines:
            yield from (json.dumps(row, ensure_ascii=False) for row in rows)
            yield json.dumps({"turn": turn})
        else:
            yield from _locked(talk, replies)
            yield from (_readable(row) for row in rows)


def _turns(talk: Talk, lines: Iterable[str]) -> Iterator[Incoming | BadLine]:
    yield Ordered(ChatCommand.START)
    for line in lines:
        try:
            yield incoming_of(talk, line.rstrip("\n"))
        except BadLine as error:
            yield error


def _locked(talk: Talk, replies: Iterable[Reply]) -> Iterator[str]:
    """Return what was taken as the answer: the line that is added to the message that asked."""
    for reply in replies:
        if isinstance(reply, Lock) and reply.answered:
            taken = Screen(reply.screen.blocks[-1:])
            yield plain(taken, talk.c.language, talk.texts, accessible=talk.c.accessible) + "\n"


def _readable(row: dict[str, Any]) -> str:
    buttons = "  ".join(f"[{option['label']}]" for option in row["options"])
    return f"{row['text']}\n{buttons}\n".rstrip() + "\n"


def site_of(recruitment: str, today: date) -> Site:
    """Return a site for the terminal: confirmed today, with the interest list on."""
    return Site(recruitment=Recruitment(recruitment), confirmed_on=today, interest_list=True)
