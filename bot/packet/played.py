"""Conversations that the core holds while the packet is made: what is shown in it is what the bot says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from bot.config.working_days import working_day_after
from bot.packet.document import Pair
from bot.packet.inputs import Inputs
from bot.render.paragraphs import label
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.languages import Language
from dialogs.replies import Erase, Redraw, Reply, Say
from dialogs.screens import Button, Screen
from dialogs.site import Recruitment
from dialogs.values import months_ago

#: Stands in for the code that the desk draws by chance.
CODE = "0000"
YES = "!yes"
#: No conversation of a person is longer.
_MOST_TURNS = 60


@dataclass(frozen=True, slots=True)
class Walk:
    """One conversation to hold: what the person does where something is asked."""

    id: str
    title: Pair
    recruitment: Recruitment
    do: Mapping[str, Any]
    picture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the person did, in words, and what the bot said then."""

    did: str
    said: tuple[Screen, ...]


@cache
def walks() -> tuple[Walk, ...]:
    """Return the conversations that the packet shows."""
    raw = tomllib.loads((files("bot.packet") / "walks.toml").read_text(encoding="utf-8"))
    return tuple(
        Walk(
            row["id"],
            Pair(row["es"], row["en"]),
            Recruitment(row["recruitment"]),
            row["do"],
            tuple(row.get("picture", ())),
        )
        for row in raw["walk"]
    )


def played(inputs: Inputs, walk: Walk, language: Language) -> list[Turn]:
    """Hold the conversation to where the person does nothing more."""
    conversation = _Held(inputs, walk, language)
    turns = [Turn("/start", conversation.take(Ordered(ChatCommand.START)))]
    recent = f"{months_ago(inputs.today, 1):%m/%Y}"
    left = dict(walk.do)
    while len(turns) < _MOST_TURNS and (conversation.reads_back or conversation.asked in left):
        did = YES if conversation.reads_back else left.pop(conversation.asked)
        words = did[language] if isinstance(did, Mapping) else did
        incoming, shown = conversation.incoming(words.replace("{recent}", recent))
        if incoming is None:
            break
        turns.append(Turn(shown, conversation.take(incoming)))
    return turns


class _Held:
    """A conversation with the core, written out and read again between any two turns, as the store would."""

    def __init__(self, inputs: Inputs, walk: Walk, language: Language) -> None:
        today = inputs.today
        self.inputs = inputs
        self.language = language
        by = working_day_after(today, inputs.place.contact_days)
        site = replace(inputs.site, recruitment=walk.recruitment, confirmed_on=today, contact_by=by)
        self.engine = Questionnaire(inputs.study, site, inputs.lexicon, inputs.say.text)
        self.c = Conversation(language=language, code=CODE)
        self.asked = ""
        self.buttons: tuple[Button, ...] = ()

    @property
    def reads_back(self) -> bool:
        """Does what is open ask if it was read right?"""
        return {"yes", "correct"} <= {button.name for button in self.buttons}

    def take(self, incoming: Incoming) -> tuple[Screen, ...]:
        """Take one turn; what was said in it."""
        self.c = Conversation.from_json(json.loads(json.dumps(self.c.to_json())))
        replies: list[Reply] = self.engine.advance(self.c, incoming, self.inputs.today)
        said = tuple(reply.screen for reply in replies if isinstance(reply, Say | Redraw))
        self.asked = next((screen.ask for screen in reversed(said) if screen.ask), "")
        self.buttons = next(((*s.options, *s.controls) for s in reversed(said) if s.options or s.controls), ())
        if any(isinstance(reply, Erase) for reply in replies):
            self.asked = ""
        return said

    def incoming(self, did: str) -> tuple[Incoming | None, str]:
        """Return what comes in, and how a reader sees it; None for a button that is not there."""
        if did.startswith("/"):
            return Ordered(did[1:]), did
        if not did.startswith("!"):
            return Typed(did), f"«{did}»"
        for position, button in enumerate(self.buttons):
            if button.name == did[1:]:
                return Pressed(self.c.prompt, position), f"[{label(button, self.language, self.inputs.say)}]"
        return None, ""
