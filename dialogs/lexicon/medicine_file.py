"""Reading the table of medicines: TOML in, a `MedicineTable` out, every problem named (study-facts 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.lexicon.spelling import fold, sound, words

#: (place, fact): notes one problem of the file.
Complain = Callable[[str, str], None]

#: How a steroid's class depends on the way it was given.
ROUTES = ("", "unstated", "oral", "tablet")
WAYS = ("vein", "pulse", "mouth", "skin", "days")

#: Most words of an unclear expression.
MOST_UNCLEAR = 4

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicineEntry:
    """One treatment of the table."""

    group: str
    name: str
    route: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class MedicineTable:
    """All treatments that are known, by every name they have."""

    #: Taken as they are: generic names and brands, as words.
    exact: Mapping[Name, MedicineEntry] = field(default_factory=dict)
    #: Misspellings and everyday words: read back.
    heard: Mapping[Name, MedicineEntry] = field(default_factory=dict)
    #: How it sounds → the remedies that sound so, for names of one word.
    by_sound: Mapping[str, tuple[MedicineEntry, ...]] = field(default_factory=dict)
    #: Words that say how it was given.
    ways: Mapping[str, frozenset[Name]] = field(default_factory=dict)
    #: Words that may mean several treatments, and which.
    unclear: Mapping[Name, tuple[MedicineEntry, ...]] = field(default_factory=dict)
    #: (name, language) → the name as it is shown.
    shown: Mapping[tuple[str, str], str] = field(default_factory=dict)
    #: Most words that one name has.
    longest: int = 1


def read_medicines(raw: Mapping[str, Any], complain: Complain) -> MedicineTable:
    """The table that a file states; each problem goes to `complain`."""
    reader = _Reader(complain)
    groups = raw.get("classes", [])
    for row in raw.get("medicine", []):
        reader.medicine(row, groups)
    for row in raw.get("everyday", {}).get("names", []):
        reader.name_all(MedicineEntry("none", row[0]), row, reader.exact, f'everyday "{row[0]}"')
        reader.shown[row[0], "en"] = row[1] if len(row) > 1 else row[0]
    for row in raw.get("unclear", {}).get("words", []):
        reader.unclear_words(row)
    ways = raw.get("ways", {})
    for way in WAYS:
        if not ways.get(way):
            complain("[ways]", f'"{way}" is missing. Write {way} = ["…"].')
    return reader.table({way: frozenset(_name(text) for text in ways.get(way, ())) for way in WAYS})


def _name(text: str) -> Name:
    return tuple(words(fold(text).replace("i.v.", "iv").replace("e.v.", "ev")))


class _Reader:
    def __init__(self, complain: Complain) -> None:
        self.complain = complain
        self.exact: dict[Name, MedicineEntry] = {}
        self.heard: dict[Name, MedicineEntry] = {}
        self.unclear: dict[Name, tuple[MedicineEntry, ...]] = {}
        self.shown: dict[tuple[str, str], str] = {}
        self.remedies: dict[str, MedicineEntry] = {}

    def medicine(self, row: Mapping[str, Any], groups: list[str]) -> None:
        place = f'medicine "{row.get("name", "?")}"'
        for key in row.keys() - {"class", "name", "english", "spanish", "route", "exact", "heard"}:
            self.complain(place, f'nobody reads "{key}".')
        if row.get("class") not in groups:
            self.complain(place, f'`class` is "{row.get("class")}". Use one of: {", ".join(groups)}.')
        if row.get("route", "") not in ROUTES:
            self.complain(place, f'`route` is "{row["route"]}". Use one of: {", ".join(ROUTES[1:])}.')
        if not row.get("name") or not row.get("exact"):
            self.complain(place, "`name` or `exact` is missing.")
            return
        remedy = MedicineEntry(str(row.get("class")), row["name"], row.get("route", ""))
        self.remedies.setdefault(remedy.name, remedy)
        self.name_all(remedy, row["exact"], self.exact, place)
        self.name_all(remedy, row.get("heard", []), self.heard, place)
        self.shown.setdefault((remedy.name, "en"), row.get("english", remedy.name))
        self.shown.setdefault((remedy.name, "es"), row.get("spanish", remedy.name))

    def name_all(self, remedy: MedicineEntry, names: list[str], into: dict[Name, MedicineEntry], place: str) -> None:
        for text in names:
            name = _name(text)
            if not name:
                self.complain(place, f'"{text}" has no letters.')
                continue
            other = self.exact.get(name) or self.heard.get(name)
            if other and other != remedy:
                self.complain(place, f'"{text}" is also a name of "{other.name}" ({other.group}). Keep one.')
            elif name not in self.exact:
                into[name] = remedy

    def unclear_words(self, row: list[str]) -> None:
        missing = [name for name in row[1:] if name not in self.remedies]
        if missing or len(row) < 2:
            self.complain(f'unclear "{row[0]}"', f"names no treatment of this file: {', '.join(missing) or 'none'}.")
            return
        if len(_name(row[0])) > MOST_UNCLEAR:
            self.complain(f'unclear "{row[0]}"', f"has more than {MOST_UNCLEAR} words.")
        self.unclear[_name(row[0])] = tuple(self.remedies[name] for name in row[1:])

    def table(self, ways: Mapping[str, frozenset[Name]]) -> MedicineTable:
        names = [*self.exact.items(), *self.heard.items()]
        by_sound: dict[str, list[MedicineEntry]] = {}
        for name, remedy in names:
            if len(name) == 1:
                heard = by_sound.setdefault(sound(name[0]), [])
                if remedy not in heard:
                    heard.append(remedy)
        longest = max((len(name) for name in (*self.exact, *self.heard, *self.unclear)), default=1)
        every = {key: tuple(value) for key, value in by_sound.items()}
        return MedicineTable(self.exact, self.heard, every, ways, self.unclear, self.shown, longest)
