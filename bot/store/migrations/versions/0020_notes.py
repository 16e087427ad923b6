"""A person's own notes, sealed with their key and gone with them. Going down drops them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "notes",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_notes_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_notes"),
    )
    op.create_index("ix_notes_kept_until", "notes", ["kept_until"])


def downgrade() -> None:
    """Drop the table, its index with it."""
    op.drop_table("notes")
