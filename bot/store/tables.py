"""The tables: what is kept, one line of reason for each.

Whatever tells something about a person is sealed (`LargeBinary`, see `vault.py`); what stays readable is numbers,
times, states and codes. A chat or a user is found by a keyed digest, never by its id. Times are microseconds since
1970 in UTC, so that both databases compare them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.store.instant import Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

#: SQLite numbers rows by itself only where the column is its own INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")
#: Rows from before a column was, which each start looks for (`carried_over.py`): nearly always none.
_NO_KEYBOARD: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("keyboard IS NULL"))
_NO_PROGRESS: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("progress IS NULL"))
#: Messages that show no prompt: the clock looks for old ones among them, and not among all that were ever shown.
SHOWS_NONE = text("prompt < 0")

#: Who talks with the bot about one study. `subject` names their key file and stands for them where no person may be
#: named; `human` is the same for one human being in several studies, NULL where there is one only. NULL in `study`:
#: filed before the column was.
persons = Table(
    "persons",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("subject", String(32), nullable=False, unique=True),
    Column("chat", LargeBinary, nullable=False),
    Column("since", Instant, nullable=False, index=True),
    Column("unreachable_at", Instant, index=True),
    Column("study", String(40), index=True),
    Column("human", String(32), index=True),
    sqlite_autoincrement=True,
)

#: Updates already handled: a second delivery changes nothing (IN-01, IN-04).
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, index=True),
)

#: Albums already answered: one reply for all their pictures (MSG-02).
albums = Table(
    "albums",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

#: One conversation a person.
conversations = Table(
    "conversations",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    # The prompt under which the phone's own keyboard is up; 0: none. NULL: filed before the column was.
    Column("keyboard", BigInteger),
    Column("moved_at", Instant, nullable=False, index=True),
    Column("expires_at", Instant, index=True),
    Index("ix_conversations_from_before", "person_id", **_NO_KEYBOARD),
)

#: What a person wrote for themselves; it stays when the conversation is forgotten.
notes = Table(
    "notes",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("kept_until", Date, nullable=False, index=True),
)

#: Links to a person's page that open today; one that was closed, or whose time is over, is gone.
shares = Table(
    "shares",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
    Column("language", String(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
    # Whom it is for, and which member of the team made it. NULL: the person did.
    Column("audience", String(16), nullable=False, server_default="own"),
    Column("made_by", BigInteger, index=True),
    sqlite_autoincrement=True,
)

#: Chats that are asked for the passcode of a link, for some minutes. `share_id` NULL: of one that there is not.
share_readers = Table(
    "share_readers",
    metadata,
    Column("chat_digest", LargeBinary, primary_key=True),
    Column("share_id", ForeignKey("shares.id", ondelete="SET NULL")),
    Column("at", Instant, nullable=False, index=True),
)

#: Which message shows which prompt. `person_id` 0: the team's messages in that chat.
prompts = Table(
    "prompts",
    metadata,
    Column("chat_digest", LargeBinary, primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("prompt", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("shown_at", Instant, nullable=False),
    Index("ix_prompts_that_show_none", "shown_at", sqlite_where=SHOWS_NONE, postgresql_where=SHOWS_NONE),
)

#: What is to be sent, in order within a chat. A row that was sent is gone.
outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("chat_digest", LargeBinary, nullable=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), index=True),
    # Whose key seals it: the person's whom it is sent to or tells about, or that of last words. NULL: nobody's.
    Column("subject", String(32), index=True),
    Column("chat", LargeBinary, nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("prompt", BigInteger, nullable=False),
    Column("replaces", BigInteger, nullable=False),
    Column("coalesce", String(80)),
    Column("tries", Integer, nullable=False),
    # What stands in the message until its number is filed, and that number. NULL: it is sent as it is.
    Column("cover", String(40)),
    Column("placed", BigInteger),
    Index("ix_outbox_chat_digest_rank_id", "chat_digest", "rank", "id"),
    sqlite_autoincrement=True,
)

#: No sending in this scope (a chat's digest, or `all`) before then (OUT-03).
holds = Table(
    "holds",
    metadata,
    Column("scope", LargeBinary, primary_key=True),
    Column("until", Instant, nullable=False),
)

#: Append-only proof of consent (CL-06); it outlives the person's row, naming only their `subject`.
consents = Table(
    "consents",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("subject", String(32), nullable=False, index=True),
    Column("purpose", String(40), nullable=False),
    Column("action", String(20), nullable=False),
    Column("text_hash", String(64), nullable=False, index=True),
    Column("version", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

#: Each text that was answered to, in full and once, by the fingerprint that the record holds.
consent_texts = Table(
    "consent_texts",
    metadata,
    Column("text_hash", String(64), primary_key=True),
    Column("language", String(8), nullable=False),
    Column("version", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("first_at", Instant, nullable=False),
)

#: The day before which records of consents may go: there only while the retention is at work.
consent_retention = Table("consent_retention", metadata, Column("before", Instant, primary_key=True))

#: What was sent to the team. After erasure the code and the state stay; `card`, `body` and `progress` do not.
referrals = Table(
    "referrals",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("person_id", ForeignKey("persons.id", ondelete="SET NULL"), index=True),
    Column("heading", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("holder", ForeignKey("staff.id")),
    Column("card", LargeBinary),
    Column("body", LargeBinary),
    Column("progress", LargeBinary),
    Column("filed_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("kept_until", Date, nullable=False, index=True),
    # NULL: filed before the column was.
    Column("study", String(40), index=True),
    Index("ix_referrals_without_progress", "id", **_NO_PROGRESS),
    sqlite_autoincrement=True,
)

#: Who moved a referral, when, and how.
referral_events = Table(
    "referral_events",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("referral_id", ForeignKey("referrals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
    Column("act", String(30), nullable=False),
    Column("detail", LargeBinary),
    sqlite_autoincrement=True,
)

#: What the team and the person wrote to each other about a referral. `staff_id` NULL: the person; `sent_at` NULL: it
#: waits for the morning.
letters = Table(
    "letters",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("referral_id", ForeignKey("referrals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("body", LargeBinary, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("sent_at", Instant, index=True),
    sqlite_autoincrement=True,
)

#: What a member of the team is typing about a referral, until it is sent or dropped: one a member.
staff_drafts = Table(
    "staff_drafts",
    metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("referral_id", ForeignKey("referrals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

#: The study team's invited members.
staff = Table(
    "staff",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("account", LargeBinary, nullable=False),
    Column("role", String(20), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("reachable", Boolean, nullable=False),
    # When the platform first said that they are in the team's group. NULL: it never did.
    Column("seen_in_group", Instant),
    sqlite_autoincrement=True,
)

#: One-time links for them; only the hash of the token is kept.
invitations = Table(
    "invitations",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    sqlite_autoincrement=True,
)

#: What the person agreed to be told later: one of each reason.
due = Table(
    "due",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("reason", String(20), primary_key=True),
    Column("due_at", Instant, nullable=False, index=True),
)

#: The funnel: counts without identity (RE-10). `week` is the ISO week, 2026-W47.
counts = Table(
    "counts",
    metadata,
    # Empty: counted before the column was.
    Column("study", String(40), primary_key=True, server_default=""),
    Column("event", String(120), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("campaign", String(40), primary_key=True),
    Column("n", BigInteger, nullable=False),
)

#: Single facts of the installation: the staff chat after it moved.
settings = Table(
    "settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

#: Every turn of the recruitment switch.
switches = Table(
    "switches",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("confirmed_by", String(120), nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("source", String(400), nullable=False),
    # NULL: turned before the column was.
    Column("study", String(40)),
    sqlite_autoincrement=True,
)

#: Append-only: who looked or acted, at which code.
audit = Table(
    "audit",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", String(40), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    # Binds the line to the one before it. NULL: filed before the chain was.
    Column("mac", LargeBinary),
    sqlite_autoincrement=True,
)

#: Updates that could not be handled (IN-07, IN-08), sealed.
quarantine = Table(
    "quarantine",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("incident", String(16), nullable=False),
    Column("fault", String(80), nullable=False),
    # Whose key seals it; NULL: nobody's.
    Column("subject", String(32), index=True),
    Column("body", LargeBinary, nullable=False),
)

#: Keys whose person was erased in a committed transaction and whose file may still be there.
keys_to_destroy = Table(
    "keys_to_destroy",
    metadata,
    Column("subject", String(32), primary_key=True),
    # The key of the last words, which wait until it is done; NULL: nothing waits.
    Column("farewell", String(32)),
    # Does it take longer than it should? NULL: it was not tried yet.
    Column("late", Boolean),
)
