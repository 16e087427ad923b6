"""Every text that was agreed to stays in full, and no record of a consent is changed or deleted but by its lifetime.

Texts of records from before this step were not kept, so those have a fingerprint only. Going down drops the texts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None

#: A record may go once it is older than the day that stands here, which only the retention writes.
_ENDED = "EXISTS (SELECT 1 FROM consent_retention AS ended WHERE ended.before > OLD.at)"
_HELD = "EXISTS (SELECT 1 FROM consents AS held WHERE held.text_hash = OLD.text_hash)"
_CHANGED, _DELETED = "a consent is never changed", "a consent is deleted by its lifetime only"

_SQLITE = (
    f"CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
    f"CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents WHEN NOT {_ENDED} "
    f"BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END",
    "CREATE TRIGGER consent_texts_no_update BEFORE UPDATE ON consent_texts "
    f"BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
    f"CREATE TRIGGER consent_texts_no_delete BEFORE DELETE ON consent_texts WHEN {_HELD} "
    f"BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END",
)
_TRIGGERS = (
    *(("consents_no_update", "consents"), ("consents_no_delete", "consents")),
    *(("consent_texts_no_update", "consent_texts"), ("consent_texts_no_delete", "consent_texts")),
)


def _function(name: str, may_go: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{_CHANGED}'; END IF; "
        f"IF NOT ({may_go}) THEN RAISE EXCEPTION '{_DELETED}'; END IF; "
        "RETURN OLD; END $$ LANGUAGE plpgsql"
    )


def upgrade() -> None:
    """Add the tables, and let the database itself refuse."""
    op.create_table(
        "consent_texts",
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", name="pk_consent_texts"),
    )
    op.create_table(
        "consent_retention",
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("before", name="pk_consent_retention"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
        return
    for table, may_go in (("consents", _ENDED), ("consent_texts", f"NOT {_HELD}")):
        op.execute(_function(f"{table}_stay", may_go))
    for name, table in _TRIGGERS:
        event = "UPDATE" if name.endswith("update") else "DELETE"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stay()")


def downgrade() -> None:
    """Drop the rules, then the tables."""
    on_server = op.get_bind().dialect.name != "sqlite"
    for name, table in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if on_server else f"DROP TRIGGER {name}")
    if on_server:
        for table in ("consents", "consent_texts"):
            op.execute(f"DROP FUNCTION {table}_stay()")
    op.drop_table("consent_retention")
    op.drop_table("consent_texts")
