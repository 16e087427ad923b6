"""Plays a story against the core and writes down what everybody sees, as a nurse would.

The conversation goes through JSON between any two turns, and is forgotten where the desk forgets it: when it ended
and nothing was sent, or when they had everything erased.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.chat_commands import COMMANDS
from bot.config.bundled import load_lexicon, load_study
from bot.config.working_days import working_day_after
from bot.render.paragraphs import label, paragraphs, say
from bot.render.texts import Texts
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import (
    DoctorAsked,
    Due,
    Edited,
    Incoming,
    Moved,
    Ordered,
    Pressed,
    Replied,
    Shared,
    Switched,
    Typed,
    Unreadable,
    Written,
)
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL, build_route
from dialogs.replies import Count, Erase, Redraw, Reply, Say, Switch
from dialogs.screens import Look, Screen, Text
from dialogs.site import Recruitment, Site
from tests.transcripts.record import written
from tests.transcripts.story import OTHER, PATIENT, Story, Unplayable

#: What the site's file says in a story: it says of itself that it is an example.
FACTS = {
    "controller": {"es": "(institución de ejemplo)", "en": "(example institution)"},
    "representative": {"es": "(representante de ejemplo)", "en": "(example representative)"},
    "committee": {"es": "(comité de ejemplo)", "en": "(example committee)"},
    "sites": {"es": "(centros de ejemplo)", "en": "(example sites)"},
    "hours": {"es": "(horario de ejemplo)", "en": "(example hours)"},
    "email": {"es": "(correo de ejemplo)", "en": "(example e-mail)"},
    "phone": {"es": "(número de ejemplo)", "en": "(example number)"},
    "postal": {"es": "(dirección de ejemplo)", "en": "(example address)"},
    "approval": {"es": "(aprobación de ejemplo)", "en": "(example approval)"},
    "approval_date": {"es": "(fecha de ejemplo)", "en": "(example date)"},
    "policy_date": {"es": "(fecha de ejemplo)", "en": "(example date)"},
    "host": {"es": "(servidor de ejemplo)", "en": "(example host)"},
    "policy_version": {"es": "(versión de ejemplo)", "en": "(example version)"},
}
CODE = "LUP-7K3Q"
#: Of the second person whom the account serves.
SECOND_CODE = "LUP-9M4R"
GONE = "This button no longer works. Write /start to begin."
TEXTS = Texts.load()
#: Built once: it is the dearest part of a turn, and all conversations share it.
ROUTE: Final = build_route(load_study())

UNREADABLE = {"photo", "voice", "document", "sticker", "video_note", "location", "poll", "gift", "forwarded"}


class Play:
    """One story while it is played."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.today = story.today
        self.recruitment = story.settings["recruitment"]
        self.c = Conversation(language=story.settings["lang"], code=CODE)
        #: The one who was set aside, where the account serves two.
        self.other: Conversation | None = None
        #: Prompt → the labels of its buttons, as they were shown.
        self.labels: dict[int, list[str]] = {}
        self.last: Pressed | None = None
        self.forgotten = False

    def lines(self) -> Iterator[str]:
        """The whole file, as it should read."""
        yield from (self.story.title, *self.story.heading)
        for deed in self.story.deeds:
            yield ""
            yield deed
            try:
                yield from self._turn(deed)
            except Unplayable as fault:
                raise Unplayable(f'{self.story.name}, "{deed}": {fault}') from None

    def _turn(self, deed: str) -> Iterator[str]:
        if deed.startswith(OTHER):
            event = self._time(deed.removeprefix(OTHER))
            assert event is not None
            yield from self._of_the_other(event)
            return
        incoming = self._patient(deed.removeprefix(PATIENT).strip()) if deed.startswith(PATIENT) else self._time(deed)
        if incoming is None:
            return
        if self.forgotten and isinstance(incoming, Pressed | Edited):
            yield f"notice:  {TEXTS.text(self.c.language, GONE)}"
            return
        self.forgotten = False
        for reply in self._step(incoming):
            yield from self._shown(reply)
        self._forget_where_the_desk_would()

    def _step(self, incoming: Incoming) -> list[Reply]:
        self.c = Conversation.from_json(json.loads(json.dumps(self.c.to_json())))
        engine = Questionnaire(load_study(), self._site(), load_lexicon(), TEXTS.text, ROUTE)
        self.replies = engine.advance(self.c, incoming, self.today)
        if any(isinstance(reply, Switch) for reply in self.replies):
            before, there = self.c, self.other
            self.c = there or Conversation(language=before.language, code=SECOND_CODE, prompt=before.prompt + 1000)
            self.other = before
            came = Switched(before.language, before.accessible, before.code)
            self.replies += engine.advance(self.c, came, self.today)
        return self.replies

    def _of_the_other(self, incoming: Incoming) -> Iterator[str]:
        """What comes unasked about whoever is set aside."""
        assert self.other is not None, "nobody is set aside"
        self.c, here = self.other, self.c
        self.c.beside = {"code": here.code, "now": "other"}
        for reply in self._step(incoming):
            yield from self._shown(reply)
        self.c, self.other = here, self.c

    def _site(self) -> Site:
        confirmed = self.story.settings["confirmed"]
        return Site(
            recruitment=Recruitment(self.recruitment),
            confirmed_on=date.fromisoformat(confirmed) if confirmed else self.today,
            interest_list=self.story.settings["interest_list"] == "yes",
            contact_by=working_day_after(self.today, 2),
            facts=FACTS,
        )

    def _shown(self, reply: Reply) -> Iterator[str]:
        if isinstance(reply, Count):
            return
        if isinstance(reply, Say | Redraw):
            buttons = (*reply.screen.options, *reply.screen.controls)
            self.labels[reply.screen.prompt] = [label(button, self.c.language, TEXTS) for button in buttons]
        yield from written(reply, self._screen, self._said)

    def _screen(self, screen: Screen) -> list[str]:
        """A message as it stands in a chat: folded parts are folded, buttons stand below."""
        language, found = self.c.language, []
        for part in paragraphs(screen, language, TEXTS, self.c.accessible):
            folded = part.look is Look.FOLDED and self.story.settings["notice"] == "folded"
            found += [f"▸ {part.heading}"] if folded else [*([part.heading] if part.heading else []), *part.lines]
        for row in (screen.options, screen.controls):
            if row:
                found.append(" ".join(f"[{label(button, language, TEXTS)}]" for button in row))
        return found

    def _said(self, text: Text) -> str:
        return say(text, self.c.language, TEXTS)

    def _forget_where_the_desk_would(self) -> None:
        erased = any(isinstance(reply, Erase) and reply.scope == "person" for reply in self.replies)
        if erased and self.other is not None:
            self.c, self.other = self.other, None
            self.c.beside = {}
            return
        if erased or (self.c.state in FINAL and not self.c.referral_state):
            self.c = Conversation(language=self.story.settings["lang"], code=CODE, prompt=self.c.prompt + 1000)
            self.forgotten = True

    def _patient(self, did: str) -> Incoming:
        if match := re.fullmatch(r"\[(.+)\]", did):
            self.last = self._press(self.c.prompt, match[1])
            return self.last
        if match := re.fullmatch(r"\((.+)\)", did):
            return self._other(match[1])
        if did.startswith("/"):
            name, _, argument = did[1:].partition(" ")
            return Ordered(COMMANDS.get(name.lower(), name.lower()), argument)
        return Typed(did)

    def _press(self, prompt: int, wanted: str) -> Pressed:
        shown = [said.removeprefix("✓ ") for said in self.labels.get(prompt, [])]
        if wanted not in shown:
            raise Unplayable(f"no such button on the open message. It has: {', '.join(shown) or 'none'}.")
        return Pressed(prompt, shown.index(wanted))

    def _other(self, did: str) -> Incoming:
        if did.startswith("taps again") and self.last:
            return self.last
        if match := re.fullmatch(r"taps old \[(.+)\]", did):
            earlier = [p for p, said in self.labels.items() if p != self.c.prompt and match[1] in said]
            if not earlier:
                raise Unplayable("no earlier message has that button.")
            return self._press(max(earlier), match[1])
        if match := re.fullmatch(r"shares (own|a) contact (\+?\d+)", did):
            return Shared(match[2], own=match[1] == "own")
        if match := re.fullmatch(r"replies(?: to «(.+)»)?: (.+)", did):
            return Replied(match[2], match[1] or "", is_open=False)
        if did == "edits a message":
            return Edited()
        if did not in UNREADABLE:
            raise Unplayable(f"what is that? Known: {', '.join(sorted(UNREADABLE))}.")
        return Unreadable(did)

    def _time(self, deed: str) -> Incoming | None:
        match deed.strip("- ").split():
            case ["days", "later", day]:
                self.today = date.fromisoformat(day)
            case ["restart"]:
                pass  # it goes through JSON between any two turns anyway
            case ["recruitment", state]:
                self.recruitment = state
            case ["team", "writes:", *words]:
                return Written((Text("{value}", {"value": " ".join(words)}),))
            case ["team:", "asks_for_the_doctor", *named]:
                return DoctorAsked(bool(named))
            case ["team:", state]:
                return Moved(state)
            case ["clock:", what]:
                return Due(what)
            case _:
                raise Unplayable("time does nothing like that. See tests/transcripts/story.py.")
        return None


def played(story: Story) -> str:
    """The file of the story, with what the program says today."""
    return "\n".join(Play(story).lines()) + "\n"
