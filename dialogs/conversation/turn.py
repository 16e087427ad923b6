"""One turn of a conversation: what it works with, and the replies it gathers.

The modules of the conversation are functions over a `Turn`. They decide; the turn keeps the bookkeeping that must not
be forgotten: the number of each prompt, the values behind its buttons, and the one door to the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dialogs.answers import Labels
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.draft import Draft, Showing
from dialogs.conversation.followed import Followed
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.fixed import replace
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.machine import Machine, fire
from dialogs.replies import Count, Erase, EraseScope, FunnelEvent, Lock, Redraw, Reply, Say
from dialogs.screening.screening import Screening
from dialogs.screens import N_, Block, Button, Field, Look, Screen, Text, kept
from dialogs.site import Site
from dialogs.study.rules import Facts
from dialogs.study.study import Question, Slot, Study

#: (language, English id, fields by name) → the text in that language. Only labels of buttons need it, to be compared
#: with what is typed.
Translate = Callable[..., str]

#: Triggers at which the step that was open only waits, or goes on after it waited.
_WAITING = ("pause", "resume", "call_me", "return")

#: So many messages of the open question are remembered, for presses that come late.
MOST_SHOWINGS = 5

#: What stands below whatever the person asked for by law and has.
RECEIPT = N_("Asked for and done on {date}.")

BACK = Button("back", Text(N_("Back")))
PAUSE = Button("pause", Text(N_("Pause")))
PERSON = Button("person", Text(N_("Talk to someone")))
#: The other language by its own name: the same word in both catalogues.
LANGUAGE_BUTTON = {
    Language.ES: Button("language", Text(N_("English")), argument=Language.EN),
    Language.EN: Button("language", Text(N_("Español")), argument=Language.ES),
}


def line(text: str, /, look: Look = Look.PLAIN, **fields: Field) -> Block:
    """Return a paragraph of one text."""
    return Block((Text(text, fields),), look) if fields else _as_it_is(text, look)


# An answer shows a dozen, and each is made in 2 µs.
@lru_cache(maxsize=1024)
def _as_it_is(text: str, look: Look) -> Block:
    return kept(Block((Text(text),), look))


def lines(texts: tuple[str, ...], /, look: Look = Look.PLAIN, **fields: Field) -> tuple[Block, ...]:
    """One paragraph per text, all with the same fields."""
    return tuple(line(text, look, **fields) for text in texts)


def folded(heading: str, texts: tuple[Text, ...]) -> Block:
    """Return a part that is folded away under its heading."""
    return Block(texts, Look.FOLDED, Text(heading))


@lru_cache(maxsize=1024)
def folded_text(heading: str, text: str) -> Block:
    """Return one text that is folded away under its heading."""
    return kept(folded(heading, (Text(text),)))


@dataclass(slots=True)
class Turn:
    """Everything that one step works with."""

    #: The study as the file states it; `study` is what this person is told.
    file: Study
    site: Site
    lexicon: Lexicon
    translate: Translate
    machine: Machine
    c: Conversation
    today: date
    replies: list[Reply] = field(default_factory=list)
    #: Above whatever is said: of whom it is, where it comes unasked and there are two; an answer that is not locked.
    above: tuple[Block, ...] = ()
    #: What came in was typed: no press stands behind what it is taken for.
    typed: bool = False
    #: A typed value was taken in this turn, and only shown.
    took: bool = False
    #: What is read stood in a longer text: no number in it is exact.
    in_part: bool = False

    @property
    def helps(self) -> bool:
        """Does somebody else answer than the person whom it is about (RE-04)?"""
        return self.c.who == "helper"

    @property
    def is_over(self) -> bool:
        """Is nothing open: not begun, or ended?"""
        return self.c.state == State.NEW or self.c.state in FINAL

    @property
    def asks_nothing(self) -> bool:
        """Is nothing asked now of whoever has sent nothing (RE-16)?"""
        return self.site.information_only and not self.c.has_sent_below

    @property
    def study(self) -> Study:
        """The study in the words for whoever answers."""
        return self.file.for_helper if self.c.who == "helper" else self.file

    def words(self, own: str, helper: str) -> str:
        """Return the text for the person, or the one that speaks of the person to whoever helps."""
        return helper if self.helps else own

    def move(self, trigger: str, to: str = "") -> None:
        """Fire the machine, the only way to another state; what was begun is dropped, but where the step only waits."""
        fire(self.machine, self.c, trigger, to=to)
        if trigger not in _WAITING:
            self.c.draft = Draft()

    def text(self, name: str, /, look: Look = Look.PLAIN, **fields: Field) -> tuple[Block, ...]:
        """Return a named text of the study file, in paragraphs."""
        return lines(self.study.texts[name], look, **fields)

    def count(self, event: FunnelEvent, of: str = "") -> bool:
        """Count it, the first time in this talk; whether it was."""
        counted = Count(event, of)
        if counted.name in self.c.counted:
            return False
        self.c.counted.append(counted.name)
        self.replies.append(counted)
        return True

    def tell(self, *blocks: Block) -> None:
        """Say a message without buttons."""
        self.replies.append(Say(Screen((*self.above, *blocks))))

    def done(self, *blocks: Block) -> None:
        """Say that something that the law gives a right to is done, and on which day it was asked for (CL-15)."""
        self.tell(*blocks, self.receipt())

    def receipt(self) -> Block:
        """Return the line that says on which day it was asked for."""
        return line(RECEIPT, Look.HINT, date=self.today)

    def tell_each(self, texts: Iterable[str]) -> None:
        """Say each text as a message of its own."""
        for text in texts:
            self.tell(line(text))

    def show(self, shown: Screen, *, quiet: bool = False, urgent: bool = False) -> None:
        """Say a message with buttons; it becomes the open prompt, and no side step waits any more.

        The earlier message of the open step loses its buttons."""
        self.bare()
        self.c.stack = []
        standing = self._standing(self._below(shown))
        self.replies.append(Say(standing, urgent=urgent, quiet=quiet))

    def aside(self, name: StepName, shown: Screen, *, urgent: bool = False) -> None:
        """Show a side step: its buttons answer it, and the open step waits."""
        self.replies.append(Say(self._opened(self._below(shown)), urgent=urgent))
        self.c.stack = [name]

    def _below(self, shown: Screen) -> Screen:
        """Return this screen under what stands above whatever is said."""
        return replace(shown, blocks=(*self.above, *shown.blocks)) if self.above else shown

    def redraw(self, shown: Screen) -> None:
        """Change the open step's message in place; where nothing may be edited in place it is sent anew (AX-07)."""
        old = self.c.draft.standing or self.c.prompt
        opened = self._standing(shown)
        self.replies.append(Say(opened) if self.c.accessible else Redraw(old, opened))

    def bare(self) -> None:
        """Take the buttons off the message of the open step, whose text stays; with `/accesible` nothing is edited."""
        standing, shown = self.c.draft.standing, self.c.draft.shown
        if standing or shown:
            self.c.draft = replace(self.c.draft, standing=0, shown=())
        if standing and not self.c.accessible:
            self.replies.append(Lock(standing, Screen(shown, numbered=False), answered=False))

    def _standing(self, shown: Screen) -> Screen:
        """Open this screen as the message of the open step, and remember what it says."""
        opened, draft = self._opened(shown), self.c.draft
        showings = draft.showings
        if opened.stays:
            showings = (*showings, Showing(opened.prompt, tuple(self.c.offered), draft.ticked))[-MOST_SHOWINGS:]
        self.c.draft = replace(self.c.draft, standing=opened.prompt, shown=opened.blocks, showings=showings)
        return opened

    def _opened(self, shown: Screen) -> Screen:
        self.c.prompt += 1
        if self.c.draft.meant or self.c.draft.guessed:
            self.c.draft = replace(self.c.draft, meant="", guessed=False)
        self.c.offered = [button.name for button in (*shown.options, *shown.controls)]
        return replace(shown, prompt=self.c.prompt)

    def forget(self) -> None:
        """Keep nothing of the answers, here or in the store."""
        self.c.answers, self.c.draft, self.c.correcting = {}, Draft(), False
        self.c.counted = []
        self.replies.append(Erase(EraseScope.ANSWERS))

    def lock(self, chosen: Text, *, aloud: bool = False) -> None:
        """Take the buttons off the message of the open step, and add what was answered (AX-07).

        With `/accesible` nothing is edited: `aloud`, it stands above what is said next."""
        standing, shown = self.c.draft.standing, self.c.draft.shown
        self.c.draft = replace(self.c.draft, standing=0, shown=())
        answer = Block((Text(N_("Answer: {answer}"), {"answer": chosen}),), Look.STRONG)
        if self.c.accessible:
            self.above = (*self.above, answer) if aloud else self.above
        elif standing:
            self.replies.append(Lock(standing, Screen((*shown, answer), numbered=False)))

    def labels(self, question: Question) -> Labels:
        """Return the labels of a question's options in the person's language, in order, and those in the others."""
        options = {o.value: self.translate(self.c.language, o.label) for o in question.options}
        others = [each for each in Language if each != self.c.language]
        foreign = {o.value: tuple(self.translate(other, o.label) for other in others) for o in question.options}
        return Labels(self.c.language, options, self.lexicon, foreign, of_another=self.helps)

    def screening(self) -> Screening:
        """Return what the relevant answers give today."""
        return self._followed().screening()

    def facts(self) -> Facts:
        """Return what the relevant answers say, by the names that the criteria use."""
        return self._followed().facts()

    def slots(self) -> tuple[Slot, ...]:
        """Return the slots that apply to the answers, in order."""
        return self._followed().slots

    def _followed(self) -> Followed:
        """Return what follows from the answers as they stand."""
        study, c = self.study, self.c
        if c.followed is None or not c.followed.is_of(study, c.answers, self.today):
            c.followed = Followed.of(study, c.answers, self.today)
        return c.followed
