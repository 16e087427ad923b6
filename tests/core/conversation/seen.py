"""What is seen when a stored conversation goes on: the only part of these tests that knows the names of the code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final

from bot.render.messages import pages
from bot.render.paragraphs import label, paragraphs, say
from bot.render.texts import Texts
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Due, Incoming, Moved, Ordered, Pressed, Shared, Typed, Unreadable
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.replies import Consent, Count, Lock, Notice, Redraw, Reply, Say
from dialogs.screens import Button, Screen, Text
from dialogs.site import Recruitment, Site
from tests.core.conversation.stored_files import Seen
from tests.core.conversation.walking import LEXICON, ROUTE, STUDY, file_of
from tests.transcripts.record import recorded

TEXTS: Final = Texts.load()
#: Between two deeds of one line.
THEN: Final = " → "
GO_ON: Final = "/continue"
#: A longer paragraph stands in a file by its beginning.
LONGEST: Final = 800


def site_of(raw: Mapping[str, Any]) -> Site:
    """The site as a file writes it."""
    return Site(
        recruitment=Recruitment(raw["recruitment"]),
        confirmed_on=_day(raw["confirmed_on"]),
        contact_by=_day(raw["contact_by"]),
        interest_list=raw["interest_list"],
        keep_months=raw["keep_months"],
        facts=raw["facts"],
        campaigns=frozenset(raw["campaigns"]),
    )


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


def site_as_written(site: Site) -> dict[str, Any]:
    """What `site_of` reads."""
    return {
        "recruitment": str(site.recruitment),
        "confirmed_on": site.confirmed_on.isoformat() if site.confirmed_on else None,
        "contact_by": site.contact_by.isoformat() if site.contact_by else None,
        "interest_list": site.interest_list,
        "keep_months": site.keep_months,
        "facts": site.facts,
        "campaigns": sorted(site.campaigns),
    }


@dataclass(slots=True)
class Chat:
    """Somebody's chat in which a stored conversation goes on."""

    site: Site
    today: date
    conversation: Mapping[str, Any]
    #: The open message: its number, and the values of its buttons.
    prompt: int
    buttons: list[str]
    #: Numbers of the messages that came since.
    new: list[int] = field(default_factory=list)

    def does(self, deeds: str) -> list[Any]:
        """What is seen after these deeds."""
        seen: list[Any] = []
        for deed in deeds.split(THEN):
            c = Conversation.from_json(json.loads(json.dumps(self.conversation)))
            engine = Questionnaire(STUDY, self.site, LEXICON, TEXTS.text, ROUTE)
            replies = engine.advance(c, self._incoming(deed), self.today)
            self.conversation = c.to_json()
            seen = [self._seen(reply) for reply in replies if not (isinstance(reply, Count) and reply.of)]
        return seen

    def _incoming(self, deed: str) -> Incoming:
        if match := re.fullmatch(r"\[(.+)\]", deed):
            return Pressed(self.prompt, self.buttons.index(match[1]))
        if deed == "(an older button)":
            return Pressed(self.prompt - 1, 0)
        if deed == "(photo)":
            return Unreadable("photo")
        if match := re.fullmatch(r"\(shares (own|a) contact (\+\d+)\)", deed):
            return Shared(match[2], own=match[1] == "own")
        if match := re.fullmatch(r"\((team|clock): (.+)\)", deed):
            return Moved(match[2]) if match[1] == "team" else Due(match[2])
        if deed.startswith("/"):
            name, _, argument = deed[1:].partition(" ")
            return Ordered(name, argument)
        return Typed(deed)

    def _seen(self, reply: Reply) -> Any:
        match reply:
            case Say(screen=screen, urgent=urgent, quiet=quiet):
                return self._opened("at once" if urgent else "quietly" if quiet else "new", screen)
            case Redraw(old=old, screen=screen):
                return self._opened(f"{self._which(old)} changes", screen)
            case Lock(prompt=prompt, screen=screen):
                return {"message": f"{self._which(prompt)} is locked", "says": self._said(screen)}
            case Notice(text=text, alert=alert):
                return f"{'alert' if alert else 'notice'}: {say(text, self._language(), TEXTS)}"
            case Consent(texts=texts):
                return f"{recorded(reply)}, to: {' | '.join(text.id for text in _short(texts))}"
            case Count(event=event):
                return f"counted: {event}"
            case _:
                return recorded(reply)

    def _opened(self, message: str, screen: Screen) -> Seen:
        seen: Seen = {"message": message, "says": self._said(screen)}
        buttons = [button.name for button in (*screen.options, *screen.controls)]
        if buttons:
            assert screen.prompt > self.prompt, "a new message with the number of an older one"
            self.prompt, self.buttons = screen.prompt, buttons
            self.new.append(screen.prompt)
        if not buttons and screen.ask is None:
            return seen
        options, controls = ([self._button(b) for b in row] for row in (screen.options, screen.controls))
        return {**seen, "ask": screen.ask, "kind": screen.kind, "options": options, "controls": controls}

    def _which(self, prompt: int) -> str:
        return f"new message {self.new.index(prompt) + 1}" if prompt in self.new else f"message {prompt}"

    def _said(self, screen: Screen) -> list[str]:
        parts = paragraphs(screen, self._language(), TEXTS, bool(self.conversation["accessible"]))
        return [_shortened(said) for said in "\n\n".join(pages(parts)).split("\n\n")]

    def _button(self, button: Button) -> str:
        said = f"{button.name}: {label(button, self._language(), TEXTS)}"
        if button.shares_contact:
            return f"{said} (shares the number)"
        return f"{said} (copies {button.copies})" if button.copies else said

    def _language(self) -> str:
        return str(self.conversation["language"])


