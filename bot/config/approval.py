"""What the committee approved: number, dates, and every text as it stood, in a file beside the site's file.

The next packet shows its changes against it, `tamiz check` says if what runs is what was approved, and where it is not,
nobody is brought to the team: another text, and another rule of the study, are another version."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.config.settings import SettingsError
from bot.config.site import EXAMPLE
from bot.config.whole_file import put_whole

#: Its name, beside the site's file.
APPROVED = "approved.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedText:
    """One text as it was approved."""

    id: str
    place: str
    es: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One answer of the committee. Days are in ISO form."""

    number: str
    date: str
    valid_until: str
    #: Language → hash of its wording.
    wording: Mapping[str, str]
    #: Hash of the study file.
    study: str
    texts: tuple[ApprovedText, ...] = field(default=())

    def covers(self, wording: Mapping[str, str]) -> bool:
        """Is this the wording that was approved, in every language?"""
        return dict(self.wording) == dict(wording)


def is_number(text: str) -> bool:
    """Is this the number of a committee's letter? An example is none, nor a word that stands in its place (RE-01).

    >>> is_number("CEC 2026-14"), is_number("Pendiente."), is_number("en trámite 2026"), is_number("-")
    (True, False, False, False)
    """
    words = " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
    return bool(words) and not text.startswith(EXAMPLE) and not f"{words} ".startswith(_no_number())


@cache
def _no_number() -> tuple[str, ...]:
    data = tomllib.loads((files("bot.config") / "no_number.toml").read_text(encoding="utf-8"))
    return tuple(f"{word} " for word in data["words"])


def read_approval(path: Path) -> Approval | None:
    """Return the approval on record; None where there is none, SettingsError where it cannot be read."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        date.fromisoformat(raw["valid_until"])
        dict(raw["wording"])
        return Approval(**{**raw, "texts": tuple(ApprovedText(**text) for text in raw["texts"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise SettingsError([f"{path}: no approval as `tamiz approve` writes it. Restore the file."]) from None


def write_approval(path: Path, approval: Approval) -> Path | None:
    """Keep an approval; the one before stands in a file of its own too, whose path is returned.

    At no moment is there none on record, or half of one: a running bot may look."""
    before, kept = read_approval(path), None
    if before is not None:
        first = next(iter(sorted(before.wording.values())), "")
        kept = path.with_name(f"{path.stem}-{before.date}-{first[:12]}{path.suffix}")
        put_whole(kept, path.read_text("utf-8"))
    put_whole(path, json.dumps(asdict(approval), ensure_ascii=False, indent=1) + "\n")
    return kept


def unlike(approval: Approval, wording: Mapping[str, str], study: str, today: date) -> list[str]:
    """Return in what this program differs from what was approved; nothing where it does not, and it is in force."""
    found = [
        f"wording {language}: {digest[:12]}… runs, {approval.wording.get(language, 'none')[:12]}… was approved. "
        "`tamiz packet` shows the texts that differ."
        for language, digest in wording.items()
        if approval.wording.get(language) != digest
    ]
    if approval.study != study:
        found.append(f"study file: {study} runs, {approval.study} was approved. Have the changed one approved.")
    if date.fromisoformat(approval.valid_until) < today:
        found.append(f"approval {approval.number}: valid until {approval.valid_until}, which is past. Have it renewed.")
    return found
