"""Which tables and keys the site's file has, and what their values may be; a misspelt one would silently do nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from dialogs.languages import Language

LANGUAGES = tuple(Language)
#: Texts that the notice and the verification need, the same in every language.
FACTS = ("email", "phone", "postal", "host", "approval", "approval_date", "policy_date", "policy_version")
#: Texts that they need in each language.
TEXTS = ("controller", "representative", "committee", "sites", "hours")
#: Of them, what the committee's answer says: asked for where people are wanted (`hindrances`). Where it is not there,
#: what a person has a right to goes on all the same.
OF_THE_APPROVAL = ("approval", "approval_date")
NEEDED = tuple(name for name in FACTS if name not in OF_THE_APPROVAL)
#: Texts that they take where they apply.
WHERE_THEY_APPLY = ("officer", "agency_at_work")
#: Of the texts, those that are days.
DAYS = ("approval_date", "policy_date")
#: Table → its keys. A fact may stand in a language's table too, where it is not the same in both.
KEYS: Mapping[str, tuple[str, ...]] = {
    "site": ("time_zone", "bot_name", "authorised_by", "campaigns", "group_language"),
    "recruitment": ("state", "confirmed_by", "confirmed_on", "source", "interest_list_approved"),
    "hours": ("opens", "closes"),
    "promise": ("contact_in_working_days", "writes_in_chat"),
    "team": (
        "tries",
        "unclaimed_working_days",
        "uncontacted_working_days",
        "idle_working_days",
        "no_step_working_days",
    ),
    "keep": ("unfinished_days", "filed_months", "consent_years"),
    "wording": (*LANGUAGES, "valid_until"),
    "facts": (*FACTS, *WHERE_THEY_APPLY),
    **dict.fromkeys(LANGUAGES, (*TEXTS, *FACTS, *WHERE_THEY_APPLY)),
}
#: Table → the keys of it that say something of one study, and nothing of another in the same installation.
OF_ONE_STUDY: Mapping[str, tuple[str, ...]] = {
    "site": ("campaigns",),
    "recruitment": KEYS["recruitment"],
    "wording": KEYS["wording"],
    **dict.fromkeys(("facts", *LANGUAGES), OF_THE_APPROVAL),
}
#: The least and the most that a number may be: what goes beyond is a slip, and would promise or keep for ever.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "promise.contact_in_working_days": (1, 20),
    "team.tries": (1, 10),
    "team.unclaimed_working_days": (1, 20),
    "team.uncontacted_working_days": (1, 20),
    "team.idle_working_days": (1, 60),
    "team.no_step_working_days": (1, 60),
    "keep.unfinished_days": (1, 30),
    "keep.filed_months": (1, 24),
    "keep.consent_years": (1, 10),
}
#: A name that a link can carry and a count can be kept under: `?start=c_name`.
CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,40}")
#: A hash as `tamiz check` prints it.
HASH = re.compile(r"[0-9a-f]{64}")
#: A time without a zone, which the file names once.
HOUR = re.compile(r"\d\d:\d\d(:\d\d)?")


def unknown_keys(raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield place and fault of each table and key that nothing would read.

    >>> list(unknown_keys({"hours": {"open": "09:00"}}))
    [('hours.open', 'there is no such key; did you mean `opens`?')]
    """
    for table, values in raw.items():
        if table not in KEYS:
            yield table, f"there is no such table{_near(table, KEYS)}"
        elif not isinstance(values, dict):
            yield table, f"must be a table: write [{table}] and its keys below"
        else:
            yield from ((f"{table}.{key}", _unknown_key(key, table)) for key in values if key not in KEYS[table])


def _unknown_key(key: str, table: str) -> str:
    elsewhere = [other for other, keys in KEYS.items() if key in keys]
    if elsewhere:
        return f"belongs to the table [{elsewhere[0]}]"
    return f"there is no such key{_near(key, KEYS[table])}"


def _near(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.lower(), known, 1)
    return f"; did you mean `{near[0]}`?" if near else ""
