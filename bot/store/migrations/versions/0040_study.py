"""Which study a row is about: a person's conversation, what they sent, the counts, and the turns of the switch.

What is filed already gets the id of the one study at the next start (`bot.store.carried_over`). Going down keeps the
rows of every study and forgets whose they are; counts that fall together are added up.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0036"
branch_labels = None
depends_on = None

_KEY = ("event", "week", "language", "campaign")


def upgrade() -> None:
    """Add the columns; counts are told apart by them."""
    for table in ("persons", "referrals", "switches"):
        op.add_column(table, sa.Column("study", sa.String(40), nullable=True))
    op.add_column("persons", sa.Column("human", sa.String(32), nullable=True))
    op.create_index("ix_persons_human", "persons", ["human"])
    op.rename_table("counts", "counts_before")
    _make_counts("study", *_KEY)
    columns = ", ".join(_KEY)
    op.execute(f"INSERT INTO counts (study, {columns}, n) SELECT '', {columns}, n FROM counts_before")
    op.drop_table("counts_before")


def downgrade() -> None:
    """Take the columns away."""
    op.rename_table("counts", "counts_after")
    _make_counts(*_KEY)
    columns = ", ".join(_KEY)
    op.execute(f"INSERT INTO counts ({columns}, n) SELECT {columns}, sum(n) FROM counts_after GROUP BY {columns}")
    op.drop_table("counts_after")
    op.drop_index("ix_persons_human", "persons")
    op.drop_column("persons", "human")
    for table in ("persons", "referrals", "switches"):
        op.drop_column(table, "study")


def _make_counts(*key: str) -> None:
    length = {"study": 40, "event": 120, "week": 8, "language": 8, "campaign": 40}
    op.create_table(
        "counts",
        *(sa.Column(name, sa.String(length[name]), nullable=False) for name in key),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=f"pk_counts_{len(key)}"),
    )
