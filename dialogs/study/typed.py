"""What a study says of how answers to its questions are typed: counts and tests of a report, names that two tests have,
halves of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Others(StrEnum):
    """Somebody else of whom a text may speak: the labels of the section [speaker] of each language."""

    RELATIVE = "relative"
    PARTNER = "partner"
    #: Whoever it is, a relative or not, as a pronoun says it.
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One thing that a laboratory counts, and from which number on it says yes."""

    words: tuple[str, ...]
    #: More than this is too many.
    over: int
    #: Words beside it that make it something else, which is not counted: "hyaline casts".
    unlike: tuple[str, ...] = ()
    #: Other words for it that count only where it is denied: "no blood".
    denied_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One half of a question that joins two: how it is asked where only the other one was denied."""

    #: The question that asks for this half alone: its reader reads what comes back.
    asks: str
    text: str
    #: The options that a yes and a no to it make, the other half being denied.
    yes: str
    no: str
    #: What denies the other half and says nothing of this one; per language.
    heard: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A name of a test that is the name of another one as well: without a unit it is asked which one is meant."""

    words: tuple[str, ...]
    #: What is asked then, and what stands on the buttons of this test and of the other one.
    text: str
    own: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One test whose result a question asks for."""

    words: tuple[str, ...]
