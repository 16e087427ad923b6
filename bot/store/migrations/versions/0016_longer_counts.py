"""Room for what is counted apart by question, criterion or heading: their ids belong to the study.

Going down drops the counts that are too long for the column as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the column."""
    _widen(40, 120)


def downgrade() -> None:
    """Narrow it again; counts that are too long for it go."""
    op.execute("DELETE FROM counts WHERE length(event) > 40")
    _widen(120, 40)


def _widen(before: int, after: int) -> None:
    with op.batch_alter_table("counts") as counts:
        counts.alter_column("event", existing_type=sa.String(before), type_=sa.String(after), existing_nullable=False)
