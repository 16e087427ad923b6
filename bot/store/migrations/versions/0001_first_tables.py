"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only where the column is its own INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
    """Make every table, those first that others point to."""
    _albums()
    _audit()
    _consents()
    _counts()
    _doomed_keys()
    _holds()
    _invitations()
    _persons()
    _prompts()
    _quarantine()
    _settings()
    _staff()
    _switches()
    _updates()
    _conversations()
    _due()
    _outbox()
    _referrals()
    _referral_events()


def downgrade() -> None:
    """Drop them again, in the opposite order; their indexes go with them."""
    for name in (
        "referral_events",
        "referrals",
        "outbox",
        "due",
        "conversations",
        "updates",
        "switches",
        "staff",
        "settings",
        "quarantine",
        "prompts",
        "persons",
        "invitations",
        "holds",
        "doomed_keys",
        "counts",
        "consents",
        "audit",
        "albums",
    ):
        op.drop_table(name)


def _albums() -> None:
    op.create_table(
        "albums",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_albums"),
    )
    op.create_index("ix_albums_at", "albums", ["at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_subject", "consents", ["subject"])


def _counts() -> None:
    op.create_table(
        "counts",
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("campaign", sa.String(40), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "week", "language", "campaign", name="pk_counts"),
    )


def _doomed_keys() -> None:
    op.create_table(
        "doomed_keys",
        sa.Column("subject", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_doomed_keys"),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_holds"),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sqlite_autoincrement=True,
    )


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("unreachable_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("digest", name="uq_persons_digest"),
        sa.UniqueConstraint("subject", name="uq_persons_subject"),
        sqlite_autoincrement=True,
    )


def _prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("chat_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("prompt", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("chat_digest", "person_id", "prompt", name="pk_prompts"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("incident", sa.String(16), nullable=False),
        sa.Column("fault", sa.String(80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_quarantine"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("digest", name="uq_staff_digest"),
        sqlite_autoincrement=True,
    )


def _switches() -> None:
    op.create_table(
        "switches",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("confirmed_by", sa.String(120), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_switches"),
        sqlite_autoincrement=True,
    )


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_at", "updates", ["at"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_conversations_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_expires_at", "conversations", ["expires_at"])


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_due_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "reason", name="pk_due"),
    )
    op.create_index("ix_due_due_at", "due", ["due_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("chat_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.BigInteger(), nullable=False),
        sa.Column("coalesce", sa.String(80), nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_outbox_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_digest_rank_id", "outbox", ["chat_digest", "rank", "id"])
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("heading", sa.String(20), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("holder", ID, nullable=True),
        sa.Column("card", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_referrals_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["holder"], ["staff.id"], name="fk_referrals_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_referrals"),
        sa.UniqueConstraint("code", name="uq_referrals_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_referrals_person_id", "referrals", ["person_id"])


def _referral_events() -> None:
    op.create_table(
        "referral_events",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("referral_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("act", sa.String(30), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_referral_events_staff_id"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name="fk_referral_events_referral_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_referral_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_referral_events_referral_id", "referral_events", ["referral_id"])
