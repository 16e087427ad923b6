"""The authorisation matrix: every action of staff × every kind of principal × every surface [GRP-01] [GRP-08] [SEC-04].

Only what is allowed happens. Every refusal is written down, with a code or the name of the action alone, and tells
nothing of any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from bot.config.membership import Standing
from bot.desk.admission import FACELESS
from bot.render.callback_data import SUSPEND, Act, Menu, Suspend, read_data
from bot.store import letters, referrals, staff, switches
from bot.store.engine import Store
from dialogs.referral.desk_menu import ALLOWED, DeskAction
from dialogs.referral.referral import LOOKS, StaffAction
from dialogs.site import MOVES, READS, Role
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, NAMES, STUDY, Front, send
from tests.shell.trail import audit_lines

#: Where somebody can press: the team's group, their own chat, another group, and a chat that is somebody else's.
FOREIGN, ANOTHERS = -100777, 4242
SURFACES = {"the group": GROUP, "their own chat": ANA, "a foreign group": FOREIGN, "another's chat": ANOTHERS}
#: A day that lists offer in that week, as a button names it.
LATER = date(2026, 11, 24).toordinal()
#: What of the case no refusal may say.
OF_THE_CASE = ("Eva", "possible", "interest", "taken", "waiting for", "biopsy", "34")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who presses: a role that stands, or a reason why there is none."""

    role: Role | None = None
    revoked: bool = False
    standing: Standing = Standing.IN
    account: int = ANA

    def enters(self, front: Front) -> None:
        """Become what the principal is."""
        if self.role is not None:
            front.invite(self.account, self.role)
            front.context.store.write_now(lambda tx: staff.note_in_group(tx, 2, front.now))
        if self.revoked:
            front.context.store.write_now(lambda tx: staff.revoke(tx, 2, front.now))
        front.standings[self.account] = self.standing


PRINCIPALS = {
    **{f"{role}": Principal(role) for role in Role},
    "a stranger in the group": Principal(),
    "a stranger outside": Principal(standing=Standing.OUT),
    "an owner whose rights ended": Principal(Role.OWNER, revoked=True),
    "an owner who left": Principal(Role.OWNER, standing=Standing.OUT),
    "an owner who cannot be asked about": Principal(Role.OWNER, standing=Standing.UNKNOWN),
    "a patient": Principal(account=EVA),
    **{f"the faceless account {number}": Principal(account=number) for number in FACELESS},
}


#: Presses that take a step at once, with the entry that a list offers: the second of two presses can be forged too.
CHOSEN = (
    "try.0",
    f"next_try.{LATER}",
    f"hold.{LATER}",
    "hand_over.1",
    "scheduled.y",
    "included.y",
    "not_eligible.0.y",
    "declined.y",
    "unreachable.y",
    "settle.0",
    "value.0",
    "source.0",
    "note_edit.1",
    "note_delete.1",
)
#: Keeping words for the team alone moves nothing: whoever may read a case may do it.
KEEPS_WORDS = ("notes", "note_add", "note_edit", "note_delete")


def actions(code: str) -> dict[str, str]:
    """Every button that staff can have, on the wire."""
    of_cases = {f"{act} on a case": f"s1.{code}.{act}" for act in (*StaffAction, *CHOSEN)}
    of_desk = {f"{action} of the desk": f"m1.{action}.1.0" for action in DeskAction}
    return of_cases | of_desk | {"suspending the study": SUSPEND}


def allowed(data: str, principal: Principal, surface: str) -> bool:
    """Say what is meant, apart from how the program decides it."""
    if principal.role is None or principal.revoked or principal.standing is not Standing.IN:
        return False
    match read_data(data):
        case Act() as act:
            roles = READS if act.name in (*LOOKS, *KEEPS_WORDS) else MOVES
            return principal.role in roles and surface in ("the group", "their own chat")
        case Menu() as menu:
            return principal.role in ALLOWED[menu.name] and surface == "their own chat"
        case Suspend():
            return principal.role is Role.OWNER and surface == "their own chat"
    raise AssertionError(data)


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(BEA, "owner")
    return front


def standing_of(front: Front, code: str) -> tuple[object, ...]:
    """What a refusal must leave as it is."""
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    team = front.context.store.read_now(staff.team)
    assert filed is not None
    log = front.context.store.read_now(
        lambda tx: [(event.id, event.act, event.detail) for event in referrals.events(tx, code)]
    )
    drafts = front.context.store.read_now(lambda tx: [letters.draft_of(tx, each.id) for each in team])
    people = [(each.id, each.role, each.language) for each in team]
    suspended = front.context.store.read_now(lambda tx: switches.is_suspended(tx, STUDY))
    return (filed.state, filed.holder, filed.progress, filed.card, log, drafts, people, suspended)


@pytest.mark.whole
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", PRINCIPALS)
def test_only_the_allowed_act_happens_and_every_refusal_is_written_down_and_silent(
    front: Front, monkeypatch: pytest.MonkeyPatch, name: str, surface: str
) -> None:
    principal = PRINCIPALS[name]
    monkeypatch.setitem(NAMES, principal.account, NAMES.get(principal.account, "Group"))
    code = send(front)
    principal.enters(front)
    place = principal.account if surface == "their own chat" else SURFACES[surface]
    refused = {label: data for label, data in actions(code).items() if not allowed(data, principal, surface)}
    before, sent = standing_of(front, code), len(front.calls)
    for label, data in refused.items():
        said = front.tap(principal.account, data, place)
        assert said, label
        assert not [word for word in OF_THE_CASE if word in said], f"{label}: {said}"
    assert standing_of(front, code) == before
    assert len(refusals(front)) == len(refused)
    told = [payload for method, payload in front.calls[sent:] if method != "answerCallbackQuery"]
    assert not [payload for payload in told if code in str(payload) and "Waiting" not in str(payload)]
    assert {line.split()[0] for line in refusals(front)} <= {code, "desk", "suspended"}


