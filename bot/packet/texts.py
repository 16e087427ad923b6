"""Every text of both catalogues, once, as table A and `texts.json` list them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from bot.packet.travelling import pins
from bot.wording import Entry
from bot.wording.entries import BUTTON, COMMAND, DESCRIPTION, NOTICE, REGISTER, SHORT, STAFF, TOAST
from bot.wording.measure import FEWEST_WORDS, bare, ease, measurable, words
from dialogs.languages import Language
from dialogs.privacy.notice import NOTICE as NOTICE_ITEMS
from dialogs.privacy.retention import TABLE
from dialogs.study.study import Study

#: What a text is for, the most telling mark first; a text without one is a message.
KINDS = (BUTTON, COMMAND, SHORT, DESCRIPTION, TOAST, REGISTER, NOTICE)
MESSAGE, QUESTION = "message", "question"


class Audience(StrEnum):
    """Who can read a text."""

    ANYONE = "anyone"
    HELPER = "helper"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Group:
    """A part of table A: its titles, and the places that belong to it in order."""

    id: str
    es: str
    en: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketText:
    """One text in both languages, and what the packet says of it."""

    #: Its number in table A, from 1.
    number: int
    #: The English text; of a counting text the form for many.
    id: str
    group: str
    place: str
    es: tuple[str, ...]
    en: tuple[str, ...]
    kind: str
    audience: Audience
    rules: tuple[str, ...]
    #: Why its pin was last changed; empty where it has none.
    pinned: str
    words: Mapping[str, int]
    #: INFLESZ of the Spanish, grade of the English; None where too short, or not measured here.
    reading_ease: Mapping[str, float | None]

    def forms(self, language: str) -> tuple[str, ...]:
        """Return the text in one language, each of its forms."""
        return self.es if language == Language.ES else self.en

    @property
    def fingerprint(self) -> str:
        """The hash of the pair."""
        pair = [self.id, list(self.es), list(self.en)]
        return hashlib.sha256(json.dumps(pair, ensure_ascii=False).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return it as `texts.json` has it; a text of one form is a string, not a list."""
        return {
            "number": self.number,
            "id": self.id,
            "group": self.group,
            "place": self.place,
            "es": _single(self.es),
            "en": _single(self.en),
            "rules": list(self.rules),
            "kind": self.kind,
            "audience": str(self.audience),
            "pinned": self.pinned,
            "words": dict(self.words),
            "reading_ease": dict(self.reading_ease),
            "hash": self.fingerprint,
        }


def _single(forms: Sequence[str]) -> str | list[str]:
    return forms[0] if len(forms) == 1 else list(forms)


def groups() -> tuple[Group, ...]:
    """Return the parts of table A in order."""
    raw = tomllib.loads((files("bot.packet") / "places.toml").read_text(encoding="utf-8"))
    return tuple(Group(g["id"], g["es"], g["en"], tuple(g["places"])) for g in raw["group"])


def packet_texts(entries: Iterable[Entry], study: Study, names: Iterable[str] = ()) -> list[PacketText]:
    """Return every text once, in the order of table A; `names` are masked when reading ease is measured."""
    by_id: dict[Any, dict[str, list[Entry]]] = {}
    for entry in entries:
        by_id.setdefault(entry.msgid, {}).setdefault(entry.language, []).append(entry)
    known, parts = _rules_of_texts(study), groups()
    placed = sorted(
        ((_rank(found[Language.ES], parts), order, id) for order, (id, found) in enumerate(by_id.items())),
        key=lambda row: row[:2],
    )
    masked = tuple(names)
    return [
        _text(number, by_id[id], parts[rank[0]], known, masked) for number, (rank, _, id) in enumerate(placed, start=1)
    ]


def _rank(found: Sequence[Entry], parts: Sequence[Group]) -> tuple[int, int]:
    """Return group and position in it; what only the team reads stands with the team."""
    places = [*dict.fromkeys([*(c for entry in found for c in entry.comments), *(f for e in found for f in e.files)])]
    if all(entry.staff for entry in found):
        last = parts[-1]
        return len(parts) - 1, next((n for n, p in enumerate(last.places) if _stands(places, p)), len(last.places))
    for index, group in enumerate(parts):
        for position, prefix in enumerate(group.places):
            if _stands(places, prefix):
                return index, position
    raise LookupError(f"{found[0].place}: no group of places.toml has this text. Add its place there.")


def _stands(places: Iterable[str], prefix: str) -> bool:
    return any(place.startswith(prefix) for place in places)


def _text(
    number: int, found: Mapping[str, list[Entry]], group: Group, known: Mapping[str, Any], names: tuple[str, ...]
) -> PacketText:
    es, en = found[Language.ES][0], found[Language.EN][0]
    everywhere = [*found[Language.ES], *found[Language.EN]]
    comments = dict.fromkeys(comment for entry in everywhere for comment in entry.comments)
    rules, reason = known.get(en.id, ((), ""))
    return PacketText(
        number=number,
        id=es.id,
        group=group.id,
        place=_place(everywhere, comments),
        es=es.forms,
        en=en.forms,
        kind=next((kind for kind in KINDS if kind in comments), QUESTION if es.question else MESSAGE),
        audience=_audience(everywhere, comments),
        rules=rules,
        pinned=reason,
        words={entry.language: len(words(bare(entry.forms[0]))) for entry in (es, en)},
        reading_ease={entry.language: _ease(entry.forms[0], entry.language, names) for entry in (es, en)},
    )


def _place(found: Iterable[Entry], comments: Iterable[str]) -> str:
    """Return where it stands: by the study file's own name for it, else the file of the program."""
    named = "; ".join(comment for comment in comments if ": " in comment)
    return named or ", ".join(dict.fromkeys(file for entry in found for file in entry.files))


def _audience(found: Iterable[Entry], comments: Iterable[str]) -> Audience:
    if all(STAFF in entry.comments for entry in found):
        return Audience.TEAM
    named = [comment for comment in comments if ": " in comment]
    helping = bool(named) and all(name.endswith("_helper") or name.startswith("texts, helper") for name in named)
    return Audience.HELPER if helping else Audience.ANYONE


def _ease(text: str, language: str, names: tuple[str, ...]) -> float | None:
    if not measurable(language) or len(words(bare(text))) < FEWEST_WORDS:
        return None
    counted = ease(text, language, names)
    return round(counted.inflesz if language == Language.ES else counted.grade, 1)


def _rules_of_texts(study: Study) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return the rules and the last reason of each pinned text, by its English."""
    notice = dict(NOTICE_ITEMS)
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for key, pin in pins().items():
        kind, _, name = key.partition(".")
        if kind == "texts":
            ids = list(study.texts.get(name, ()))
        elif kind == "notice":
            cells = [cell for row in TABLE for cell in (row.what, row.why, row.how_long)] if name == "retention" else []
            ids = [notice[name], *cells] if name in notice else []
        else:
            ids = [pin.get("text", "")]
        for id in ids:
            rules, _ = found.get(id, ((), ""))
            found[id] = (tuple(dict.fromkeys([*rules, *pin["rules"]])), pin["reason"])
    return found
