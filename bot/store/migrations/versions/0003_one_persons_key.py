"""Whose key seals a call that waits or an update that was set aside, what covers it, and what an erasure waits for.

Rows filed before have NULL: a call is then sealed for whom it is sent to, an update for the installation. Going down
drops the calls that are sealed otherwise, for the program below could not open them: what the team is to see of a
case comes with its next move.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("outbox", "quarantine"):
        op.add_column(table, sa.Column("subject", sa.String(32), nullable=True))
        op.create_index(f"ix_{table}_subject", table, ["subject"])
    op.add_column("outbox", sa.Column("cover", sa.String(40), nullable=True))
    op.add_column("outbox", sa.Column("placed", sa.BigInteger(), nullable=True))
    op.add_column("keys_to_destroy", sa.Column("farewell", sa.String(32), nullable=True))
    op.add_column("keys_to_destroy", sa.Column("late", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Drop them, and what only they could open."""
    op.execute("DELETE FROM outbox WHERE subject IS NOT NULL AND person_id IS NULL")
    for name in ("late", "farewell"):
        op.execute(f"ALTER TABLE keys_to_destroy DROP COLUMN {name}")
    for name in ("placed", "cover"):
        op.execute(f"ALTER TABLE outbox DROP COLUMN {name}")
    for table in ("quarantine", "outbox"):
        op.drop_index(f"ix_{table}_subject", table)
        op.execute(f"ALTER TABLE {table} DROP COLUMN subject")
