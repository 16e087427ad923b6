"""One person walking through the conversation, step by step, with everything that must hold after every step.

The conversation goes through JSON between any two steps, and is forgotten where the desk forgets it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

import dialogs
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Edited, Incoming, Ordered, Pressed, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL, build_route
from dialogs.conversation.turn import Turn
from dialogs.replies import Consent, Erase, Lock, Redraw, Refer, Reply, Say
from dialogs.screening.facts import facts_of
from dialogs.screens import Screen, Text
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study
from dialogs.values import Unknown
from tests.core.answers.questions import lexicon, study

FOLDER: Final = Path(dialogs.__path__[0])


def file_of(*names: str) -> str:
    """A file of the core, as text."""
    return FOLDER.joinpath(*names).read_text(encoding="utf-8")


WORDS: Final = "nct03917797.words.toml"
STUDY: Final = study()
LEXICON: Final = lexicon()
ROUTE: Final = build_route(STUDY)
TODAY: Final = date(2026, 11, 22)
#: The steps that ask about health.
QUESTIONS: Final = {question.id for question in STUDY.asked}


def english(_language: str, text: str, **fields: object) -> str:
    """Labels in English, whatever the language: the core compares them only with what is typed."""
    return text.format_map(fields)


def site(state: str = "recruiting", confirmed_on: date | None = TODAY, interest_list: bool = True) -> Site:
    """A site in one of the three states."""
    return Site(recruitment=Recruitment(state), confirmed_on=confirmed_on, interest_list=interest_list)


def asks_about_health(shown: Screen) -> bool:
    """Is this message one of the study's questions?"""
    return shown.ask is not None and shown.ask.partition(":")[0] in QUESTIONS


