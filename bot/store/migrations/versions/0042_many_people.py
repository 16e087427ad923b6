"""Indexes for what the clock and a start look for among many people, in place of some that nobody needs.

The clock went through every message that was ever shown, a return from an absence through every conversation, and each
start through every person. Going down puts the indexes back as they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_SHOWS_NONE = sa.text("prompt < 0")
_NO_STUDY = sa.text("study IS NULL")
_OF_A_STUDY = ("persons", "referrals")


def upgrade() -> None:
    """Make them, and drop what they replace."""
    op.drop_index("ix_prompts_shown_at", "prompts")
    name, column = "ix_prompts_that_show_none", "shown_at"
    op.create_index(name, "prompts", [column], sqlite_where=_SHOWS_NONE, postgresql_where=_SHOWS_NONE)
    op.create_index("ix_conversations_moved_at", "conversations", ["moved_at"])
    for table in _OF_A_STUDY:
        op.drop_index(f"ix_{table}_from_before", table)
        op.create_index(f"ix_{table}_study", table, ["study"])


def downgrade() -> None:
    """Make those of before again."""
    for table in _OF_A_STUDY:
        op.drop_index(f"ix_{table}_study", table)
        name = f"ix_{table}_from_before"
        op.create_index(name, table, ["id"], sqlite_where=_NO_STUDY, postgresql_where=_NO_STUDY)
    op.drop_index("ix_conversations_moved_at", "conversations")
    op.drop_index("ix_prompts_that_show_none", "prompts")
    op.create_index("ix_prompts_shown_at", "prompts", ["shown_at"])
