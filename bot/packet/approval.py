"""What the committee approved: number, dates, and every text as it stood, in a file beside the site's file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config.settings import SettingsError
from bot.packet.texts import PacketText

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


def approved_texts(texts: Iterable[PacketText]) -> tuple[ApprovedText, ...]:
    """Return the texts as an approval keeps them; the forms of a counting text stand in lines."""
    return tuple(
        ApprovedText(
            id=text.id if isinstance(text.id, str) else text.id[0],
            place=text.place,
            es="\n".join(text.es),
            en="\n".join(text.en),
        )
        for text in texts
    )


def read_approval(path: Path) -> Approval | None:
    """Return the approval on record; None where there is none, SettingsError where it cannot be read."""
    if not path.exists():
        return None
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Approval(**{**raw, "texts": tuple(ApprovedText(**text) for text in raw["texts"])})
    except (ValueError, TypeError, KeyError):
        raise SettingsError([f"{path}: no approval as `tamiz approve` writes it. Restore the file."]) from None
