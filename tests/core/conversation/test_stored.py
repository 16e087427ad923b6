"""What the program stored yesterday goes on today: each file of `stored/` is a row of somebody's database.

`pytest --update-transcripts` writes what is seen anew, and a file for each place that has none. It never changes the
conversation of a file that exists: that is a form that was stored once, and it has to be readable for good.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

import pytest

from dialogs.conversation.conversation import Conversation
from dialogs.conversation.draft import Draft
from tests.core.conversation.places import CHANGED_MEANWHILE, PLACES, at
from tests.core.conversation.seen import THEN, agreement, seen_after, site_as_written, study_file, words_on
from tests.core.conversation.stored_files import FOLDER, file_of_place, read, write
from tests.core.conversation.walking import Walk

FILES: Final = sorted(FOLDER.glob("*.json"))
ROWS: Final[list[dict[str, Any]]] = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
#: Rows of the form before there was a draft.
OLDER: Final = [row for row in ROWS if "marks" in row["conversation"]]

#: Done at every place, beside a press on each button.
EVERYWHERE: Final = (
    *("sí", "no", "atrás", "2", "zzz qqq", "me duele el pecho", "/start", "/mydata", "/stop", "pausa"),
    *("/accessible", "/permissions", "(photo)", "(an older button)", "(shares own contact +56987654321)"),
    *(f"borrar{THEN}no", f"/language{THEN}[en]", f"persona{THEN}zzz qqq"),
)
#: Done once the team has something.
WITH_THE_TEAM: Final = (
    "/status",
    "(team: taken)",
    "(team: closed)",
    "(team: ask_contact)",
    f"/permissions{THEN}[send]",
)
ADDRESSES: Final = (f"+56987654321{THEN}sí", f"a@b.cl{THEN}no", "12345", "(shares a contact +56987654321)")
SIDE_STEPS: Final = {
    *("language", "delete", "stop", "recheck", "frequent", "permissions", "person", "another_contact"),
}
MARKS: Final = {"side", "more", "fallback", "offers", "offer"}
OFFERS: Final = {"referral", "interest", "review", "callback"}


def deeds_at(walk: Walk) -> Iterator[str]:
    """What is done at a place, as its file writes it."""
    yield from (f"[{value}]" for value in walk.c.offered)
    yield from EVERYWHERE
    shown = next((screen for screen in reversed(walk.screens()) if screen.prompt == walk.c.prompt), None)
    if shown is not None and shown.options:
        yield words_on(shown.options[-1], walk.c.language)
    if walk.c.referral_state:
        yield from WITH_THE_TEAM
    if walk.c.state == "contact" or "another_contact" in walk.c.offered:
        yield from ADDRESSES
    yield from (f"(clock: {what.removeprefix('later_')})" for what in walk.c.consents if what.startswith("later_"))


def as_stored(place: str) -> dict[str, Any]:
    """The file of a place, written with the program of today."""
    walk = at(place)
    conversation = json.loads(json.dumps(walk.c.to_json()))
    reads, agreed_to = agreement(walk.site, walk.today, conversation)
    file = {
        "place": place,
        "site": site_as_written(walk.site),
        "today": walk.today.isoformat(),
        "written_with": {
            "study_file": study_file(),
            "notice": reads if conversation["agreed_to"] == agreed_to else None,
        },
        "conversation": conversation | {"keyboard": walk.c.prompt if walk.c.offered == ["share"] else 0},
        "prompt": walk.c.prompt,
        "buttons": walk.c.offered,
    }
    return {**file, "gets": {deed: seen_after(file, deed) for deed in dict.fromkeys(deeds_at(walk))}}


def lines(gets: dict[str, Any]) -> list[str]:
    return json.dumps(gets, ensure_ascii=False, indent=1).splitlines()


@pytest.mark.whole
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_conversation_goes_on_as_it_did(path: Path, update_transcripts: bool) -> None:  # [AX-06]
    file = read(path)
    now = {deed: seen_after(file, deed) for deed in file["gets"]}
    if update_transcripts:
        write(path, {**file, "gets": now})
        return
    if now == file["gets"]:
        return
    changed = "\n".join(unified_diff(lines(file["gets"]), lines(now), "as it was", "as it is now", n=8, lineterm=""))
    raise AssertionError(f"{path.name} (if it is meant: pytest --update-transcripts)\n{changed}")


def test_every_place_has_its_file(update_transcripts: bool) -> None:
    for place in [*PLACES, *CHANGED_MEANWHILE]:
        path = file_of_place(place)
        if update_transcripts and not path.exists():
            write(path, as_stored(place))
        assert json.loads(path.read_text(encoding="utf-8"))["place"] == place


def test_a_stored_conversation_reads_the_same_once_it_is_written_anew() -> None:
    for path in FILES:
        stored = Conversation.from_json(json.loads(path.read_text(encoding="utf-8"))["conversation"]).to_json()
        assert Conversation.from_json(json.loads(json.dumps(stored))).to_json() == stored, path.stem


def test_every_field_that_is_stored_says_something_in_one_of_the_files() -> None:
    assert not [name for name, found in values_of(row["conversation"] for row in OLDER).items() if len(found) < 2]


@pytest.mark.whole
def test_every_field_that_is_stored_today_says_something_at_one_of_the_places() -> None:
    rows = [at(place).c.to_json() for place in PLACES | CHANGED_MEANWHILE]
    nothing = dict.fromkeys(field.name for field in fields(Draft))  # what was not begun is not written
    said = values_of(rows) | values_of({**nothing, **row["draft"]} for row in rows)
    assert not [name for name, found in said.items() if len(found) < 2]


def values_of(rows: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """Field → its values in these rows."""
    values: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, set()).add(json.dumps(value))
    return values


def test_every_side_step_and_every_mark_is_in_one_of_the_files() -> None:
    marks = [row["conversation"]["marks"] for row in OLDER]
    assert set().union(*marks) == MARKS
    assert {found["side"] for found in marks if "side" in found} == SIDE_STEPS
    assert {found["offer"] for found in marks if "offer" in found} == OFFERS


def test_every_kind_of_reading_waits_for_a_yes_in_one_of_the_files() -> None:
    pending = [value for row in OLDER for value in row["conversation"]["pending"].values()]
    kinds = {next(iter(value)) if isinstance(value, dict) else type(value).__name__ for value in pending}
    assert kinds == {"int", "str", "when", "quantity", "unknown", "choices", "medicines"}
