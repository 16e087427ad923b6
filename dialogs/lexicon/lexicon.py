"""The words that are understood, as data: yes and no, months, commands, red flags, medicines.

The files are TOML that a nurse can edit: one for each language (`es.toml`, `en.toml`), the red flags, which are looked
for in both languages always, and the medicines of the study. `parse_lexicon` takes their text (the core opens no file)
and refuses with every problem at once, each with its file and place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from dialogs.commands import ChatCommand
from dialogs.errors import SetUpError
from dialogs.lexicon.flag_file import RedFlags, read_flags
from dialogs.lexicon.medicine_file import MedicineTable, read_medicines
from dialogs.lexicon.number_file import NumberWords, read_numbers
from dialogs.lexicon.phrases import PhraseError, Phrases, parse_phrase, spoken
from dialogs.lexicon.spelling import fold, sound, words
from dialogs.lexicon.worded import Patterns, read_plain

_ORDINALS = tuple(str(n) for n in range(1, 10))
_MONTHS = tuple(f"m{n}" for n in range(1, 13))
_WEEKDAYS = tuple(f"w{n}" for n in range(1, 8))

#: What each section of a language's file must hold: labels of phrase lists.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "answers": ("yes", "echo", "agree", "no", "doubt", "unknown", "perhaps", "hedge", "whether", "aside", "filler"),
    "results": (
        "positive",
        "negative",
        "negation",
        "none",
        "except",
        "only",
        "same",
        "all",
        "open",
        "time",
        "pause",
        "and",
        "article",
    ),
    "tense": ("past", "over", "present", "bare", "checks", "lasting", "today"),
    "for_now": ("denied", "so_far", "changed"),
    "denial": ("denies",),
    "report": ("earlier", "latest"),
    # Which of several answers in a text is meant.
    "which": (
        *("denied", "elsewhere", "paper", "ahead", "next", "before", "first", "later", "last", "each"),
        *("other", "open", "aside", "became"),
    ),
    "speaker": ("own", "relative", "partner", "anybody", "friend", "corrects", "excuses", "instead", "waits", "chat"),
    "options": ("cue", "article", "polite", *_ORDINALS, "last"),
    # Says that somebody types, for whom, and why; and what says only how or where somebody types.
    "helper": ("for", "types", "why", "own"),
    "age": ("cue", "born", "coming", "turned", "about", "stop", "filler", "other"),
    "classes": ("cue", "stage", "counted", "filler", "plus", "or", "about", "not", "III", "IV", "V"),
    "dates": (
        *_MONTHS,
        *_WEEKDAYS,
        *("day", "week", "fortnight", "month", "year", "lastyear", "yearbeforelast", "half", "andhalf", "ago", "back"),
        *("last", "beforelast", "next", "this", "about", "pair", "more", "rhythm", "or", "and", "of", "article"),
        *("inside", "since", "edge", "d0", "d1", "d2", "ahead", "coming", "clock", "vague", "feast", "filler"),
        "denied",
    ),
    "verbs": ("begun", "ended", "changed", "elsewhere", "lasting"),
    "amounts": ("gt", "lt", "ge", "le", "more", "less", "about", "stop", "filler", "not"),
    # What is said around one of several numbers or dates: which of them is meant.
    "pieces": ("begins", "joint", "anew"),
    "meant": (
        *("now", "denied", "no", "that", "before", "was", "round", "aim", "change"),
        *("beside", "own", "event", "for"),
    ),
    "treatments": (
        *("none", "negation", "spared", "open", "offered", "given", "taking", "all_but", "not_only"),
        *("but", "ahead", "ongoing", "others", "had", "filler"),
    ),
    "contact": ("filler", "at", "dot", "or", "uncalled", "unsent", "limited", "not"),
    # Among the digits of a number that is dictated.
    "dictated": ("plus", "nought", "dash", "joint", "double", "triple", "or"),
    # After sending: a way to be reached, and what is to become of it.
    "reached": ("way", "changes", "call"),
    # When the team may call.
    "hours": ("morning", "afternoon", "filler"),
    "requests": ("stop", "delete", "back", "help", "language", "person", "call", "polite", "denied"),
    # What is no answer: courtesy, questions of the person's own, words for three buttons, and who types for whom.
    "said": (
        *("courtesy", "why_asked", "who_sees", "why", "pay", "risks", "time", "trial"),
        *("who_runs", "where", "explain", "medicines", "photo", "left", "later", "leaves", "news", "asking"),
        *("calling", "self", "helper", "begin", "read_all", "wrong", "right", "typist", "types_for", "filler"),
        *("well", "here", "on_it", "why_result", "remind", "look", "listed", "away"),
    ),
    # What is a yes where it weighs, and nothing else is.
    "assent": (
        *("yes", "right", "do", "fine", "wanted", "heard", "polite", "erase", "send", "withdraw"),
        *("agrees", "all", "told", "stop", "quit", "keep", "go_on", "deny"),
    ),
    # At "stop?": what may mean the questions, and no end of them; and which permission is meant.
    "stopping": ("ahead", "done", "rather", "which", "refuses"),
    # What is no yes to a read-back.
    "read_back": ("no_yes", "claims", "anew", "lacks"),
    # Under a safety text: where help is sought.
    "safety": ("care",),
    # Takes back the answer before this one, at the question behind it; and a no that may be to that answer.
    "taken_back": ("alone", "beside", "no", "keep", "says"),
    "remembered": ("was", "oh"),
    "no_more": ("no_more", "only_that"),
    # Of words that were not understood, or of a name that is only like one: what they are, and that one is missing.
    "about_word": ("is", "is_not", "kind", "another", "missing", "joint", "means", "article", "filler"),
    # At a later question: a medicine that comes to mind, and that one was never given.
    "late": ("late", "never", "excuse"),
    # Beside names at a list: what takes them off it.
    "list": ("off", "not", "filler"),
    # What answers "sure?", an agreement or an offer, and what is wished in plain words.
    "wishes": (
        *("yes", "no", "erase", "what", "withdraw", "cancel", "wait", "later", "send", "mine", "chat", "told"),
        "filler",
    ),
    # At the review: all is right but one.
    "all_but": ("fine", "rest", "except", "but"),
    "review": ("change", "right", "is", "not", "value", "beside", "why"),
}
#: Sections whose longer words may be a letter off.
FORGIVING = ("assent", "dates")
#: Lists of plain words, in the order of the fields of `LanguageWords`.
SIGNS = ("none", "some", "many", "range", "flag", "percent", "counted", "told", "stage")
#: Lists of the only words that may stand in an exact value or date, as they are spelled: before a value, before one of
#: the person's own or of the person whom it is about, before a date, between its parts, other names of September,
#: two comparators; and the words of the first person, which make an age one of whoever types it.
EXACT = ("value", "own", "theirs", "date", "joint", "m9", "gt", "lt", "first_person")
#: What only looks like a command: a word of its own, a letter away from one.
NO_COMMAND = "none"
#: Words that may follow a command and say nothing.
POLITE = "polite"
#: Whole texts that are a command and may mean something else, so that they are asked about.
GUESSED = "guessed"
COMMANDS: tuple[str, ...] = (*(each for each in ChatCommand if each is not ChatCommand.ANSWER), NO_COMMAND)
#: Worst first: the order in which safety texts are sent.
FLAGS = ("emergency", "self_harm", "urgent", "tell_doctor")
MEDICINES_FILE = "medicines.toml"
FLAGS_FILE = "red_flags.toml"


class LexiconError(SetUpError):
    """The lexicon cannot be used. The message lists every problem: file, place, fact."""


class Sections:
    """The phrases of each section, every one of them read and looked at; a section is grown when it is first asked for.

    One command needs a few of them, of one language: growing all took a tenth of a second."""

    def __init__(self, read: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._read = read
        self._grown: dict[str, Phrases] = {}
        self._words: set[str] = set()

    def __getitem__(self, section: str) -> Phrases:
        if (phrases := self._grown.get(section)) is None:
            phrases = self._grown[section] = Phrases(self._read[section], forgiving=section in FORGIVING)
        return phrases

    def know(self, word: str) -> bool:
        """Tell whether a word, by its sound, stands in one of them, whole or by its beginning (`embaraz*`)."""
        known = self._words = self._words or self._sounds()
        return word in known or any(f"{word[:end]}*" in known for end in range(4, len(word) + 1))

    def _sounds(self) -> set[str]:
        """Return every word that stands in a section, by its sound; a `*` behind the beginning of one."""
        texts = (text for labels in self._read.values() for each in labels.values() for text in each)
        elements = {element for text in texts for piece in text.split() for element in piece.split("|")}
        plain = (each for each in elements if each.removesuffix("*").isalpha())
        return {sound(fold(each.removesuffix("*"))) + "*" * each.endswith("*") for each in plain}

    def grow(self) -> None:
        """Grow all of them now, so that nobody's first message waits for it, nor for what `know` looks at (0.04 s)."""
        for section in self._read:
            self[section]
        self._words = self._words or self._sounds()


