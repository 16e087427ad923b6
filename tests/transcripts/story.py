"""A story: one file that a nurse can read, with a title, how things stand, and what the person does, in order.

    # P08 · Title of the story.
    today 2026-11-22
    lang es
    recruitment recruiting

    patient: /start
    bot:     …                       (what the program said: rewritten by `pytest --update-transcripts`)
    patient: [Label of a button]
    patient: typed words
    patient: (taps again [Sí])       (the button pressed last, once more)
    patient: (taps old [Sí])         (the newest button of that label that is not on the open message)
    patient: (photo) (voice) …       (something that is not text)
    patient: (shares own contact +56…)   (shares a contact +56…)   (edits a message)
    patient: (replies to «a passage»: a note)
    -- days later 2026-11-29 --
    -- restart --
    -- recruitment recruiting --
    -- team: taken --
    -- team: asks_for_the_doctor --   (with a word more: with the name)
    -- team writes: some words --
    -- clock: unfinished --
    -- of the other: team: taken --  (of two people whom the account serves, the one who is set aside)

Lines of the person and of time are kept as they are; every other line is what the program said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

#: What a story may say of how things stand, and what holds where it says nothing.
SETTINGS = {
    "today": "2026-11-22",
    "lang": "es",
    "recruitment": "not_recruiting",
    "confirmed": "",
    "interest_list": "yes",
    "notice": "folded",
}
PATIENT, TIME = "patient:", "--"
OTHER = "-- of the other:"


class Unplayable(Exception):
    """A story asks for what cannot be done. The message names the line, the fact and what could stand there."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its file tells it."""

    name: str
    title: str
    settings: dict[str, str]
    #: The lines of the settings, as written.
    heading: tuple[str, ...]
    #: What the person does, and what time does, in order.
    deeds: tuple[str, ...]

    @property
    def today(self) -> date:
        """The day on which it begins."""
        return date.fromisoformat(self.settings["today"])


def read_story(path: Path) -> Story:
    """The story of a file; Unplayable where its first lines are no title and no settings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].startswith("# "):
        raise Unplayable(f'{path.name}, line 1: no title. Begin with "# " and one sentence that tells the story.')
    settings, heading = dict(SETTINGS), []
    for line in _head(lines[1:]):
        name, _, value = line.partition(" ")
        if name not in SETTINGS:
            raise Unplayable(f'{path.name}: "{name}" is no setting. Use one of: {", ".join(SETTINGS)}.')
        settings[name] = value.strip()
        heading.append(line)
    deeds = tuple(line for line in lines[1:] if line.startswith((PATIENT, TIME)))
    return Story(path.stem, lines[0], settings, tuple(heading), deeds)


def _head(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith((PATIENT, TIME)):
            return
        if line.strip():
            yield line
