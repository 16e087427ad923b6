"""Where a person takes back what they just wrote: "71, sorry, 17".

A correction says that what stands before it does not hold; an apology may only excuse: "34, sorry for the delay". Both
lists of words stand in the section [speaker] of each language's file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.answers.date_tokens import tokens_of
from dialogs.answers.heard import CHAT, WAITS, own_phrases
from dialogs.answers.number_words import digits
from dialogs.answers.person import WORD
from dialogs.answers.reading import Labels
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import fold, sound
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Question

#: Labels of [speaker]: words that take back, words that may only excuse, and words that name something else.
CORRECTS, EXCUSES, INSTEAD = "corrects", "excuses", "instead"
#: Labels of words that say by themselves that something before is corrected.
_ALONE = (CORRECTS, EXCUSES, "alone")
#: What speaks against what was said before, by the section of the language's words; elsewhere any of its words does.
_AGAINST = {
    "speaker": {INSTEAD, "relative", "partner", "anybody"},
    "answers": {"yes", "echo", "no", "doubt", "unknown", "perhaps", "whether"},
    "results": {"positive", "negative", "negation", "none", "except", "open"},
    "tense": {"past", "over"},
}
#: So many words between the words of a phrase are none that could matter.
SPANNED = 1
#: A word, or a number with its point: a value may stand behind words of correction.
_WHOLE_WORD = re.compile(r"[^\W_]+(?:[.,'’/][^\W_]+)*")
_PAUSE = re.compile(r"[,;:.!\n]")
_CLAUSE = Worded(r"(?i:[,;:!\n](?!\d)|\.(?=\s)|\b(?:{joint_but})\b)")
#: Letters of tokens that may be part of a date.
_DATED = re.compile(r"[mwuqnYFjJ]")


@dataclass(frozen=True, slots=True)
class Correction:
    """The last such word of a text, with what stands on either side of it."""

    before: str
    behind: str
    #: It may only excuse, and take nothing back.
    excuses: bool

    @property
    def breaks_off(self) -> bool:
        """Does it take something back and put nothing in its place?"""
        return not self.behind and not self.excuses


def correction(text: str, language_words: LanguageWords) -> Correction | None:
    """Return the last correction of a text; None where it has none behind its first word.

    A no that its phrase begins with stands before it: what is taken back in "no, wait, yes" is that no."""
    found = list(WORD.finditer(text))
    heard = [sound(fold(each[0]).replace("'", "")) for each in found]
    spoken_of = language_words.phrases["speaker"].hits(heard)
    waits = [hit for hit in spoken_of if hit.name == WAITS and not _has_pause(text, found[hit.start : hit.end])]
    hits = [
        hit
        for hit in spoken_of
        if hit.name in (CORRECTS, EXCUSES) and not any(w.start <= hit.start and hit.end <= w.end for w in waits)
    ]
    last = max(hits, key=lambda hit: (hit.end, -hit.start), default=None)
    if last is not None and last.name == EXCUSES:  # "I mean, sorry" takes back
        last = next((h._replace(end=last.end) for h in hits if h.name == CORRECTS and h.end == last.start), last)
    if last is not None and last.start == 0:
        last = _behind_a_no(heard[: last.end], language_words)
    if last is None:
        return None
    start = found[last.end].start() if last.end < len(found) else len(text)
    behind = text[start - text[:start].endswith("+") :]  # the sign of a number from abroad
    return Correction(text[: found[last.start].start()], behind, last.name == EXCUSES)


def _has_pause(text: str, words: list[re.Match[str]]) -> bool:
    """Tell whether these words are not said in one breath: "no, miento" takes back, «no miento» does not."""
    return _PAUSE.search(text[words[0].end() : words[-1].start()]) is not None


def _behind_a_no(heard: list[str], language_words: LanguageWords) -> Hit | None:
    """Return what takes back or excuses behind the no that these words begin with; None where they begin with none."""
    first = language_words.phrases["answers"].longest(heard[:1], 0)
    if first is None or first.name != "no":
        return None
    hits = [hit for hit in language_words.phrases["speaker"].hits(heard[1:]) if hit.name in (CORRECTS, EXCUSES)]
    whole = [hit._replace(start=1, end=hit.end + 1) for hit in hits if hit.start == 0]
    return max(whole, key=lambda hit: hit.end, default=None)


def without_correction(text: str, language_words: LanguageWords) -> str:
    """Return what stands behind words of correction, or before them; empty where there are none or nothing else.

    Words that correct only beside a value ("actually") may stand among its own."""
    found = list(_WHOLE_WORD.finditer(text))
    heard = [" ".join(spoken(fold(each[0]))) for each in found]
    start, end = 0, len(found)
    while start < end and (after := _end_of_words(heard, start, text, found, language_words)) > start:
        start = after
    while end > start and (before := _start_of_words(heard[start:end], language_words)) < end - start:
        end = start + before
    inside = next(
        (hit for at in range(start, end) for hit in _beside(heard[start:end], at - start, language_words)), None
    )
    if inside is not None:
        first, last = found[start + inside.start], found[start + inside.end - 1]
        return f"{text[found[start].start() : first.start()]}{text[last.end() : found[end - 1].end()].lstrip()}".strip()
    whole = start == 0 and end == len(found)
    return "" if whole or start >= end else text[found[start].start() : found[end - 1].end()]


def _beside(heard: list[str], at: int, language_words: LanguageWords) -> list[Hit]:
    return [hit for hit in language_words.phrases["taken_back"].all_longest(heard, at) if hit.name == "beside"]


def _end_of_words(
    heard: list[str], start: int, text: str, found: list[re.Match[str]], language_words: LanguageWords
) -> int:
    """Return where words of correction that begin here end; a no is one only before a pause."""
    hits = _said_to_correct(heard, start, language_words)
    ends = [hit.end for hit in hits if hit.name in _ALONE]
    for hit in hits:
        behind = text[found[hit.end - 1].end() : found[hit.end].start()] if hit.end < len(found) else ""
        if hit.name == "no" and _PAUSE.search(behind):
            ends.append(hit.end)
    return max(ends, default=start)


def _start_of_words(heard: list[str], language_words: LanguageWords) -> int:
    """Return where words of correction begin that these words end with."""
    at_end = (hit for at in range(len(heard)) for hit in _said_to_correct(heard, at, language_words))
    return min((hit.start for hit in at_end if hit.end == len(heard) and hit.name in _ALONE), default=len(heard))


def _said_to_correct(heard: list[str], at: int, language_words: LanguageWords) -> list[Hit]:
    sections = (language_words.phrases[name] for name in ("speaker", "taken_back"))
    return [hit for phrases in sections for hit in phrases.all_longest(heard, at)]


def without_chat(text: str, language_words: LanguageWords) -> str | None:
    """Return the text without the clauses that only tell what goes on beside the chat: "none, I was at work".

    None where it has no such clause, or nothing else."""
    clauses = [clause for clause in language_words.patterns[_CLAUSE].split(text) if clause.strip()]
    kept = [clause for clause in clauses if not _is_chat(spoken(fold(clause)), language_words)]
    return ", ".join(kept) if 0 < len(kept) < len(clauses) else None


def _is_chat(words: list[str], language_words: LanguageWords) -> bool:
    hits, left = cover(words, language_words.phrases["speaker"], language_words.phrases["answers"])
    names = {hit.name for hit in hits}
    # what a gap of a phrase covers was not understood: "I was on a drip at home" tells of more than of home
    spanned = any(hit.end - hit.start - hit.words > SPANNED for hit in hits if hit.name == CHAT)
    return not left and not spanned and CHAT in names and names <= {CHAT, EXCUSES, "own", "filler"}


def is_contradicted(question: Question, behind: str, labels: Labels) -> bool:
    """Tell whether what follows an apology may be said in the place of what stands before it.

    A no, a number, a date, words of the question's own, of what was or of another one do; "for the delay" and "for not
    answering before" do not."""
    language_words = labels.lexicon.languages[labels.language]
    folded, said = fold(behind), spoken(fold(behind))
    plain, _ = digits(folded, language_words)
    if any(char.isdigit() for char in plain) or own_phrases(question, labels).hits(said):
        return True
    if _DATED.search("".join(token.letter for token in tokens_of(plain, language_words))):
        return True
    phrases = language_words.phrases
    apart = [hit for hit in phrases["speaker"].hits(said) if hit.name in (WAITS, CHAT)]
    return any(
        hit.name in names and not any(each.start <= hit.start and hit.end <= each.end for each in apart)
        for section, names in _AGAINST.items()
        for hit in phrases[section].hits(said)
    )