@dataclass(slots=True)
class Walk:
    """A conversation, what was said in it, and what was asked of the shell."""

    #: Who answers: `self` or `helper`.
    who: ClassVar[str] = "self"

    site: Site = field(default_factory=site)
    language: str = "es"
    today: date = TODAY
    study: Study = STUDY
    c: Conversation = field(init=False)
    said: list[Reply] = field(default_factory=list)
    #: Earlier open prompts, with their number of buttons.
    prompts: dict[int, int] = field(default_factory=dict)
    #: May a health question be asked: an agreement was recorded and not taken back.
    agreed: bool = False
    gone: bool = False

    def __post_init__(self) -> None:
        self.c = Conversation(language=self.language, code="LUP-2222")

    def does(self, *deeds: Incoming | str) -> list[Reply]:
        """Do these things, one after the other; a plain text is typed. What the last one brought comes back."""
        replies: list[Reply] = []
        for deed in deeds:
            replies = self._step(Typed(deed) if isinstance(deed, str) else deed)
        return replies

    def copy(self) -> Walk:
        """Another one who has come as far, so that the way need not be walked again."""
        other = replace(self, said=list(self.said), prompts=dict(self.prompts))
        other.c = Conversation.from_json(json.loads(json.dumps(self.c.to_json())))
        return other

    def begins(self) -> Walk:
        """Up to the first question."""
        self.does(Ordered(ChatCommand.START))
        for value in ("questions", self.who, "accept"):
            self.presses(value)
        return self

    def presses(self, *values: str) -> list[Reply]:
        """Press the buttons of these values, each on the message that is open then."""
        replies: list[Reply] = []
        for value in values:
            if value not in self.c.offered and self.c.state == "result" and "more" in self.c.offered:
                self.presses("more")
            assert value in self.c.offered, f"{value} is not offered at {self.c.state}: {self.c.offered}"
            replies = self.does(Pressed(self.c.prompt, self.c.offered.index(value)))
        return replies

    def _step(self, incoming: Incoming) -> list[Reply]:
        if self.gone and isinstance(incoming, Pressed | Edited):
            return []  # the desk has nobody to hand it to
        self.gone = False
        self.c = self._as_it_lay()
        engine = Questionnaire(self.study, self.site, LEXICON, english, ROUTE if self.study is STUDY else None)
        replies = engine.advance(self.c, incoming, self.today)
        for reply in replies:
            self._look_at(reply)
        self._look_at_state(replies)
        self.said += replies
        self._forget_where_the_desk_would(replies)
        return replies

    def _as_it_lay(self) -> Conversation:
        """The conversation as it is found at a step: read from its row."""
        return Conversation.from_json(json.loads(json.dumps(self.c.to_json())))

    def _look_at(self, reply: Reply) -> None:
        match reply:
            case Consent(purpose="answer", action=action, texts=texts):
                self.agreed = action == "given"
                assert action == "withdrawn" or texts, "a consent without the text that it was given to"
            case Say(screen=screen) | Redraw(screen=screen):
                if screen.prompt:
                    self.prompts[screen.prompt] = len(screen.options) + len(screen.controls)
                assert self.agreed or not asks_about_health(screen), "a health question before a consent"  # [CL-02]
            case Refer():
                self._look_at_filing(reply)

    def _look_at_filing(self, filed: Refer) -> None:
        standing = self.site.standing(self.today)
        age = facts_of(self.study, self.c.answers, self.today).get("age", Unknown())
        if self.c.answers:
            assert age in ("inside", "above") or (isinstance(age, int) and age >= 18), "filed for a minor"  # [CL-26]
        assert standing is not Recruitment.CLOSED, "filed for a study that has ended"
        if filed.heading == "referral":
            assert standing is Recruitment.RECRUITING, "a referral while nobody is looked for"  # [RE-12]
        if filed.heading == "interest":
            assert standing is Recruitment.NOT_RECRUITING
            assert self.site.interest_list
        assert self.c.consents.get("send"), "filed without a consent to send"  # [CL-04]

    def _look_at_state(self, replies: list[Reply]) -> None:
        asked = {question.id: question for question in self.study.asked}
        of = {key: key.removeprefix("beside:").partition(":")[0] for key in self.c.answers}
        assert all(asked[of[key]].takes(value) for key, value in self.c.answers.items())
        erased = [at for at, reply in enumerate(replies) if isinstance(reply, Erase)]
        if erased and self.c.state in FINAL:
            assert not self.c.answers, "answers that were said to be erased"
        over = self.c.state in ("new", "card", *FINAL)
        assert over or self.c.offered or tells_to_start(replies), f"stuck at {self.c.state}"

    def _forget_where_the_desk_would(self, replies: list[Reply]) -> None:
        person = any(isinstance(reply, Erase) and reply.scope == "person" for reply in replies)
        if person or (self.c.state in FINAL and not self.c.referral_state):
            self.c = Conversation(language=self.language, code="LUP-2222", prompt=self.c.prompt + 1000)
            self.agreed, self.gone = False, True

    def screens(self) -> list[Screen]:
        """Everything that was read, in order."""
        return [reply.screen for reply in self.said if isinstance(reply, Say | Redraw)]


def turn_at(walk: Walk) -> Turn:
    """What a step works with at this place."""
    return Turn(walk.study, walk.site, LEXICON, english, ROUTE, walk.c, walk.today)


def tells_to_start(replies: list[Reply]) -> bool:
    """Does one of these messages say how to begin?"""
    said = [reply.screen for reply in replies if isinstance(reply, Say)]
    return any("/start" in text.id for screen in said for block in screen.blocks for text in block.lines)


def sayings(replies: list[Reply]) -> list[Reply]:
    """What is said and done, without the buttons that an older message loses."""
    return [reply for reply in replies if not isinstance(reply, Lock)]


def texts_of(screen: Screen) -> set[str]:
    """The ids of every text of a message, those inside others too."""

    def within(text: Text) -> set[str]:
        inside = [value for value in text.fields.values() if isinstance(value, Text)]
        return {text.id}.union(*(within(value) for value in inside))

    return set().union(*(within(text) for block in screen.blocks for text in block.lines))
