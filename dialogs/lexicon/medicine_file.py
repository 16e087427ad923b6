"""Reading the table of medicines: TOML in, a `MedicineTable` out, every problem named (study-facts 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dialogs.lexicon.phrases import PhraseError, Phrases, parse_phrase
from dialogs.lexicon.spelling import fold, sound, words

#: (place, fact): notes one problem of the file.
Complain = Callable[[str, str], None]

#: How the class of a treatment depends on the way it was given.
UNSTATED = "unstated"
ROUTES = ("", UNSTATED, "oral", "tablet")
#: Into a vein, a large dose at once, by mouth, on the skin; how many days on end.
WAYS = ("vein", "large", "mouth", "skin", "days")

SECTIONS = ("classes", "from_start", "by_route", "medicine", "everyday", "ways", "instead", "unclear", "words")
#: The class of what is none of the study's treatments.
NO_TREATMENT = "none"
BY_ROUTE = ("strong", "name", "on_skin", "oral_into_vein")
ROW = ("class", "name", "english", "spanish", "route", "by_mouth", "skin", "exact", "heard")

Name = tuple[str, ...]


class Beside(StrEnum):
    """What words beside a name say. In the file each is a list in every language: `start_es`, `start_en`."""

    # what the date is (study-facts 8)
    START = "start"
    DOSE = "dose"
    END = "end"
    STOPPED = "stopped"  # the end of what was given, in words of a no: "no longer"
    CHANGE = "change"  # of the dose
    PLANNED = "planned"
    COMING = "coming"  # so does the present, of a day that comes soon: "they give me"
    RHYTHM = "rhythm"
    BOUND = "bound"
    OTHER = "other"  # something else's: a check-up, a test
    SWITCH = "switch"  # of the treatment that is named last, which took the place of the others
    #: "nothing but …"
    ONLY = "only"
    #: None of them.
    NONE = "none"
    #: A treatment whose name is not said.
    NAMELESS = "nameless"
    #: There was another one.
    MORE = "more"
    #: It is perhaps somebody else's.
    KIN = "kin"
    #: It names nothing, and what it says of a treatment is not known: "I was scared of it".
    TOLD = "told"
    #: Understood, and names nothing.
    EVERYDAY = "everyday"


@dataclass(frozen=True, slots=True)
class MedicineEntry:
    """One treatment of the table."""

    group: str
    name: str
    route: str = ""
    #: Given as a cream or as drops as well: then it is none of the study's treatments.
    skin: bool = False
    #: Its name by mouth, where it is one of several that share a name.
    by_mouth: str = ""


@dataclass(frozen=True, slots=True)
class ByRoute:
    """What a treatment becomes by the way it was given, where its row says that the way decides (`route`)."""

    #: Class and name of the form into a vein; a dose from so many mg on is that form however it was given.
    strong: str = ""
    name: str = ""
    from_mg: float = 0
    #: The name of that form on the skin, where it is none of the study's treatments.
    on_skin: str = ""
    #: The class of what is given by mouth and was said to go into a vein.
    oral_into_vein: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Instead:
    """A name that means something else beside certain words: "vitamin cream"."""

    of: frozenset[str]
    entry: MedicineEntry
    beside: Phrases


@dataclass(frozen=True, eq=False, slots=True)
class MedicineTable:
    """All treatments that are known, by every name they have."""

    #: Taken as they are: generic names and brands, as words.
    exact: Mapping[Name, MedicineEntry] = field(default_factory=dict)
    #: Misspellings and everyday words: read back.
    heard: Mapping[Name, MedicineEntry] = field(default_factory=dict)
    #: How it sounds → the entries that sound so, for names of one word.
    by_sound: Mapping[str, tuple[MedicineEntry, ...]] = field(default_factory=dict)
    #: Words that say how it was given.
    ways: Mapping[str, frozenset[Name]] = field(default_factory=dict)
    #: Words that part a large dose from a name beside it ("with"): they are two treatments.
    apart: frozenset[str] = frozenset()
    #: Names that mean something else beside other words, in the order of the file.
    instead: tuple[Instead, ...] = ()
    #: Words that may mean several treatments; each phrase is a label of its own in `meanings`.
    unclear: Phrases = field(default_factory=lambda: Phrases({}))
    meanings: Mapping[str, tuple[MedicineEntry, ...]] = field(default_factory=dict)
    #: What words beside a name say, of all languages (`Beside`).
    beside: Phrases = field(default_factory=lambda: Phrases({}))
    #: (class, name, language) → the name as it is shown; without a class that of any other one, which says no route.
    shown: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    #: Most words that one name has.
    longest: int = 1
    #: Classes of which a date is that of the start, not of the last dose.
    from_start: frozenset[str] = frozenset()
    by_route: ByRoute = field(default_factory=ByRoute)

    def shown_name(self, group: str, name: str, language: str) -> str:
        """Return the name that a reader of that language is shown: treatments of one name may differ by their class."""
        return self.shown.get((group, name, language)) or self.shown.get(("", name, language), name)

    def generic_name(self, name: str) -> str:
        """Return the generic name of a treatment: of what has a name of its own by mouth, that of the other row."""
        entries = set(self.exact.values())
        return next((entry.name for entry in entries if name and entry.by_mouth == name), name)


def read_medicines(raw: Mapping[str, Any], complain: Complain) -> MedicineTable:
    """Return the table that a file states; each problem goes to `complain`."""
    reader = _Reader(complain)
    for key in raw.keys() - set(SECTIONS):
        complain(f"[{key}]", "nobody reads this section.")
    groups = raw.get("classes", [])
    for name in raw.get("from_start", []):
        if name not in groups:
            complain("from_start", f'"{name}" is no class. Use some of: {", ".join(groups)}.')
    for row in raw.get("medicine", []):
        reader.medicine(row, groups)
    for entry in reader.entries.values():
        if entry.by_mouth and entry.by_mouth not in reader.entries:
            complain(f'medicine "{entry.name}"', f"`by_mouth` names no treatment of this file: {entry.by_mouth}.")
    for row in raw.get("everyday", {}).get("names", []):
        entry = MedicineEntry("none", row[0])
        reader.entries.setdefault(entry.name, entry)
        reader.name_all(entry, row, reader.exact, f'everyday "{row[0]}"')
        reader.show(entry, row[1] if len(row) > 1 else row[0], row[0])
    ways = raw.get("ways", {})
    for way in WAYS:
        if not ways.get(way):
            complain("[ways]", f'"{way}" is missing. Write {way} = ["…"].')
    named = {way: frozenset(_name(text) for text in ways.get(way, ())) for way in WAYS}
    return reader.table(raw, named)


def _name(text: str) -> Name:
    return tuple(words(fold(text).replace("i.v.", "iv").replace("e.v.", "ev")))


class _Reader:
    def __init__(self, complain: Complain) -> None:
        self.complain = complain
        self.exact: dict[Name, MedicineEntry] = {}
        self.heard: dict[Name, MedicineEntry] = {}
        self.shown: dict[tuple[str, str, str], str] = {}
        self.entries: dict[str, MedicineEntry] = {}

    def by_route(self, row: Mapping[str, Any], groups: list[str]) -> ByRoute:
        """Return what the way of giving decides; complains of what is missing or no class."""
        wanted = {**dict.fromkeys(BY_ROUTE, str), "from_mg": int}
        for key in row.keys() - wanted.keys():
            self.complain("[by_route]", f'nobody reads "{key}". Use one of: {", ".join(wanted)}.')
        for key, form in wanted.items():
            if not isinstance(row.get(key), form):
                self.complain("[by_route]", f"`{key}` is missing or has another form.")
        for key in ("strong", "oral_into_vein"):
            if row.get(key) not in groups:
                self.complain("[by_route]", f'`{key}` is "{row.get(key)}". Use one of: {", ".join(groups)}.')
        return ByRoute(**{key: row[key] for key in wanted if isinstance(row.get(key), wanted[key])})

    def medicine(self, row: Mapping[str, Any], groups: list[str]) -> None:
        place = f'medicine "{row.get("name", "?")}"'
        for key in row.keys() - set(ROW):
            self.complain(place, f'nobody reads "{key}".')
        if row.get("class") not in groups:
            self.complain(place, f'`class` is "{row.get("class")}". Use one of: {", ".join(groups)}.')
        if row.get("route", "") not in ROUTES:
            self.complain(place, f'`route` is "{row["route"]}". Use one of: {", ".join(ROUTES[1:])}.')
        if not row.get("name") or not row.get("exact"):
            self.complain(place, "`name` or `exact` is missing.")
            return
        route, skin, by_mouth = row.get("route", ""), bool(row.get("skin")), row.get("by_mouth", "")
        entry = MedicineEntry(str(row.get("class")), row["name"], route, skin, by_mouth)
        if entry.name not in self.entries or route == UNSTATED:
            self.entries[entry.name] = entry
        self.name_all(entry, row["exact"], self.exact, place)
        self.name_all(entry, row.get("heard", []), self.heard, place)
        self.show(entry, row.get("english", entry.name), row.get("spanish", entry.name))

    def show(self, entry: MedicineEntry, english: str, spanish: str) -> None:
        """Note under which names a treatment is shown: for others of that name, those of the one without a route."""
        for language, name in (("en", english), ("es", spanish)):
            self.shown.setdefault((entry.group, entry.name, language), name)
            if ("", entry.name, language) not in self.shown or entry.route == UNSTATED:
                self.shown["", entry.name, language] = name

    def name_all(self, entry: MedicineEntry, names: list[str], into: dict[Name, MedicineEntry], place: str) -> None:
        for text in names:
            name = _name(text)
            if not name:
                self.complain(place, f'"{text}" has no letters.')
                continue
            other = self.exact.get(name) or self.heard.get(name)
            if other and other != entry:
                self.complain(place, f'"{text}" is also a name of "{other.name}" ({other.group}). Keep one.')
            elif name not in self.exact:
                into[name] = entry

    def _known(self, names: Sequence[str], place: str) -> tuple[MedicineEntry, ...]:
        """Return the treatments of these names; one that the file does not have is complained of."""
        missing = [name for name in names if name not in self.entries]
        if missing or not names:
            self.complain(place, f"names no treatment of this file: {', '.join(missing) or 'none'}.")
            return ()
        return tuple(self.entries[name] for name in names)

    def _phrases(self, texts: Any, place: str) -> list[str]:
        """Return the phrases that can be used; the others are complained of."""
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            self.complain(place, 'is missing or no list of texts. Write it as ["…", "…"].')
            return []
        return [text for text in texts if self._is_phrase(text, place)]

    def _is_phrase(self, text: str, place: str) -> bool:
        try:
            return bool(parse_phrase(text))
        except PhraseError as error:
            self.complain(place, f"{error}.")
            return False

    def _instead(self, rows: list[Mapping[str, Any]]) -> Iterator[Instead]:
        for row in rows:
            place = f'instead "{row.get("is", "?")}"'
            for key in row.keys() - {"of", "is", "beside"}:
                self.complain(place, f'nobody reads "{key}".')
            meant = self._known([row.get("is", "?")], place)
            of = self._known(row.get("of", []), place)
            beside = Phrases({"beside": self._phrases(row.get("beside"), place)})
            if meant and of:
                yield Instead(frozenset(entry.name for entry in of), meant[0], beside)

    def _unclear(self, rows: list[list[str]]) -> dict[str, tuple[MedicineEntry, ...]]:
        meanings: dict[str, tuple[MedicineEntry, ...]] = {}
        for phrase, *names in rows:
            entries = self._known(names, f'unclear "{phrase}"')
            if entries and self._is_phrase(phrase, f'unclear "{phrase}"'):
                meanings[phrase] = entries
        return meanings

    def _beside(self, raw: Mapping[str, Any]) -> Phrases:
        """Return the words beside a name: each list by what stands before its language."""
        groups: dict[str, list[str]] = {}
        for key, texts in raw.items():
            label, _, language = key.rpartition("_")
            if label not in list(Beside) or not language:
                self.complain(f"[words] {key}", f"nobody reads this. Use {', '.join(Beside)}, with _es or _en.")
                continue
            groups.setdefault(label, []).extend(self._phrases(texts, f"[words] {key}"))
        for label in sorted(set(Beside) - groups.keys()):
            self.complain(f"[words] {label}", "is missing.")
        return Phrases(groups)

    def table(self, raw: Mapping[str, Any], ways: Mapping[str, frozenset[Name]]) -> MedicineTable:
        by_sound: dict[str, list[MedicineEntry]] = {}
        for name, entry in [*self.exact.items(), *self.heard.items()]:
            if len(name) == 1:
                heard = by_sound.setdefault(sound(name[0]), [])
                if entry not in heard:
                    heard.append(entry)
        meanings = self._unclear(raw.get("unclear", {}).get("words", []))
        groups = raw.get("classes", [])
        needed = any(entry.route in ("unstated", "oral") for entry in self.entries.values())
        return MedicineTable(
            by_route=self.by_route(raw.get("by_route", {}), groups) if needed or "by_route" in raw else ByRoute(),
            from_start=frozenset(raw.get("from_start", ())),
            exact=self.exact,
            heard=self.heard,
            by_sound={key: tuple(value) for key, value in by_sound.items()},
            ways=ways,
            apart=frozenset(raw.get("ways", {}).get("apart", ())),
            instead=tuple(self._instead(raw.get("instead", []))),
            unclear=Phrases({phrase: [phrase] for phrase in meanings}),
            meanings=meanings,
            beside=self._beside(raw.get("words", {})),
            shown=self.shown,
            longest=max((len(name) for name in (*self.exact, *self.heard)), default=1),
        )
