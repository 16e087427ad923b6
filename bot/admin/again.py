"""Stored cases looked at again: one played from its log, or all judged by another version of the study."""

from __future__ import annotations

from pathlib import Path

from bot.admin.cases import CaseReader, Installation
from bot.store import referrals
from bot.store.audit import AuditAct
from bot.store.tx import Tx
from dialogs.conversation.conversation import Channel
from dialogs.exports.replay import LogLine, played, result_differs, state_differs
from dialogs.exports.what_if import WhatIf
from dialogs.referral.referral import Referral, ReferralState, build_referral_machine
from dialogs.replies import Heading
from dialogs.study.study import Study, StudyError
from dialogs.study.study_file import parse_study
from dialogs.values import member

NO_LOG = "What was typed is kept nowhere: played were the log of the case and the rules over its answers."


def replay(place: Installation, code: str) -> tuple[list[str], bool]:
    """Play a stored case; lines to print, and whether it comes out as it is stored. KeyError where there is none."""
    if place.store.read_now(lambda tx: referrals.referral(tx, code)) is None:
        raise KeyError(code)
    lines = place.store.read_now(lambda tx: _by_log(tx, code))
    reader = CaseReader(place, AuditAct.JUDGED_AGAIN)
    judged_again = False
    for case in reader.cases([code]):
        judged_again = True
        lines += result_differs(place.study, case)
    told = [] if judged_again else ["The answers were not looked at: erased, withdrawn, or blocked by the person."]
    return [*lines, *told, NO_LOG, "As stored." if not lines else f"Differences: {len(lines)}"], not lines


def _by_log(tx: Tx, code: str) -> list[str]:
    filed = referrals.referral(tx, code)
    assert filed is not None
    lines = referrals.events(tx, code)
    columns = {
        "code": code,
        "heading": Heading(filed.heading),
        "filed_at": filed.filed_at,
        "channel": member(Channel, filed.body.get("contact", {}).get("channel")),
    }
    stored = Referral.from_json(filed.progress, **columns, state=ReferralState(filed.state), holder=filed.holder)
    found = Referral.from_json({}, **columns)
    log = [LogLine(line.at, line.act, line.staff_id, line.detail) for line in lines]
    refused = list(played(build_referral_machine(), found, log))
    return [*refused, *state_differs(stored, found)]


def read_other_study(path: Path) -> Study:
    """Return the study of a file; StudyError where it cannot be read or used."""
    try:
        return parse_study(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as fault:
        raise StudyError([f"{path}: cannot be read ({type(fault).__name__}). Name a study file."]) from None


def what_if(place: Installation, other: Study) -> list[str]:
    """Judge all stored cases by both versions; lines that say who changes side, by criterion, without identity."""
    reader = CaseReader(place, AuditAct.JUDGED_AGAIN)
    found = WhatIf(place.study, other)
    found.take_all(reader.cases(place.store.read_now(lambda tx: referrals.codes_with_content(tx, place.study.id))))
    lines = [f"{place.study.version} → {other.version}: {found.cases} cases judged by both"]
    if left := found.without_answers + reader.blocked + reader.gone:
        lines.append(f"Left out, without answers or blocked by the person: {left}")
    for side, codes in found.in_order():
        lines.append(f"{side.criterion}: {side.before} → {side.after}: {len(codes)}: {', '.join(codes)}")
    return lines if found.changes else [*lines, "Nobody changes side."]
