"""What a study says besides its questions: cautions, and what people ask about any trial."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A sentence for the patient's safety, said when a fact and a named treatment come together."""

    fact: str
    value: str
    #: Generic names or groups of the lexicon.
    treatments: tuple[str, ...]
    #: Groups that call for it where no name is known: it may be one of those.
    nameless: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequentQuestion:
    """One of the questions that people ask about any trial."""

    id: str
    question: str
    answer: tuple[str, ...]
