"""What stands in the messages between the team and a person, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.config.site import EXAMPLE
from bot.desk.context import DeskContext
from bot.store import letters, staff
from bot.store.referrals import FiledReferral
from bot.store.tx import Tx
from dialogs.referral.letters import CommonLetter, WrittenLine, as_lines, common_text
from dialogs.screens import Text


def written_lines(tx: Tx, context: DeskContext, filed: FiledReferral) -> list[WrittenLine]:
    """Return all that was written about a case so far, as the team reads it."""
    names = {each.id: each.name for each in staff.team(tx)}
    lines = []
    for letter in letters.letters_of(tx, filed):
        common = letter.body.get("common")
        words = common_text(CommonLetter(common), team_number(context, filed.language)) if common else None
        at = (letter.sent_at or letter.written_at).astimezone(context.place.zone)
        by = "" if letter.staff_id is None else names.get(letter.staff_id, "?")
        said = words or Text("{value}", {"value": str(letter.body.get("words", ""))})
        lines.append(WrittenLine(by, at, said, waits=letter.sent_at is None))
    return lines


def letter_texts(context: DeskContext, language: str, body: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return what the person reads of a message, line by line."""
    if "common" in body:
        return (common_text(CommonLetter(body["common"]), team_number(context, language)),)
    return as_lines(str(body["words"]))


def team_number(context: DeskContext, language: str) -> str:
    """Return the team's number as the site gives it; empty where it gives none, or only an example."""
    values = context.place.facts.get("phone", {})
    phone = values.get(language) or values.get("*", "")
    return "" if phone.startswith(EXAMPLE) else phone
