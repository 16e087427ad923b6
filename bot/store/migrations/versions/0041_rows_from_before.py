"""An index of the rows that a start has something to fill in: none, nearly always, and found without reading the rest.

Each start looks for conversations, persons and cases from before a column was (`bot.store.carried_over`). With a
million people that was a look through all of them before anybody was answered. Going down drops the indexes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

#: Index → its table, the column it holds, the column that is NULL in the rows it has.
_INDEXES = {
    "ix_conversations_from_before": ("conversations", "person_id", "keyboard"),
    "ix_persons_from_before": ("persons", "id", "study"),
    "ix_referrals_from_before": ("referrals", "id", "study"),
    "ix_referrals_without_progress": ("referrals", "id", "progress"),
}


def upgrade() -> None:
    """Make them."""
    for name, (table, key, empty) in _INDEXES.items():
        where = sa.text(f"{empty} IS NULL")
        op.create_index(name, table, [key], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _key, _empty) in _INDEXES.items():
        op.drop_index(name, table)
