"""Indexes for what the running bot looks up: no look goes through a whole table, however many people there are.

Going down drops them; nothing else is lost.
"""

from alembic import op

revision = "0035"
down_revision = "0030"
branch_labels = None
depends_on = None

_INDEXES = {
    "persons": ("since", "unreachable_at"),
    "prompts": ("person_id", "shown_at"),
    "consents": ("at", "text_hash"),
    "referrals": ("state", "kept_until"),
    "letters": ("sent_at",),
    "audit": ("at",),
}


def upgrade() -> None:
    """Make them."""
    for table, columns in _INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Drop them."""
    for table, columns in _INDEXES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
