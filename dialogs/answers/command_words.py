"""Words that are a command at any step, where the open question has no other use for them."""

from __future__ import annotations

from dialogs.answers.heard import MEANINGS, heard, own_phrases
from dialogs.answers.reading import Labels
from dialogs.commands import ChatCommand
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, nearest
from dialogs.lexicon.spelling import words as written_words
from dialogs.study.study import Kind, Question
from dialogs.values import member

#: A whole text of one word this long may be one letter off a command.
LONG_COMMAND = 5
#: A request said in other words is no longer than this.
LONGEST_REQUEST = 14
#: Asks for a person by telephone.
CALL = "call"
#: Which of several requests in one text is the one that matters.
WEIGHT = (
    ChatCommand.DELETE,
    ChatCommand.STOP,
    ChatCommand.BACK,
    ChatCommand.LANGUAGE,
    ChatCommand.PERSON,
    CALL,
    ChatCommand.HELP,
)
#: What is heard at every step, also in other words; and what one word is enough for.
EVERYWHERE = (ChatCommand.DELETE, ChatCommand.STOP, ChatCommand.PERSON)
IN_A_WORD = (ChatCommand.DELETE, CALL)


def command(
    text: str, lexicon: Lexicon, question: Question | None = None, labels: Labels | None = None
) -> ChatCommand | None:
    """Return the command that the whole text is, in either language; None for anything longer or else.

    With the open question and its labels: a command never beats a word of that question (study-facts 11b), and what is
    asked for in other words is a command too. Without them it may be a button's words ("change an answer")."""
    if question is None or labels is None:
        return _exact(text, lexicon) or _near(text, lexicon)
    found = _exact(text, lexicon) or _guessed(text, lexicon)
    if found is None or text.lstrip().startswith("/"):
        return found
    if question.kind is Kind.CONTACT and asks_for_a_call(text, lexicon):
        return None  # it is what the number is asked for
    return None if _answers(question, fold(text), labels) else found


def requested(text: str, lexicon: Lexicon) -> ChatCommand | None:
    """Return what a whole text asks for in other words at any step: to erase, to end, or for a person."""
    found = _requested(text, lexicon)
    return found if found in EVERYWHERE else None


def asks_for_a_language(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a whole text asks, in more than a word, for another language."""
    asked = _exact(text, lexicon) or _requested(text, lexicon)
    return asked is ChatCommand.LANGUAGE and len(_key(text)) > 1


def asks_for_a_call(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a whole text asks to be called, and for nothing else."""
    return _asked_in_words(text, lexicon) == CALL


def is_guessed(text: str, lexicon: Lexicon) -> bool:
    """Is the text a command only by its spelling or sound, in other words, or in words that may mean something else?

    Then it is asked about first."""
    if (key := _exact_key(text, lexicon)) is None:
        return _guessed(text, lexicon) is not None
    if text.lstrip().startswith("/"):
        return False
    return key in lexicon.guessed or not set(written_words(fold(text))) <= lexicon.command_words


def _guessed(text: str, lexicon: Lexicon) -> ChatCommand | None:
    return _near(text, lexicon) or _requested(text, lexicon)


def _requested(text: str, lexicon: Lexicon) -> ChatCommand | None:
    """Return the command that a whole text asks for in other words: "quiten todo lo que escribí, por favor"."""
    asked = _asked_in_words(text, lexicon)
    return ChatCommand.PERSON if asked == CALL else member(ChatCommand, asked)


def _asked_in_words(text: str, lexicon: Lexicon) -> str | None:
    words = _key(text)
    if not 0 < len(words) <= LONGEST_REQUEST:
        return None
    for language_words in lexicon.languages.values():
        hits, left = cover(words, language_words.phrases["requests"])
        asked = {hit.name for hit in hits} - {"polite"}
        if not left and asked and "denied" not in asked and not _is_said_by_answers(words, language_words):
            # to erase is more than to stop, and to stop more than to go back
            found = next((name for name in WEIGHT if name in asked), None)
            return found if len(words) > 1 or found in IN_A_WORD else None
    return None


def _exact(text: str, lexicon: Lexicon) -> ChatCommand | None:
    key = _exact_key(text, lexicon)
    return None if key is None else lexicon.commands[key]


def _exact_key(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Return the words of the command that the whole text is, without a courtesy behind them."""
    key = _key(text)
    while key not in lexicon.commands:
        if len(key) < 2 or key[-1] not in lexicon.polite:
            return None
        key = key[:-1]
    return key


def _is_said_by_answers(words: tuple[str, ...], language_words: LanguageWords) -> bool:
    """Is the whole text a yes, a no or an "I don't know" ("para nada")?"""
    hits, left = cover(words, language_words.phrases["answers"])
    return not left and any(hit.name in MEANINGS for hit in hits)


def _near(text: str, lexicon: Lexicon) -> ChatCommand | None:
    key = _key(text)
    if len(key) != 1 or len(key[0]) < LONG_COMMAND or not key[0].isalpha():
        return None
    if any(_is_said_by_answers(key, words) for words in lexicon.languages.values()):
        return None  # a yes or a no is no misspelt command: "nones" is not "notas"
    if key in lexicon.no_commands:
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
    language_words = labels.lexicon.languages[labels.language]
    hits, _ = cover(words, own_phrases(question, labels))
    own = [hit for hit in hits if not _is_any_answer(words, hit, language_words)]
    if own and heard(question, folded, labels, language_words).values:
        return True
    shown = [spoken(fold(label)) for label in labels.options.values()]
    return len(words) == 1 and len(words[0]) > 3 and sum(words[0] in label for label in shown) == 1


def _is_any_answer(words: list[str], hit: Hit, language_words: LanguageWords) -> bool:
    """Is a phrase of the question no more than the language's yes or no, as its labels are?"""
    language = language_words.phrases["answers"].longest(words, hit.start)
    return language is not None and language.end >= hit.end
