"""Words that are a command at any step, where the open question has no other use for them."""

from __future__ import annotations

from dialogs.answers.choice import heard, own_phrases
from dialogs.answers.reading import Labels
from dialogs.lexicon.lexicon import Lexicon
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, nearest
from dialogs.study.study import Question

#: A whole text of one word this long may be one letter off a command.
LONG_COMMAND = 6
_POLITE = frozenset(spoken("por favor porfavor porfa please pls po pues gracias thanks now ahora"))


def command(text: str, lexicon: Lexicon, question: Question | None = None, labels: Labels | None = None) -> str | None:
    """The command that the whole text is, in either language; None for anything longer or else.

    With the open question and its labels: a command never beats a word of that question (study-facts 11b)."""
    found = _exact(text, lexicon) or _near(text, lexicon)
    if found is None or question is None or labels is None or text.lstrip().startswith("/"):
        return found
    return None if _answers(question, fold(text), labels) else found


def is_guessed(text: str, lexicon: Lexicon) -> bool:
    """Is the text a command only by its spelling distance? Then it is asked about, never carried out."""
    return _exact(text, lexicon) is None and _near(text, lexicon) is not None


def _exact(text: str, lexicon: Lexicon) -> str | None:
    key = _key(text)
    found = lexicon.commands.get(key)
    if found is not None or not key:
        return found
    while len(key) > 1 and key[-1] in _POLITE:
        key = key[:-1]
        if key in lexicon.commands:
            return lexicon.commands[key]
    return None


def _near(text: str, lexicon: Lexicon) -> str | None:
    key = _key(text)
    if len(key) != 1 or len(key[0]) < LONG_COMMAND or not key[0].isalpha():
        return None
    singles = {name[0]: label for name, label in lexicon.commands.items() if len(name) == 1}
    near = {singles[name] for name in nearest(key[0], singles, 1) if name[0] == key[0][0] and len(name) > 4}
    return near.pop() if len(near) == 1 else None


def _key(text: str) -> tuple[str, ...]:
    if len(text) > LONGEST_ANSWER:
        return ()
    folded = fold(text)
    if folded.startswith("/"):
        folded = folded[1:].partition("@")[0].replace("_", "")
    return tuple(spoken(folded))


def _answers(question: Question, folded: str, labels: Labels) -> bool:
    """Is the text made of words of the question's own options?"""
    words = spoken(folded)
    hits, _ = cover(words, own_phrases(question, labels))
    if hits and heard(question, folded, labels, labels.lexicon.tongues[labels.language]).values:
        return True
    shown = [spoken(fold(label)) for label in labels.options.values()]
    return len(words) == 1 and len(words[0]) > 3 and sum(words[0] in label for label in shown) == 1