@dataclass(frozen=True, eq=False, slots=True)
class LanguageWords:
    """One language's words."""

    language: str
    phrases: Sections
    number_words: NumberWords
    #: The word that a sign behind the name of a test stands for: "+" and "-".
    results: Mapping[str, str]
    #: Words about another person, and what that person would say: ("he", "has") → "I have".
    of_another: Mapping[tuple[str, ...], str]
    #: The only words that may stand in an exact value or date, by a key of `EXACT`.
    exact: Mapping[str, tuple[str, ...]]
    #: Patterns with plain words in them, those of every language.
    patterns: Patterns
    #: Words that say that there is none of a thing that is counted.
    none_words: tuple[str, ...]
    #: Words behind such a thing that say that there is some of it.
    some_words: tuple[str, ...]
    #: Words before or behind it that say that there is much of it.
    many_words: tuple[str, ...]
    #: Words that stand before the normal range of a value.
    range_words: tuple[str, ...]
    #: What a report thinks of a value, behind it: "41 low".
    flag_words: tuple[str, ...]
    #: Words for a percentage.
    percent_words: tuple[str, ...]
    #: Words that say which one of several it was, before a date.
    counted_words: tuple[str, ...]
    #: The same, except right behind a month, where they begin with its day: "August first I had it".
    told_words: tuple[str, ...]
    #: Words for a stage of an illness, whose number is no value.
    stage_words: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """All words of all languages."""

    languages: Mapping[str, LanguageWords]
    #: What a whole text is, by sound → command; of all languages.
    commands: Mapping[tuple[str, ...], ChatCommand]
    flags: RedFlags
    medicines: MedicineTable
    #: Patterns with plain words in them, those of every language.
    patterns: Patterns
    #: Every word of the commands as it is written: what only sounds like one was misspelt.
    command_words: frozenset[str] = frozenset()
    #: Whole texts, by sound, that are no command, though they are spelled nearly like one.
    no_commands: frozenset[tuple[str, ...]] = frozenset()
    #: What may follow a command and says nothing, by sound.
    polite: frozenset[str] = frozenset()
    #: Whole texts, by sound, that are a command and may mean something else.
    guessed: frozenset[tuple[str, ...]] = frozenset()

    def grow(self) -> None:
        """Grow every language's phrases now."""
        for language_words in self.languages.values():
            language_words.phrases.grow()

    def shown_name(self, group: str, name: str, language: str) -> str:
        """Return a treatment's name as a reader of that language knows it."""
        return self.medicines.shown_name(group, name, language)


