"""Every text can be seen: it is said in a transcript, at a place of the conversation, or on a screen that a test names.

A text that nobody can come to is translated, measured and approved for nothing, and hides a step that lost its way.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.desk.data_export import FIELDS
from bot.desk.link_news import CLOSED_FOR_TEAM, OPENED_FOR_TEAM, TEAMS_CLOSED
from bot.desk.shared_page import IN_TELEGRAM
from bot.desk.team_links import AGREED, DECLINED
from bot.render.messages import View, message
from bot.render.paragraphs import say
from bot.render.texts import Texts, shipped_catalogs
from bot.telegram.profile import OwnPage, wanted
from bot.wording.entries import entries
from dialogs.conversation.link import Audience, SharedLink
from dialogs.exports.columns import columns
from dialogs.exports.consort import BOX_LABELS
from dialogs.exports.funnel import Counted, Median, bars, funnel, funnel_screen
from dialogs.languages import Language
from dialogs.referral.actions import reason_list, steps
from dialogs.referral.call_script import Call, before_the_call, call_script
from dialogs.referral.desk_menu import (
    PAGE,
    CaseList,
    Invited,
    Listed,
    TeamLine,
    breach_answer_screen,
    breach_screen,
    case_list,
    end_screen,
    home,
    invite_screen,
    link_screen,
    member_screen,
    team_screen,
)
from dialogs.referral.group_card import card
from dialogs.referral.ledger import Identity, ledger, page_for_a_doctor
from dialogs.referral.letters import (
    CommonLetter,
    WrittenLine,
    answer_screen,
    choice_screen,
    common_text,
    confirm_screen,
    correspondence,
    typing_screen,
    wrong_in,
)
from dialogs.referral.notes import Note, notes_page, notes_screen
from dialogs.referral.overdue import Overdue, Standings, digest, escalation, queue_screen, reminder
from dialogs.referral.referral import Referral, ReferralState, StaffAction
from dialogs.referral.same_person import same_screen
from dialogs.referral.settled import (
    Settled,
    Source,
    list_screen,
    settled_screen,
    slots_to_settle,
    source_screen,
    value_screen,
)
from dialogs.referral.showing import link_screens, whom_screen
from dialogs.referral.step_screens import (
    TryOutcome,
    appointment_read,
    appointment_screen,
    colleague_list,
    hold_list,
    next_try_list,
    progress_screen,
    sure_screen,
    try_line,
    try_list,
)
from dialogs.replies import FunnelEvent, Heading
from dialogs.screening.facts import slots
from dialogs.screening.screening import Outcome
from dialogs.screens import Screen, Text
from dialogs.site import Role
from dialogs.values import When
from tests.core.conversation.places import PLACES, at
from tests.core.conversation.walking import Walk
from tests.core.referral.test_ledger import ANSWERS, FILING, MACHINE, NOON, READER, STUDY, TODAY, sent
from tests.core.test_closed_sets import TABLES
from tests.test_transcripts import CATALOGS, STORIES, Recorded
from tests.transcripts import play
from tests.transcripts.story import read_story
from tests.wording.seen_elsewhere import SEEN_ELSEWHERE

ROOT = Path(__file__).parents[2]
#: A piece of a text this long, quoted in a test, is no coincidence.
LONG_ENOUGH = 10
#: A text with fewer letters beside its fields than this says nothing by itself.
FIELDS_ALONE = 3


def ids_in(value: Any) -> Iterator[str]:
    """The ids of every text inside a value."""
    if isinstance(value, Text):
        yield value.id
        yield from ids_in(tuple(value.fields.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from ids_in(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from ids_in(getattr(value, each.name))


@cache
def quoted() -> frozenset[str]:
    """Every string that stands in a test, this file excepted."""
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name not in (Path(__file__).name, "seen_elsewhere.py"):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(each.removeprefix("es:") for each in found)


@cache
def quoted_lines() -> str:
    """The same as one text, a line or more for each: a pattern looks through it once."""
    return "\n".join(sorted(quoted()))


@cache
def long_quotes() -> dict[str, list[str]]:
    """What is quoted and long enough to be a piece of a text, by its beginning."""
    found = defaultdict(list)
    for each in quoted():
        if len(each) >= LONG_ENOUGH:
            found[each[:LONG_ENOUGH]].append(each)
    return found


def is_quoted(text: str) -> bool:
    """Does a test name the text, a piece of it, or the text with its fields filled?"""
    pieces = ((at, long_quotes().get(text[at : at + LONG_ENOUGH], ())) for at in range(len(text)))
    if text in quoted() or any(text.startswith(each, at) for at, begun in pieces for each in begun):
        return True
    literal = re.split(r"{\w+}", text)
    filled = re.compile(".+".join(map(re.escape, literal)))
    return len("".join(literal).strip()) > FIELDS_ALONE and filled.search(quoted_lines()) is not None


def scripts_for_calls() -> Iterator[Any]:
    """Every script for a call, and what its caller must know first."""
    for heading in Heading:
        call = Call(code="LUP-7K3Q", heading=heading, caller="Ana", institution="")
        yield call_script(READER, sent(), call, TODAY)
        yield call_script(READER, replace(sent(), answers={}), call, TODAY)
        yield call_script(READER, sent(), replace(call, status=Text("The study has ended.")), TODAY)
    for contact in (
        {"channel": "phone", "hours": "morning"},
        {"channel": "phone", "name": "Rosa"},
        {"channel": "chat"},
    ):
        yield before_the_call(replace(sent(name=""), contact=contact))


def drawn_for_staff() -> Iterator[object]:
    """What the team sees of referrals of every state, of different persons."""
    for state in ReferralState:
        case = Referral("LUP-7K3Q", Heading.REFERRAL, NOON, state, holder=1, holder_name="Ana", reason="other", met=1)
        case.language, case.paused, case.outcome = Language.EN, True, Outcome.PLAUSIBLE
        yield from (
            card(case, NOON),
            card(replace(case, met=0), NOON),
            steps(STUDY, MACHINE, case, 1, {}),
            steps(STUDY, MACHINE, case, 2),
            reason_list(STUDY, case),
        )
    window = {**ANSWERS, "conditions": ("infection",), "when:rituximab": When.parse("2026-11-10")}
    for answers in (ANSWERS, window):
        for contact in ({"channel": "phone", "address": "+56 9"}, {"channel": "chat", "hours": "morning"}):
            yield ledger(READER, sent(answers, contact=contact), FILING, TODAY)
    yield from scripts_for_calls()
    yield from letters_for_staff()
    yield from at_the_desk()
    yield from asked_before_a_step()
    yield from shown_to_doctors()
    settled = [Settled("antibodies", "yes", Source.PAPER, "Ana", NOON)]
    yield settled_screen(READER, "LUP-7K3Q", sent(), settled, TODAY)
    (slot,) = slots_to_settle(READER, sent(), Heading.REFERRAL, TODAY)[:1]
    yield list_screen(READER, "LUP-7K3Q", [slot]), value_screen(READER, "LUP-7K3Q", slot)
    yield source_screen(READER, "LUP-7K3Q", slot, "yes")
    every = slots(STUDY, sent().answers, TODAY)
    yield tuple(value_screen(READER, "LUP-7K3Q", each) for each in every)


def at_the_desk() -> Iterator[object]:
    """What a member sees in their own chat beside single cases."""
    for role in (*Role, None):
        yield home(role, Language.EN, {}, "REF"), home(role, Language.EN, None, "REF")
        yield member_screen(TeamLine(1, "Ana", role))
    case = Referral("LUP-7K3Q", Heading.REFERRAL, NOON)
    found = [Listed(case, Text("{n} s ago", {"n": 1}))] * (2 * PAGE + 1)
    held = Listed(replace(case, holder_name="Ana"), Text("{n} s ago", {"n": 1}))
    yield case_list(CaseList.OVERDUE, [held], 0)
    yield from (case_list(which, found, 1) for which in CaseList)
    yield case_list(CaseList.MINE, [], 0)
    yield team_screen([TeamLine(1, "Ana", Role.OWNER)], [Invited(1, "", Role.OBSERVER, NOON)])
    yield breach_screen(1, 1, 3, []), breach_answer_screen(3, 0), breach_answer_screen(None, 0)
    yield end_screen(TeamLine(1, "Ana", Role.OWNER)), invite_screen(), link_screen("/start", 48)


def shown_to_doctors() -> Iterator[object]:
    """What a member sees on the way to a link for a doctor, and what that doctor reads."""
    links = [SharedLink(1, "2026-11-29", 0, Audience.DOCTOR), SharedLink(2, "2026-11-29", 0, Audience.INVESTIGATOR)]
    yield whom_screen("LUP-7K3Q", links)
    yield link_screens("LUP-7K3Q", 1, [(IN_TELEGRAM, "https://t.me")], "AB2CD3EF")
    yield Screen(page_for_a_doctor(READER, sent(), FILING, TODAY, Identity.WITH_CONTACT))
    fields = {"code": "LUP-7K3Q", "number": 1, "date": TODAY, "time": "15:00"}
    yield tuple(Text(each, fields) for each in (OPENED_FOR_TEAM, CLOSED_FOR_TEAM, TEAMS_CLOSED, AGREED, DECLINED))


def asked_before_a_step() -> Iterator[object]:
    """What a member is asked before a step is taken, and what the clock says of a case."""
    case = Referral("LUP-7K3Q", Heading.REFERRAL, NOON, holder=1, holder_name="Ana")
    told = Text("{value}", {"value": "ok"})
    yield sure_screen(case, StaffAction.NOT_ELIGIBLE, told, 0, told), sure_screen(case, StaffAction.DECLINED, told)
    yield colleague_list(case, [(2, "Bea")]), hold_list(case, [TODAY]), try_list(case, 3)
    yield next_try_list(case, [TODAY]), appointment_screen(case, TODAY), appointment_read(case, NOON)
    tries = [try_line(each, "Ana", NOON) for each in TryOutcome]
    held = replace(case, next_try=TODAY, held_until=TODAY)
    yield progress_screen(held, tries, NOON), steps(STUDY, MACHINE, replace(held, tries=1), 1)
    nobodys = Referral("LUP-7K3Q", Heading.REFERRAL, NOON)
    yield escalation(case, NOON), escalation(nobodys, NOON), tuple(reminder(each, case, NOON) for each in Overdue)
    n = Standings(waiting=1, overdue=0, in_hand=2, on_hold=0, listed=3)
    yield digest(TODAY, TODAY, {"filed": 3}, n)
    notes = [Note(number=7, by="Ana", at=NOON, words="ok", quote="ok", own=True)]
    yield notes_page("LUP-7K3Q", notes), notes_screen("LUP-7K3Q", notes)
    yield queue_screen(3), same_screen("LUP-7K3Q", ["LUP-2222"], ["LUP-3333"])


def letters_for_staff() -> Iterator[object]:
    """What the team sees on the way to a message, and what it reads of it."""
    yield choice_screen("LUP-7K3Q", Language.ES), typing_screen("LUP-7K3Q", Language.EN), confirm_screen("LUP-7K3Q")
    yield from (common_text(each, "") for each in CommonLetter)
    yield answer_screen("LUP-7K3Q", NOON, "ok")
    words = Text("{value}", {"value": "ok"})
    yield correspondence(
        "LUP-7K3Q",
        [WrittenLine("", NOON, words), WrittenLine("Ana", NOON, words), WrittenLine("Ana", NOON, words, waits=True)],
    )
    yield wrong_in("x" * 2000, (), ""), wrong_in("x", ("x",), ""), wrong_in("+56 9 1234 5678", (), "")


def written_in_exports() -> Iterator[object]:
    """What the dictionary of an export says of its columns."""
    for column in columns(STUDY):
        yield (column.label, *column.choices.values())
    yield tuple(Text(label) for label in BOX_LABELS.values())
    rows = [Counted(event, "2026-W46", "es", "", 40) for event in ("started", "consented", "finished", "not_now")]
    rows += [
        Counted("fails_only.egfr", "2026-W46", "en", "clinic", 20),
        Counted("sent.interest", "2026-W46", "es", "", 3),
    ]
    rows.append(Counted("not_eligible.other", "2026-W46", "es", "", 6))
    times = [Median(Heading.REFERRAL, event, 3) for event in (FunnelEvent.CLAIMED, FunnelEvent.CONTACTED)]
    shown = funnel(STUDY, rows, TODAY, times)
    yield funnel_screen(STUDY, shown)
    yield tuple(label for label, _n in bars(shown))


@pytest.mark.parametrize("language", Language)
def test_every_screen_of_the_desk_can_be_said(language: Language) -> None:
    """A text that is put together from its field alone has an id too, and tests with made-up texts do not see it."""
    view, texts = View(Texts.load(), language), Texts.load()
    for drawn in (*drawn_for_staff(), *written_in_exports()):
        for each in drawn if isinstance(drawn, tuple) else (drawn,):
            if each is None or isinstance(each, tuple):
                continue
            assert message(view, each, lambda _n, _one: "") if isinstance(each, Screen) else say(each, language, texts)


@pytest.mark.slow
def test_every_text_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = Recorded(shipped_catalogs())
    recorded.said = set()
    monkeypatch.setattr(play, "TEXTS", recorded)
    for path in STORIES:
        play.played(read_story(path))
    wanted(recorded, OwnPage(STUDY.texts["profile"]))
    for place in PLACES:
        recorded.said |= set(ids_in(at(place).said))
    monkeypatch.setattr(Walk, "who", "helper")
    for walk_there in PLACES.values():
        recorded.said |= set(ids_in(walk_there().said))
    recorded.said |= set(ids_in((*drawn_for_staff(), *written_in_exports())))
    # A table of a closed set is read by its members, and every member is used (below).
    in_tables = {text for table, _members in TABLES.values() for text in table.values() if isinstance(text, str)}
    reached = recorded.said | in_tables | set(FIELDS.values())
    left = {entry.id for entry in entries(CATALOGS) if entry.id not in reached and not is_quoted(entry.id)}
    assert not left ^ set(SEEN_ELSEWHERE), "\n".join(sorted(left ^ set(SEEN_ELSEWHERE)))


#: Sets that are offered whole: every member has its button, though no line names it.
OFFERED_WHOLE: set[object] = {CommonLetter, Source, TryOutcome}


def test_every_member_of_a_closed_set_is_used_outside_its_table() -> None:
    """A text of a member that nothing ever names is as dead as one that nothing shows."""
    sources = "".join(
        path.read_text(encoding="utf-8") for part in ("bot", "dialogs") for path in (ROOT / part).rglob("*.py")
    )
    sets = {members for _table, members in TABLES.values()} - OFFERED_WHOLE
    named = Counter(re.findall(r"\b(\w+)\.([A-Z][A-Z0-9_]*)\b", sources))
    used = {
        each: sum(named[name, each.name] for name in (type(each).__name__, "cls", "_S", "_A"))
        for one in sets
        for each in one
    }
    assert not [each for each, times in used.items() if times < 2]
