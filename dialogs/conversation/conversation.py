"""One person's conversation.

`Conversation` is all that is remembered between two turns; it goes through JSON between any two of them. Its state is
changed by `dialogs.machine.fire` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any

from dialogs.conversation.draft import Draft
from dialogs.conversation.followed import Followed
from dialogs.conversation.link import SharedLink
from dialogs.conversation.note import Note
from dialogs.conversation.older_rows import as_stored_today
from dialogs.conversation.states import State, StepName
from dialogs.languages import Language, language_of
from dialogs.replies import Heading, Purpose
from dialogs.values import Value, decode, encode, member


class Channel(StrEnum):
    """How somebody wants to be reached."""

    CHAT = "chat"
    PHONE = "phone"
    EMAIL = "email"


class ReferralStatus(StrEnum):
    """Where what was sent stands, in the words by which the person is told."""

    FILED = "filed"
    RECEIVED = "received"
    TAKEN = "taken"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    ON_HOLD = "on_hold"
    UNREACHABLE = "unreachable"
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    CLOSED = "closed"

    @classmethod
    def of(cls, word: str) -> ReferralStatus:
        """Return what a word of the team's machine means to the person: closed, where it has no words of its own."""
        return member(cls, word) or cls.CLOSED

    @property
    def is_waiting(self) -> bool:
        """Has nobody written or called yet?"""
        return self in (self.FILED, self.RECEIVED, self.TAKEN)

    @property
    def may_be_asked(self) -> bool:
        """Does a question for another contact still stand?"""
        return self in (self.RECEIVED, self.TAKEN, self.ON_HOLD, self.UNREACHABLE)

    @property
    def is_over(self) -> bool:
        """Has the team finished with it?"""
        return self in (self.INCLUDED, self.NOT_ELIGIBLE, self.DECLINED, self.CLOSED)


