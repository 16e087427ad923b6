"""Links to a person's page, sealed with their key and gone with them. Going down closes them all."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "shares",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_shares_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.UniqueConstraint("token_hash", name="uq_shares_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shares_person_id", "shares", ["person_id"])
    op.create_index("ix_shares_expires_at", "shares", ["expires_at"])
    op.create_table(
        "share_readers",
        sa.Column("chat_digest", sa.LargeBinary(), nullable=False),
        sa.Column("share_id", _ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["share_id"], ["shares.id"], name="fk_share_readers_share_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("chat_digest", name="pk_share_readers"),
    )
    op.create_index("ix_share_readers_at", "share_readers", ["at"])


def downgrade() -> None:
    """Drop the tables, their indexes with them."""
    op.drop_table("share_readers")
    op.drop_table("shares")
