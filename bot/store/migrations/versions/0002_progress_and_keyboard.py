"""A referral's progress and the phone's keyboard get columns of their own; one table gets a plain name.

Both values are sealed with the keys of persons, which no migration holds: `carried_over.py` fills the columns at the
next start. Going down drops them: the log still says how a referral moved, and a phone's keyboard stays up until its
owner presses it away. Two columns of the outbox go that nothing ever filled.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add and drop the columns, and move the keys that are still to be destroyed."""
    op.add_column("referrals", sa.Column("progress", sa.LargeBinary(), nullable=True))
    op.add_column("conversations", sa.Column("keyboard", sa.BigInteger(), nullable=True))
    for name in ("due_at", "expires_at"):
        op.execute(f"ALTER TABLE outbox DROP COLUMN {name}")
    _move_subjects("doomed_keys", "keys_to_destroy")


def downgrade() -> None:
    """Put the columns back as they were, and give the table its old name."""
    _move_subjects("keys_to_destroy", "doomed_keys")
    op.add_column("outbox", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("due_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("ALTER TABLE conversations DROP COLUMN keyboard")
    op.execute("ALTER TABLE referrals DROP COLUMN progress")


def _move_subjects(old: str, new: str) -> None:
    """Make the table anew and copy its rows: a renamed one would keep the names of its constraints."""
    op.create_table(
        new,
        sa.Column("subject", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=f"pk_{new}"),
    )
    op.execute(f"INSERT INTO {new} (subject) SELECT subject FROM {old}")
    op.drop_table(old)
