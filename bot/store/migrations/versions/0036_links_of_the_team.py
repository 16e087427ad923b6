"""Links that the team made for a doctor. Going down closes them: the program before knows only the person's own."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each link whom it is for, and who made it."""
    op.add_column("shares", sa.Column("audience", sa.String(16), nullable=False, server_default="own"))
    op.add_column("shares", sa.Column("made_by", sa.BigInteger(), nullable=True))
    op.create_index("ix_shares_made_by", "shares", ["made_by"])


def downgrade() -> None:
    """Close the team's links, and forget the difference."""
    op.execute("DELETE FROM shares WHERE made_by IS NOT NULL")
    op.drop_index("ix_shares_made_by", "shares")
    op.drop_column("shares", "made_by")
    op.drop_column("shares", "audience")
