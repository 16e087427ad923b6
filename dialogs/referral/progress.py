"""What is filed of a case's progress beside the columns for state, holder and times: its JSON, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

#: Fields that are filed only where they say something: rows of earlier programs have none of them.
_LATER = ("tries", "next_try", "held_until", "appointment", "nagged_on", "stood_at")


def progress_json(referral: Any) -> dict[str, Any]:
    """Return what is filed of the progress of a referral."""
    return {
        "taken_at": referral.taken_at.isoformat() if referral.taken_at else None,
        "reason": referral.reason,
        "paused": referral.paused,
        "asked_at": referral.asked_at.isoformat() if referral.asked_at else None,
        **{name: _plain(value) for name in _LATER if (value := getattr(referral, name))},
    }


def progress_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the referral whose `progress_json` this is."""
    return {
        "taken_at": _moment(raw.get("taken_at")),
        "reason": raw.get("reason") or "",
        "paused": bool(raw.get("paused")),
        "asked_at": _moment(raw.get("asked_at")),
        "tries": int(raw.get("tries") or 0),
        "next_try": _day(raw.get("next_try")),
        "held_until": _day(raw.get("held_until")),
        "appointment": _moment(raw.get("appointment")),
        "nagged_on": _day(raw.get("nagged_on")),
        "stood_at": raw.get("stood_at") or "",
    }


def _plain(value: int | str | date) -> int | str:
    return value.isoformat() if isinstance(value, date) else value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
