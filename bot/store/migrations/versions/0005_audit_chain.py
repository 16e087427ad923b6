"""The audit gets a column for the keyed hash that binds each line to the one before it.

Lines filed before have NULL: no migration holds the key. Going down drops the hashes, and with them the proof.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("audit", sa.Column("mac", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE audit DROP COLUMN mac")
