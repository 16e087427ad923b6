"""The privacy page names every table and field of the store, and its table of lifetimes is the program's."""

from dataclasses import fields

import pytest

from bot.cli.check import filled
from bot.store.tables import metadata
from dialogs.conversation.conversation import Conversation
from dialogs.privacy.retention import TABLE
from dialogs.referral.dossier import Dossier
from tests.docs.pages import page, section

PRIVACY = "docs/privacy.md"


def test_the_table_of_lifetimes_is_the_one_that_the_program_erases_by() -> None:
    """[CL-08]"""
    rows = [line for line in section(page(PRIVACY), 2).splitlines() if line.startswith("|")][2:]
    assert rows == [f"| {row.what} | {row.why} | {filled(row.how_long)} |" for row in TABLE]


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_of_the_store_has_a_line_with_each_of_its_fields(name: str) -> None:
    """[CL-29]"""
    row = next(line for line in section(page(PRIVACY), 3).splitlines() if line.startswith(f"| `{name}` |"))
    sealed, readable = (cell.strip() for cell in row.split("|")[2:4])
    columns = {column.name: str(column.type) for column in metadata.tables[name].columns}
    assert {cell.strip("` ") for cell in f"{sealed},{readable}".split(",")} - {"–"} == set(columns)
    # Digests, the scope of a hold and the hash of a line are bytes too, and say nothing.
    open_bytes = {"digest", "chat_digest", "scope", "mac"}
    assert {cell.strip("` ") for cell in sealed.split(",")} - {"–"} == {
        column for column, kind in columns.items() if kind in ("BLOB", "BYTEA") and column not in open_bytes
    }


@pytest.mark.parametrize("kind", [Conversation, Dossier])
def test_every_field_of_what_is_sealed_is_named(kind: type) -> None:
    text = section(page(PRIVACY), 3)
    assert not [field.name for field in fields(kind) if field.init and f"`{field.name}`" not in text]