def _shortened(said: str) -> str:
    """The paragraph; of the whole notice only its beginning, which the transcripts show to the end."""
    return said if len(said) <= LONGEST else f"{said[:80]}…"


def _short(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """What was agreed to, in short: of the whole notice, which the message shows, its first text."""
    return texts if len(texts) < 8 else texts[:1]


def words_on(button: Button, language: str) -> str:
    """What somebody types who writes the words of a button."""
    return label(button, language, TEXTS).removeprefix("✓ ")


def chat_of(file: Mapping[str, Any]) -> Chat:
    """The chat of a stored conversation, before anything else happens there."""
    site, today = site_of(file["site"]), date.fromisoformat(file["today"])
    return Chat(site, today, _carried_over(file, site, today), file["prompt"], list(file["buttons"]))


def seen_after(file: Mapping[str, Any], deeds: str) -> list[Any]:
    """What is seen after these deeds, and then by somebody who goes on, where that is not the last message again."""
    chat = chat_of(file)
    seen = chat.does(deeds)
    then = _going_on(json.dumps(file["site"]), chat.today, json.dumps(chat.conversation), chat.prompt, tuple(chat.new))
    return seen if then == seen[-1:] else [*seen, "then", *then]


@cache
def _going_on(site: str, today: date, conversation: str, prompt: int, new: tuple[int, ...]) -> list[Any]:
    """What is seen then. Much of what can be done leads to the same place, so it is looked at once."""
    return Chat(site_of(json.loads(site)), today, json.loads(conversation), prompt, [], list(new)).does(GO_ON)


@cache
def study_file() -> str:
    """The fingerprint of the study file as it is today."""
    return sha256(file_of("studies", "nct03917797.toml").encode()).hexdigest()[:16]


@cache
def _agreement(site: str, today: date, who: str) -> tuple[str, str]:
    """What is read before agreeing, as a fingerprint of its own; and what is stored of whoever agrees today."""
    chat = Chat(site_of(json.loads(site)), today, Conversation().to_json(), 0, [])
    for deed in ("/start", "[questions]", f"[{who}]"):
        chat.does(deed)
    deeds = ("/language en", "[read]", "/language es", "[read]")
    read = [seen["says"] for deed in deeds for seen in chat.does(deed) if isinstance(seen, dict)]
    chat.does("[accept]")
    return sha256(repr(read).encode()).hexdigest()[:16], str(chat.conversation["agreed_to"])


def agreement(site: Site, today: date, conversation: Mapping[str, Any]) -> tuple[str, str]:
    """The same for whoever answers in this conversation; where the study has ended, as if it had not."""
    before = replace(site, recruitment=Recruitment.RECRUITING)
    return _agreement(json.dumps(site_as_written(before)), today, str(conversation["who"] or "self"))


def _carried_over(file: Mapping[str, Any], site: Site, today: date) -> dict[str, Any]:
    """The stored conversation as if its study file and its notice were those of today, where their texts have changed.

    Otherwise one new word in either would send every file here to the consent, and nothing else would be looked at.
    Where no text has changed nothing is touched: then a person must not be asked again."""
    stored = dict(file["conversation"])
    written = file["written_with"]
    if written["study_file"] == stored["study"] != study_file():
        stored["study"] = STUDY.version
    reads, agreed_to = agreement(site, today, stored)
    if written["notice"] not in (None, reads):
        stored["agreed_to"] = agreed_to
    return stored