#: What JSON has as it is; most fields are that, and asking each what it is takes as long as the rest of the row.
_JSON = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    """Return a field as JSON has it: of the members of an enum their strings."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()} if value else {}
    if isinstance(value, list):
        return [item if type(item) is str else _plain(item) for item in value]
    return value


@dataclass(eq=False, slots=True)
class Conversation:
    """Everything remembered of one conversation. Mutable; changed by the questionnaire alone."""

    #: A `State`, or the id of the question that is asked.
    state: str = State.NEW
    language: Language = Language.ES
    #: First name as the platform gives it, for the team after a yes to sending; never used before.
    name: str = ""
    #: Answer slot → value. A slot is a question's id, or "when:<treatment>" for a question asked of each treatment.
    answers: dict[str, Value] = field(default_factory=dict)
    #: What was begun at the open step.
    draft: Draft = field(default_factory=Draft)
    #: Side steps that wait above the open step, the one on top last; today at most one.
    stack: list[StepName] = field(default_factory=list)
    #: Number of the last prompt, and the names of its buttons in order.
    prompt: int = 0
    offered: list[str] = field(default_factory=list)
    #: The prompt at which the person was told that a text came before it.
    hurried: int = 0
    #: The state that a pause goes back to; empty where there is none.
    paused_at: str = ""
    #: The state from which a contact was asked for before the end, or another one after it; there it goes back to.
    called_from: str = ""
    #: `self` or `helper`.
    who: str = ""
    #: Purpose → given? Only what was asked is in it.
    consents: dict[Purpose, bool] = field(default_factory=dict)
    #: Fingerprint of the texts that were agreed to; another one means that the person is asked again (TG-30).
    agreed_to: str = ""
    #: All sending on our own account is paused, as the person said (CL-12).
    blocked: bool = False
    #: How to reach the person: `channel` (a `Channel`), `address`, `hours`.
    contact: dict[str, str] = field(default_factory=dict)
    #: The contact that the team has, while another one is given.
    reached_by: dict[str, str] = field(default_factory=dict)
    #: Somebody of the team asked for another way to reach the person, and there is no answer yet.
    contact_asked: bool = False
    #: The team asked whether it may show the person's doctor what was sent, with the name or without; None: it did not.
    doctor_asked: bool | None = None
    #: The team wrote about what was sent, in this chat: it can be answered.
    team_wrote: bool = False
    #: The reference code, given by the shell when the conversation begins.
    code: str = ""
    campaign: str = ""
    #: `/accesible`: numbered text answers, nothing edited in place.
    accessible: bool = False
    #: Hash of the study file that these answers were given to.
    study: str = ""
    #: Prompt whose message shows where what was sent stands.
    status_prompt: int = 0
    #: Where what was sent stands with the team: a `ReferralStatus`, or another word of the referral's machine, which
    #: the person is told as closed; empty when nothing was sent.
    referral_state: str = ""
    #: When the person comes, in the site's own time and in ISO form; empty while no visit is agreed on.
    appointment: str = ""
    #: What was filed; None when nothing was sent.
    heading: Heading | None = None
    #: What was sent already is being changed; "all good" sends the change.
    correcting: bool = False
    #: The day by which somebody of the team writes, as promised when it was sent; ISO form.
    promised: str = ""
    #: The day on which the result that was shown was judged, in ISO form; empty where none is open.
    judged_on: str = ""
    #: The day on which the person asked to be written to, in ISO form.
    recheck_on: str = ""
    #: What of this talk is counted already: each counts one time.
    counted: list[str] = field(default_factory=list)
    #: Where this account serves two people, the other one: the `code`, empty before they have one; `now` where the
    #: chat is about that one. The store keeps the two apart.
    beside: dict[str, str] = field(default_factory=dict)
    #: The person's own notes. The store keeps them apart, and longer than the rest.
    notes: list[Note] = field(default_factory=list)
    #: The links to their page that are open. The store keeps them.
    links: list[SharedLink] = field(default_factory=list)
    #: What followed from the answers when it was last looked at; never stored.
    followed: Followed | None = field(default=None, init=False, repr=False)

    @property
    def has_sent_below(self) -> bool:
        """Is this a pause at, or another contact for, what was sent already?"""
        return State.SENT in (self.paused_at, self.called_from)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object from which `from_json` makes an equal conversation."""
        raw = {name: getattr(self, name) for name in _as_they_are()}
        for name, value in raw.items():
            if type(value) not in _JSON:
                raw[name] = _plain(value)
        raw["answers"] = {slot: encode(value) for slot, value in self.answers.items()}
        raw["links"] = [link.to_json() for link in self.links]
        raw["notes"] = [note.to_json() for note in self.notes]
        return raw | {"draft": self.draft.to_json(), "heading": str(self.heading or "")}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Conversation:
        """Return the conversation that `to_json` wrote; unknown fields are dropped, missing ones take their default.

        A word that this program does not know (an older or a newer one wrote it) counts as not there."""
        known = _names()
        kept = {name: value for name, value in as_stored_today(raw).items() if name in known}
        kept["answers"] = {slot: decode(value) for slot, value in kept.get("answers", {}).items()}
        kept["draft"] = Draft.from_json(kept["draft"])
        kept["links"] = [SharedLink.from_json(link) for link in kept.get("links", [])]
        kept["notes"] = [Note.from_json(note) for note in kept.get("notes", [])]
        kept["stack"] = [step for name in kept["stack"] if (step := member(StepName, name)) is not None]
        consents = {member(Purpose, name): given for name, given in kept.get("consents", {}).items()}
        kept["consents"] = {purpose: given for purpose, given in consents.items() if purpose is not None}
        kept["language"] = language_of(kept.get("language"))
        kept["heading"] = member(Heading, kept.get("heading"))
        return cls(**kept)


@cache
def _names() -> frozenset[str]:
    return frozenset(f.name for f in fields(Conversation) if f.init)


@cache
def _as_they_are() -> tuple[str, ...]:
    """Return the fields that JSON can have as they stand."""
    apart = ("answers", "draft", "notes", "links")
    return tuple(f.name for f in fields(Conversation) if f.name in _names() and f.name not in apart)
