"""How conversations were stored before they had a draft and a stack: such rows are read for good, none is written.

Where what was sent stands was `case`, now `referral_state`. Until then `marks` held the side step ("side"), what was
asked for ("offer"), unfolded options ("more"), ranges ("fallback") and offered readings as JSON in a string
("offers"); `back_to` was where a pause went back to, and where a contact asked for before the end did.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogs.conversation.states import State


def as_stored_today(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row in the form of today."""
    raw = {"referral_state": raw.get("case", ""), **raw}
    if "draft" in raw:
        return raw
    marks = raw.get("marks", {})
    draft = {
        "slot": raw.get("slot", ""),
        "reading": raw.get("pending", {}),
        "ticked": raw.get("ticked", []),
        "misread": raw.get("misread", 0),
        "offers": json.loads(marks.get("offers", "[]")),
        "more": "more" in marks,
        "ranges": "fallback" in marks,
        "heading": marks.get("offer", ""),
    }
    waits = "paused_at" if raw.get("state") == State.PAUSED else "called_from"
    stack = [marks["side"]] if "side" in marks else []
    return {**raw, "draft": draft, "stack": stack, waits: raw.get("back_to", "")}
