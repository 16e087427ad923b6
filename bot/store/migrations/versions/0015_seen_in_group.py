"""When a member of the team was first seen in its group: only who was there can have left it.

Going down forgets it: it is noted again at the next look.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("staff", sa.Column("seen_in_group", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.execute("ALTER TABLE staff DROP COLUMN seen_in_group")