def refusals(front: Front) -> list[str]:
    """What the refusals of the audit are about."""
    lines = front.context.store.read_now(audit_lines)
    return [line.subject for line in lines if line.act == "refused"]


@pytest.mark.parametrize("role", some([Role.INVESTIGATOR, Role.OBSERVER]))
def test_whoever_had_a_case_moves_nothing_of_it_once_the_role_does_not_allow_it(front: Front, role: Role) -> None:
    code = send(front)
    Principal(Role.COORDINATOR).enters(front)
    for data in ("take", "note_add"):
        front.tap(ANA, f"s1.{code}.{data}", ANA)
    front.write(ANA, "Prefers mornings.")
    front.context.store.write_now(lambda tx: staff.set_role(tx, 2, role))
    before = standing_of(front, code)
    for label, data in actions(code).items():
        if not allowed(data, Principal(role), "their own chat"):
            lines = len(refusals(front))
            front.tap(ANA, data, ANA)
            assert standing_of(front, code) == before, label
            assert len(refusals(front)) == lines + 1, label


#: Steps of a case, each with where it then stands, and what of its log is new.
STEPS = {
    "try.0": "taken",
    f"next_try.{LATER}": "taken",
    "contacted": "contacted",
    "undo": "taken",
    f"hold.{LATER}": "on_hold",
    "resume": "taken",
    "not_eligible.0.y": "not_eligible",
    "reopen": "taken",
    "hand_over.1": "taken",
}


@pytest.mark.parametrize("role", some(MOVES))
def test_whoever_moves_cases_takes_each_step_and_each_is_written_down(front: Front, role: Role) -> None:
    code = send(front)
    Principal(role).enters(front)
    front.tap(ANA, f"s1.{code}.take", ANA)
    for data, state in STEPS.items():
        front.tap(ANA, f"s1.{code}.{data}", ANA)
        assert standing_of(front, code)[0] == state, data
    assert standing_of(front, code)[1] == 1, "Bea has it now"
    lines = [line for line in front.context.store.read_now(audit_lines) if line.actor == "staff:2"]
    assert [line.act for line in lines if line.subject == code] == ["take", *(data.split(".")[0] for data in STEPS)]


@pytest.mark.parametrize("role", some(READS))
def test_whoever_reads_cases_keeps_changes_and_deletes_notes_and_moves_nothing(front: Front, role: Role) -> None:
    code = send(front)
    Principal(role).enters(front)
    front.tap(ANA, f"s1.{code}.note_add", ANA)
    front.write(ANA, "Prefers mornings.")
    (number,) = notes_on(front, code)
    front.tap(ANA, f"s1.{code}.note_edit.{number}", ANA)
    front.write(ANA, "Prefers evenings.")
    assert notes_on(front, code) == {number: "Prefers evenings."}
    front.tap(ANA, f"s1.{code}.note_delete.{number}", ANA)
    assert notes_on(front, code) == {}
    assert standing_of(front, code)[:2] == ("new", None)


def notes_on(front: Front, code: str) -> dict[int, str]:
    """The words of the notes on a case, by number."""
    log = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    return {event.id: event.detail["words"] for event in log if event.act == "note"}


@pytest.mark.parametrize("role", some(Role))
def test_what_a_role_may_do_it_can_do(front: Front, role: Role) -> None:
    code = send(front)
    Principal(role).enters(front)
    refused = ("Only invited members", "Your role here is")
    of_cases = [f"s1.{code}.{act}" for act in ("see", "open", "notes", "note_add", "take", "take_next", "try", "hold")]
    for data in (*of_cases, "m1.home", "m1.cases.1.0", "m1.numbers", "m1.team"):
        may = allowed(data, Principal(role), "their own chat")
        assert (not front.tap(ANA, data, ANA).startswith(refused)) is may, data


def test_whose_role_does_not_reach_so_far_is_told_what_it_does_and_nothing_of_the_case(front: Front) -> None:
    code = send(front)
    Principal(Role.INVESTIGATOR).enters(front)
    assert front.press(ANA, "es:Take", GROUP) == (
        "Your role here is investigator: you can look at cases, and a coordinator takes them and moves them on."
    )
    front.context.store.write_now(lambda tx: staff.set_role(tx, 2, Role.OBSERVER))
    told = front.tap(ANA, f"s1.{code}.see", GROUP)
    assert told == "Your role here is observer: you see the counts, and nobody's case."


def test_every_action_stands_in_the_matrix() -> None:
    assert len(actions("LUP-7K3Q")) == len(StaffAction) + len(CHOSEN) + len(DeskAction) + 1
    assert None not in [read_data(data) for data in actions("LUP-7K3Q").values()]


@pytest.mark.parametrize("way", ["forwarded", "edited", "in another group"])
def test_a_code_or_an_order_that_was_forwarded_edited_or_written_elsewhere_does_nothing(front: Front, way: str) -> None:
    """[GRP-08]"""
    code = send(front)
    Principal(Role.OWNER).enters(front)
    before = standing_of(front, code)
    if way == "in another group":
        place = {"id": FOREIGN, "type": "supergroup", "title": "Elsewhere"}
        front.feed({"message": {**front.message(ANA, place), "text": f"/start {code}"}})
    elif way == "edited":
        front.feed({"edited_message": {**front.message(ANA), "text": code, "edit_date": 1}})
    else:
        origin = {"type": "user", "date": 1, "sender_user": front.user(BEA)}
        front.write(ANA, code, forward_origin=origin)
    assert standing_of(front, code) == before
    assert not [text for text in front.chat(ANA) if code in text]
