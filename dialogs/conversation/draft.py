"""What was begun at the open step and is no answer yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from dialogs.fixed import fixed
from dialogs.replies import Heading, PagePart
from dialogs.screen_json import decode_blocks, encode_blocks
from dialogs.screens import Block
from dialogs.values import Medicine, Value, decode, encode, member

#: Fields of a draft that JSON has as they are, those that are several words, and those that are values by their slot.
_MARKS = (
    *("cut", "told", "misread", "half", "meant", "guessed", "more", "ranges", "taken"),
    *("to_team", "writing", "note", "passage", "note_number"),
)
_WORDS = ("strange", "ticked", "parts")
_VALUES = ("reading", "noted", "elsewhere")


@fixed(frozen=True, slots=True)
class Showing:
    """A message that showed the open question; a press on it counts while that question is open."""

    prompt: int
    #: The names of its buttons, in order.
    offered: tuple[str, ...]
    #: What was ticked on it.
    ticked: tuple[str, ...] = ()

    def to_json(self) -> list[Any]:
        """Return a JSON list from which `from_json` makes an equal showing."""
        return [self.prompt, list(self.offered), list(self.ticked)]

    @classmethod
    def from_json(cls, raw: Sequence[Any]) -> Showing:
        """Return the showing that `to_json` wrote."""
        return cls(raw[0], tuple(raw[1]), tuple(raw[2]))


@fixed(frozen=True, slots=True)
class Draft:
    """What was begun at the open step and is no answer yet; replaced as one, and dropped at every change of step.

    A pause keeps it, and so does a side step: the open step only waits."""

    #: The slot that is asked, where the state is a question.
    slot: str = ""
    #: The message of the open step that has buttons (0: none), and what it says: they go, the answer is added (AX-07).
    standing: int = 0
    shown: tuple[Block, ...] = ()
    #: The latest messages that showed this question.
    showings: tuple[Showing, ...] = ()
    #: A reading that waits for a yes, with what else the same text told: slot → value; empty when none waits.
    reading: Mapping[str, Value] = field(default_factory=dict)
    #: What was understood of a list while the rest of it is asked about: slot → value; empty when nothing is.
    noted: Mapping[str, Value] = field(default_factory=dict)
    #: Answers of another study that are shown back, and used after a yes: slot → value; empty when none are.
    elsewhere: Mapping[str, Value] = field(default_factory=dict)
    #: Words of a list that were not understood, as they were typed: is it a medicine?
    strange: tuple[str, ...] = ()
    #: Treatments whose names were not spelled as they are known: after "correct it" each may be another one.
    near: tuple[Medicine, ...] = ()
    #: The end of a long list was not read: the rest is asked for.
    cut: bool = False
    #: Ticks of a multiple choice that is not submitted yet.
    ticked: tuple[str, ...] = ()
    #: What was typed here and the team is told beside the answer, in the words of the person.
    told: str = ""
    #: Misreadings in a row.
    misread: int = 0
    #: The half of the question that is open, the other one being denied: the question that asks for it alone.
    half: str = ""
    #: A button of the open message that was named in words and weighs too much for that; it waits for a yes.
    meant: str = ""
    #: What is asked is asked because a word was guessed: a bare yes erases nothing (11b).
    guessed: bool = False
    #: Possible readings of what was typed, each with a button.
    offers: tuple[Value, ...] = ()
    #: The options that are folded away at first are shown; at the review, the names of the answers.
    more: bool = False
    #: Ranges are offered instead of a number.
    ranges: bool = False
    #: The answer before this one was typed, and is shown without having been read back: a bare no may be to that.
    taken: bool = False
    #: What a way to reach the person was asked for: they agree to what they read, not to something else.
    heading: Heading | None = None
    #: Words for the team with a sign of danger in them; they wait for a yes, after the safety text.
    to_team: str = ""
    #: Words went to the team from here: what is written next is meant for it too, even before the answer was seen.
    writing: bool = False
    #: Words that may be a note, and the passage that they are about; they wait for what is asked about them.
    note: str = ""
    passage: str = ""
    #: The note that is looked at or changed, counted from one; 0: none, or a new one.
    note_number: int = 0
    #: What the person ticked for the page about their answers.
    parts: tuple[PagePart, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object from which `from_json` makes an equal draft: what was not begun is not in it."""
        raw: dict[str, Any] = {
            "slot": self.slot,
            "standing": self.standing,
            "shown": encode_blocks(self.shown),
            "showings": [showing.to_json() for showing in self.showings],
        }
        for name in _MARKS:
            if marked := getattr(self, name):
                raw[name] = marked
        for name in _WORDS:
            if words := getattr(self, name):
                raw[name] = [str(word) for word in words]
        for name in _VALUES:
            if values := getattr(self, name):
                raw[name] = {slot: encode(value) for slot, value in values.items()}
        if self.near:
            raw["near"] = [[medicine.group, medicine.name, medicine.said] for medicine in self.near]
        if self.offers:
            raw["offers"] = [encode(value) for value in self.offers]
        if self.heading:
            raw["heading"] = str(self.heading)
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Draft:
        """Return the draft that `to_json` wrote; what is missing takes its default."""
        return cls(
            slot=raw.get("slot", ""),
            standing=raw.get("standing", 0),
            shown=decode_blocks(raw.get("shown", ())),
            showings=tuple(Showing.from_json(each) for each in raw.get("showings", ())),
            reading={slot: decode(value) for slot, value in raw.get("reading", {}).items()},
            noted={slot: decode(value) for slot, value in raw.get("noted", {}).items()},
            elsewhere={slot: decode(value) for slot, value in raw.get("elsewhere", {}).items()},
            strange=tuple(raw.get("strange", ())),
            near=tuple(Medicine(*row) for row in raw.get("near", ())),
            cut=raw.get("cut", False),
            ticked=tuple(raw.get("ticked", ())),
            told=raw.get("told", ""),
            misread=raw.get("misread", 0),
            half=raw.get("half", ""),
            meant=raw.get("meant", ""),
            guessed=raw.get("guessed", False),
            offers=tuple(decode(value) for value in raw.get("offers", ())),
            more=raw.get("more", False),
            ranges=raw.get("ranges", False),
            taken=raw.get("taken", False),
            heading=member(Heading, raw.get("heading")),
            to_team=raw.get("to_team", ""),
            writing=raw.get("writing", False),
            note=raw.get("note", ""),
            passage=raw.get("passage", ""),
            note_number=raw.get("note_number", 0),
            parts=tuple(part for name in raw.get("parts", ()) if (part := member(PagePart, name)) is not None),
        )
