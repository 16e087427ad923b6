"""The table of what is kept forgets no table of the store."""

from __future__ import annotations

from bot.store import tables as t
from dialogs.privacy.retention import TABLE

#: Of the team and of the installation, not of people who answer.
NOT_OF_PEOPLE = {
    *("staff", "invitations", "settings", "switches", "keys_to_destroy"),
    # The texts that were agreed to, without whom; and a day, while records of consents go.
    *("consent_texts", "consent_retention"),
}


def test_every_table_of_the_store_stands_in_the_table_of_what_is_kept() -> None:
    """[CL-08] [CL-19]"""
    told = {name for row in TABLE for name in row.tables}
    assert told | NOT_OF_PEOPLE == set(t.metadata.tables)
    assert not told & NOT_OF_PEOPLE
