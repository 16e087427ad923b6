"""Finding what a text denies: "no tengo fiebre", "never had a seizure", "el pecho no me duele".

Study-facts 10 lets a denied sign raise its text and asks for no effort; but words of danger in answer to "I have none"
upset. So a sign counts as denied only where the denial stands right before it, with nothing between but the words that
`[denial]` of the file lists, in their order: pronouns, helpers, having, links. Anything else, a comma too, keeps the
safety text: "no, tengo fiebre", "no se me quita la fiebre", "no solo fiebre".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dialogs.lexicon.signs import Denied, Sign, Span
from dialogs.lexicon.spelling import fold, sound

#: At most so many words stand between a denial and what it denies.
REACH = 6


@dataclass(frozen=True, slots=True)
class Denial:
    """The words of denial, all by their sound."""

    negators: frozenset[str]
    #: Between a negator and a verb: "no _me_ duele".
    pronouns: frozenset[str]
    #: Before the verb or state that is denied: "no _estoy_ sangrando".
    helpers: frozenset[str]
    #: Before a thing that is denied: "no _tengo_ fiebre".
    having: frozenset[str]
    #: Before a thing, behind those: "no tengo _nada de_ fiebre".
    links: frozenset[str]
    #: What one has: only before these stand `having` and `links`, so that "no tengo, tomé veneno" is no denial.
    things: frozenset[str]
    #: A bare no, and the verbs before which it is an answer rather than a denial: "no fainted twice".
    bare: frozenset[str]
    answered: frozenset[str]
    #: What a denial goes on behind: "no fever _or_ chills".
    joins: frozenset[str]
    #: What no denial goes beyond: "the chest doesn't hurt _but_ …".
    ends: frozenset[str]

    def is_in(self, words: Sequence[str]) -> bool:
        """Tell whether a word of denial stands in the text."""
        return not self.negators.isdisjoint(words)

    def of(self, signs: Iterable[tuple[Sign, Span]], words: Sequence[str], parts: frozenset[int]) -> Denied:
        """Return which words are denied; a sign that is itself a denial ("no respira") never is."""
        standing: dict[Span, set[int]] = {}
        for sign, span in signs:
            if self.negators.isdisjoint(sign.words):
                standing.setdefault(span, set()).add(id(sign))
        found: list[Span] = []
        kept: dict[int, set[int]] = {}
        for span in sorted(standing, key=_inner_first):
            # "no veo bien, veo doble": a sign that is not denied itself is not denied by being said before as well
            said_again = not standing[span].isdisjoint(kept.get(span[1], ()))
            if not said_again and (self._is_denied(span, words, parts) or self._goes_on(span, found, words, parts)):
                found.append(span)
            else:
                kept.setdefault(span[1], set()).update(standing[span])
        return Denied(frozenset(at for start, end in found for at in range(start, end)), self.negators)

    def _is_denied(self, span: Span, words: Sequence[str], parts: frozenset[int]) -> bool:
        start, end = span
        if not self.ends.isdisjoint(words[start:end]):
            return False
        named = next((at for at in range(start, end - 1) if words[at] not in self.links), end - 1)
        return (
            self._before(named, words, parts)
            or self._behind(start, end, words, parts)
            # "el pecho no me duele": right before its last word
            or (end - start > 1 and self._before(end - 1, words, parts, least=start + 1))
        )

    def _before(self, at: int, words: Sequence[str], parts: frozenset[int], least: int = 0) -> bool:
        """Tell whether a negator stands before this word, with nothing between but what may stand there."""
        thing = words[at] in self.things or words[at].isdigit()
        order = (self.links, self.having, self.helpers, self.pronouns) if thing else (self.helpers, self.pronouns)
        stage = 0
        for back in range(at - 1, max(least, at - 1 - REACH) - 1, -1):
            if back + 1 in parts:
                return False
            word = words[back]
            if word in self.negators:
                return word not in self.bare or words[at] not in self.answered
            stage = next((place for place in range(stage, len(order)) if word in order[place]), len(order))
            if stage == len(order):
                return False
        return False

    def _behind(self, start: int, end: int, words: Sequence[str], parts: frozenset[int]) -> bool:
        """Tell whether the sign is a part of the text by itself, with a no behind it: "fiebre no tengo"."""
        first = start
        while first and first not in parts and words[first - 1] in self.links:
            first -= 1
        if words[start] not in self.things or (first and first not in parts):
            return False
        if end == len(words) or words[end] not in self.negators:
            return False
        end += 1
        while end < len(words) and end not in parts and words[end] in self.having | self.helpers:
            end += 1
        return end == len(words) or end in parts

    def _goes_on(self, span: Span, found: Sequence[Span], words: Sequence[str], parts: frozenset[int]) -> bool:
        """Tell whether the denial of what stands before goes on here, behind an "or"."""
        at = span[0]
        while at and at not in parts and words[at - 1] in self.links - self.joins:
            at -= 1
        before = at - 2
        if before < 0 or not parts.isdisjoint((at, at - 1)) or words[at - 1] not in self.joins:
            return False
        denied = any(start <= before < end for start, end in found)
        return denied or (words[before] in self.things and self._before(before, words, parts))


def _inner_first(span: Span) -> tuple[int, int]:
    return span[1], -span[0]


def read_denial(raw: Any, complain: Callable[[str, str], None]) -> Denial:
    """Return the words of denial that a file lists; each problem goes to `complain`."""
    names = [field.name for field in fields(Denial)]
    lists: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    for name in sorted(lists.keys() - set(names)):
        complain(f"[denial] {name}", f"nobody reads this. Use one of: {', '.join(names)}.")
    return Denial(**{name: _words(lists.get(name), name, complain) for name in names})


def _words(text: Any, name: str, complain: Callable[[str, str], None]) -> frozenset[str]:
    if not isinstance(text, str) or not text.strip():
        complain(f"[denial] {name}", 'holds no words. Write them with spaces between: "no ni sin".')
        return frozenset()
    return frozenset(sound(word) for word in fold(text).split())
