"""What the team and a person write to each other, and what a member is typing.

Both are sealed with the person's key and go with the person. Going down drops them: what was sent stands in the chats.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "letters",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        sa.Column("referral_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name="fk_letters_referral_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_letters_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_letters_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_drafts",
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("referral_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_drafts_staff_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name="fk_staff_drafts_referral_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_staff_drafts_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_drafts"),
    )
    for table in ("letters", "staff_drafts"):
        for column in ("referral_id", "person_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Drop the tables, their indexes with them."""
    op.drop_table("staff_drafts")
    op.drop_table("letters")