class _Problems:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def about(self, file: str) -> Callable[[str, str], None]:
        """Return what notes a problem of this file: its place, then the fact."""
        return lambda place, fact: self.problems.append(f"{file}, {place}: {fact}")


def parse_lexicon(sources: Mapping[str, str]) -> Lexicon:
    """Read the files (name → TOML text); LexiconError names every problem in them."""
    return _parsed(tuple(sorted(sources.items())))


# Studies of one site, and the parts of a check, mostly have the same words, in whatever order: reading them takes half
# a second.
@lru_cache(maxsize=8)
def _parsed(sources: tuple[tuple[str, str], ...]) -> Lexicon:
    problems = _Problems()
    raw = {name: _toml(name, text, problems) for name, text in sources}
    languages: dict[str, LanguageWords] = {}
    commands: dict[tuple[str, ...], str] = {}
    own = sorted(raw.keys() - {MEDICINES_FILE, FLAGS_FILE})
    patterns = read_plain({name: raw[name].get("plain", {}) for name in own}, problems.about)
    for name in own:
        language_words = _language_words(raw[name], patterns, problems.about(name))
        languages[language_words.language] = language_words
        _commands(raw[name].get("commands", {}), commands, problems.about(name))
    for name in (MEDICINES_FILE, FLAGS_FILE):
        if name not in raw:
            problems.about(name)("the file", "is missing.")
    flags = read_flags(raw.get(FLAGS_FILE, {}), patterns, problems.about(FLAGS_FILE))
    medicines = read_medicines(raw.get(MEDICINES_FILE, {}), problems.about(MEDICINES_FILE))
    if problems.problems:
        raise LexiconError(problems.problems)
    listed = [text for name in raw for texts in raw[name].get("commands", {}).values() for text in texts]
    spelled = frozenset(word for text in listed for word in words(fold(text).replace("_", "")))
    none = frozenset(key for key, label in commands.items() if label == NO_COMMAND)
    parse_phrase.cache_clear()  # what is read later is a few of them
    told = {key: ChatCommand(label) for key, label in commands.items() if key not in none}
    polite = frozenset(sound(fold(word)) for name in raw for word in raw[name].get("commands", {}).get(POLITE, ()))
    guessed = frozenset(
        tuple(spoken(fold(text))) for name in raw for text in raw[name].get("commands", {}).get(GUESSED, ())
    )
    return Lexicon(languages, told, flags, medicines, patterns, spelled, none, polite, guessed)


def _toml(name: str, text: str, problems: _Problems) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.about(name)("the file", f"is not readable TOML: {error}. Correct that line first.")
        return {}


def _language_words(raw: Mapping[str, Any], patterns: Patterns, complain: Callable[[str, str], None]) -> LanguageWords:
    for key in raw.keys() - {"language", "numbers", "commands", "signs", "exact", "person", "plain", *SECTIONS}:
        complain(f"[{key}]", "nobody reads this section.")
    phrases = Sections(
        {section: _section(raw.get(section, {}), section, labels, complain) for section, labels in SECTIONS.items()}
    )
    number_words = read_numbers(raw.get("numbers", {}), complain)
    signs = raw.get("signs", {})
    results = {sign: _sign(signs, sign, complain) for sign in ("+", "-")}
    lists = [tuple(fold(text) for text in _texts(signs, "signs", label, complain)) for label in SIGNS]
    exact = {label: tuple(map(fold, _texts(raw.get("exact", {}), "exact", label, complain))) for label in EXACT}
    of_another = _of_another(raw.get("person", {}), complain)
    return LanguageWords(
        str(raw.get("language", "")), phrases, number_words, results, of_another, exact, patterns, *lists
    )


def _of_another(raw: Any, complain: Callable[[str, str], None]) -> dict[tuple[str, ...], str]:
    """Return what is said of another person → what they would say, by the words as they are spelled."""
    found: dict[tuple[str, ...], str] = {}
    for instead, texts in (raw if isinstance(raw, dict) else {}).items():
        for text in _texts(raw, "person", instead, complain) if texts else ():
            for key in product(*(word.split("|") for word in fold(text).replace("'", "").split())):
                if found.setdefault(key, instead.strip("-")) != instead.strip("-"):
                    complain(f"[person] {instead}", f'"{" ".join(key)}" also stands under "{found[key]}". Keep one.')
    return found


def _sign(raw: Any, sign: str, complain: Callable[[str, str], None]) -> str:
    word = raw.get(sign) if isinstance(raw, dict) else None
    if not isinstance(word, str) or not word.isalpha():
        complain(f'[signs] "{sign}"', 'is missing or no word. Write it as in "+" = "positive".')
        return ""
    return word


def _section(
    raw: Any, section: str, labels: tuple[str, ...], complain: Callable[[str, str], None]
) -> dict[str, list[str]]:
    """Return the phrases of one section by their label; those that cannot be used are complained of and left out."""
    groups: dict[str, list[str]] = {}
    seen: dict[object, str] = {}
    for label in labels:
        for text in _texts(raw, section, label, complain):
            try:
                parsed = tuple(parse_phrase(part) for part in text.split(" & "))
            except PhraseError as error:
                complain(f"[{section}] {label}", f"{error}.")
                continue
            if seen.setdefault(parsed, label) == label:
                groups.setdefault(label, []).append(text)
            else:
                complain(f"[{section}] {label}", f'"{text}" also stands under "{seen[parsed]}". Keep one.')
    for label in raw.keys() - set(labels):
        complain(f"[{section}] {label}", f"nobody reads this. Use one of: {', '.join(labels)}.")
    return groups


def _texts(raw: Any, section: str, label: str, complain: Callable[[str, str], None]) -> list[str]:
    texts = raw.get(label) if isinstance(raw, dict) else None
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        complain(f"[{section}] {label}", 'is missing or no list of texts. Write it as ["…", "…"].')
        return []
    return texts


def _commands(raw: Mapping[str, Any], into: dict[tuple[str, ...], str], complain: Callable[[str, str], None]) -> None:
    for label in {*COMMANDS, POLITE, GUESSED} ^ set(raw):
        complain(f"[commands] {label}", "is missing, or is no command.")
    for label in COMMANDS:
        for text in raw.get(label, []):
            key = tuple(spoken(fold(text).replace("_", "")))
            if into.setdefault(key, label) != label:
                complain(f"[commands] {label}", f'"{text}" is also the command "{into[key]}". Keep one.')
    for text in raw.get(GUESSED, []):
        if tuple(spoken(fold(text))) not in into:
            complain(f"[commands] {GUESSED}", f'"{text}" is no command. Write it under one as well.')
