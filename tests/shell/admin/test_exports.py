"""Exports on the server: who may, what is written, and what is never."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fhir.resources.R4B import get_fhir_model_class

from bot.admin import exports
from bot.admin.cases import Installation
from bot.admin.exports import Export, ExportForm, ExportRefused, export
from bot.cli.research import FORMS
from bot.desk.effects import EffectContext, erase_person
from bot.render.texts import Texts
from bot.store import conversations, people, referrals
from bot.store.audit import audit_faults
from bot.store.engine import Store
from bot.store.referrals import ReferralEvent
from bot.store.tx import Tx
from dialogs.conversation.conversation import Conversation
from dialogs.exports.case import ExportedCase
from dialogs.languages import Language
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, STRANGER, STUDY, Front, send
from tests.shell.trail import audit_lines


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def asked(front: Front, folder: Path) -> Export:
    context = front.context
    place = Installation(settings=context.settings, store=context.store, place=context.place, study=context.study)
    return Export(place, folder, Language.EN, Texts.load())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def audited(front: Front) -> list[tuple[str, str, str]]:
    lines = front.context.store.read_now(audit_lines)
    return [(line.actor, line.act, line.subject) for line in lines if line.act in ("exported", "refused")]


def test_one_case_is_written_without_its_person_and_leaves_a_line_in_the_audit(front: Front, tmp_path: Path) -> None:
    """CL-18: each look at a case is recorded."""
    code = send(front)
    lines = export(asked(front, tmp_path / "out"), ExportForm.CSV, None)
    assert [line.rpartition("/")[2] for line in lines] == [
        *("cases.csv: written", "treatments.csv: written"),
        "dictionary.csv: written",
    ]
    (row,) = rows(tmp_path / "out" / "cases.csv")
    assert (row["case_code"], row["age"], row["case_state"]) == (code, "34", "new")
    assert audited(front) == [("cli", "exported", code)]
    for path in (tmp_path / "out").iterdir():
        assert not re.search(r"\bEva\b", path.read_text("utf-8-sig"))
        assert path.stat().st_mode & 0o077 == 0


def test_more_than_one_case_needs_a_second_person(front: Front, tmp_path: Path) -> None:
    """GRP-10: whoever took over one account cannot carry everybody away."""
    code = send(front)
    send(front, STRANGER)
    with pytest.raises(ExportRefused, match="second person"):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, None)
    assert not (tmp_path / "out").exists()
    assert audited(front) == [("cli", "refused", "export csv")]
    export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    assert [row["case_code"] for row in rows(tmp_path / "out" / "cases.csv")] == [code]


@pytest.fixture
def two_sent(front: Front, monkeypatch: pytest.MonkeyPatch) -> Front:
    """Two cases, an owner and a coordinator."""
    monkeypatch.setattr("bot.admin.exports.system_clock", lambda: front.now)
    front.invite(BEA, "owner")
    front.invite(ANA)
    send(front)
    send(front, STRANGER)
    return front


def refused(front: Front, folder: Path, form: ExportForm = ExportForm.CSV) -> None:
    """The export is refused, and the owner asked."""
    with pytest.raises(ExportRefused, match="asked for in 1 private"):
        export(asked(front, folder), form, None)
    front.deliver()


@pytest.mark.whole
def test_the_owner_is_asked_in_private_and_only_about_what_was_asked_last(two_sent: Front, tmp_path: Path) -> None:
    """GRP-10."""
    refused(two_sent, tmp_path)
    assert "Somebody at the server wants to export 2 cases as csv." in two_sent.last(BEA)
    assert "Names and contacts stay here." in two_sent.last(BEA)
    rows = two_sent.messages[max(key for key in two_sent.messages if key[0] == BEA)]["reply_markup"]["inline_keyboard"]
    yes = rows[0][0]["callback_data"]
    assert "Only invited members" in two_sent.tap(ANA, yes, ANA)
    refused(two_sent, tmp_path, ExportForm.FHIR)
    assert two_sent.tap(BEA, yes, BEA) == "That is not there any more."
    two_sent.press(BEA, "No, keep them here")
    assert "You said no to: fhir." in two_sent.last(BEA)
    refused(two_sent, tmp_path, ExportForm.FHIR)


def test_a_yes_lets_one_export_out_once_of_that_form_and_within_an_hour(two_sent: Front, tmp_path: Path) -> None:
    """GRP-10."""
    refused(two_sent, tmp_path)
    two_sent.press(BEA, "Yes, export them")
    assert "You said yes: csv may be exported once, within an hour." in two_sent.last(BEA)
    two_sent.wait(minutes=59)
    assert len(export(asked(two_sent, tmp_path), ExportForm.CSV, None)) == 3
    refused(two_sent, tmp_path)
    two_sent.press(BEA, "Yes, export them")
    refused(two_sent, tmp_path, ExportForm.FHIR)
    refused(two_sent, tmp_path)
    two_sent.press(BEA, "Yes, export them")
    two_sent.wait(minutes=61)
    refused(two_sent, tmp_path)


def test_a_case_whose_use_is_blocked_does_not_leave(front: Front, tmp_path: Path) -> None:
    """CL-12: a pause stops every use."""
    code = send(front)
    front.write(EVA, "/block")
    with pytest.raises(ExportRefused, match="blocked"):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    assert list((tmp_path / "out").iterdir()) == []
    assert audited(front) == []


def test_nothing_is_left_to_export_of_whoever_erased(front: Front, tmp_path: Path) -> None:
    """CL-11."""
    code = send(front)

    def work(tx: Tx) -> None:
        person = people.get_or_create_person(tx, EVA, front.now)
        kept = conversations.load_conversation(tx, person)
        assert kept is not None
        erase_person(EffectContext(tx, front.context, person, Conversation.from_json(kept.body), front.now))

    front.context.store.write_now(work)
    assert front.context.store.read_now(lambda tx: referrals.codes_with_content(tx, STUDY)) == []
    with pytest.raises(ExportRefused):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    export(asked(front, tmp_path / "out"), ExportForm.CSV, None)
    assert rows(tmp_path / "out" / "cases.csv") == []


@pytest.mark.parametrize("form", some([ExportForm.CSV, ExportForm.REDCAP, ExportForm.FHIR]))
@pytest.mark.parametrize("order", ["/delete", "/block"])
def test_whoever_erases_or_blocks_while_an_export_runs_is_in_no_file(
    two_sent: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str, form: ExportForm
) -> None:
    """CL-11, CL-12: after their case was read, and before the files are whole."""
    first, second = two_sent.context.store.read_now(lambda tx: referrals.codes_with_content(tx, STUDY))
    refused(two_sent, tmp_path, form)
    two_sent.press(BEA, "Yes, export them")
    writer, runs = exports.WRITERS[form], 0

    def interrupted(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
        nonlocal runs
        runs += 1
        read = list(cases)
        if runs == 1:
            two_sent.write(EVA, order)
            if order == "/delete":
                two_sent.press(EVA, "Yes, erase everything")
        return writer(asked, read)

    monkeypatch.setitem(exports.WRITERS, form, interrupted)
    lines = export(asked(two_sent, tmp_path / "out"), form, None)
    said = "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir())
    assert (runs, first in said, second in said) == (2, False, True)
    assert "Left out, blocked or erased by the person: 1" in lines
    assert [line for line in audited(two_sent) if line[1] == "exported"] == [("cli", "exported", second)]
    assert [line.act for line in history(two_sent, second)].count("exported") == 1
    assert "exported" not in [line.act for line in history(two_sent, first)]


def test_a_case_without_a_mark_is_handed_out_to_nobody(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CL-18: neither could its line be written, nor be seen whether the person erased or blocked it meanwhile."""
    code = send(front)
    monkeypatch.setattr(referrals, "mark", lambda _tx, _code: None)
    lines = export(asked(front, tmp_path / "out"), ExportForm.CSV, None)
    assert rows(tmp_path / "out" / "cases.csv") == []
    assert "Left out, blocked or erased by the person: 1" in lines
    assert audited(front) == []
    with pytest.raises(ExportRefused, match="erased or withdrawn"):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, code)


def test_one_case_that_is_erased_while_it_is_written_leaves_no_file(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CL-11."""
    code = send(front)
    write = exports.write_csv

    def interrupted(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
        names = write(asked, cases)
        if people_left(front):
            front.write(EVA, "/delete")
            front.press(EVA, "Yes, erase everything")
        return names

    monkeypatch.setitem(exports.WRITERS, ExportForm.CSV, interrupted)
    with pytest.raises(ExportRefused, match="erased or withdrawn"):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    assert list((tmp_path / "out").iterdir()) == []
    assert audited(front) == []


def test_an_export_that_fails_is_in_no_audit_and_leaves_no_file(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[GRP-10] And the line is there before a file takes its place, so that none is ever without."""
    code, seen = send(front), []
    write, put = exports.write_csv, exports.os.replace

    def failing(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
        write(asked, cases)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setitem(exports.WRITERS, ExportForm.CSV, failing)
        with pytest.raises(OSError, match="No space"):
            export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    assert list((tmp_path / "out").iterdir()) == []
    assert audited(front) == []

    def looked(file: Path, place: Path) -> None:
        if place.parent.name == "out":
            seen.append(audited(front))
        put(file, place)

    monkeypatch.setattr(exports.os, "replace", looked)
    export(asked(front, tmp_path / "out"), ExportForm.CSV, code)
    assert seen == [[("cli", "exported", code)]] * 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "cases.csv",
        "dictionary.csv",
        "treatments.csv",
    ]


def history(front: Front, code: str) -> list[ReferralEvent]:
    return front.context.store.read_now(lambda tx: referrals.events(tx, code))


def people_left(front: Front) -> bool:
    return front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is not None


def test_a_code_that_nobody_has_is_named(front: Front, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="LUP-XXXX: no such case"):
        export(asked(front, tmp_path / "out"), ExportForm.CSV, "LUP-XXXX")


def test_half_a_file_never_stands_in_the_place_of_a_whole_one(front: Front, tmp_path: Path) -> None:
    place = asked(front, tmp_path / "out")

    def fail() -> None:
        with place.file("cases.csv") as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list((tmp_path / "out").iterdir()) == []


def test_the_files_for_redcap_hold_a_dictionary_and_its_data(front: Front, tmp_path: Path) -> None:
    code = send(front)
    export(asked(front, tmp_path / "out"), ExportForm.REDCAP, None)
    (row,) = rows(tmp_path / "out" / "redcap-data.csv")
    assert (row["case_code"], row["age"], row["conditions___none"]) == (code, "34", "1")
    known = {each["Variable / Field Name"] for each in rows(tmp_path / "out" / "redcap-dictionary.csv")}
    assert {name.partition("___")[0] for name in row} - known == {"redcap_repeat_instrument", "redcap_repeat_instance"}


def test_the_command_line_knows_every_form() -> None:
    assert set(ExportForm) == set(FORMS)


def test_the_files_for_fhir_are_resources(front: Front, tmp_path: Path) -> None:
    send(front)
    export(asked(front, tmp_path / "out"), ExportForm.FHIR, None)
    names = ("fhir-questionnaire.json", "fhir-study.json")
    found = [json.loads((tmp_path / "out" / name).read_text("utf-8")) for name in names]
    found += map(json.loads, (tmp_path / "out" / "fhir-cases.ndjson").read_text("utf-8").splitlines())
    for each in found:
        get_fhir_model_class(each["resourceType"]).model_validate(each)
    assert found[1]["status"] == "temporarily-closed-to-accrual"
    assert {each["status"] for each in found if each["resourceType"] == "Consent"} <= {"active", "rejected"}


def test_the_counts_are_of_closed_weeks_and_no_small_number_is_among_them(front: Front, tmp_path: Path) -> None:
    """RE-11: no cell from 1 to 4."""
    send(front)
    export(on_that_day(front, tmp_path / "now"), ExportForm.CONSORT, None)
    assert {row["box"]: row["n"] for row in rows(tmp_path / "now" / "consort.csv")}["sent"] == "0"
    front.wait(days=7)
    lines = export(on_that_day(front, tmp_path / "later"), ExportForm.CONSORT, None)
    found = {row["box"]: row["n"] for row in rows(tmp_path / "later" / "consort.csv")}
    assert (found["sent"], found["in_hand"], found["included"]) == ("", "", "0")
    drawn = (tmp_path / "later" / "consort.svg").read_text("utf-8")
    assert "not shown" in drawn
    assert "How many came how far: NCT03917797" in drawn
    until = "Weeks before 30 November 2026. A number from 1 to 4, and what would give it away, is not shown."
    assert until in drawn
    assert (tmp_path / "later" / "consort.pdf").read_bytes().startswith(b"%PDF")
    assert len(lines) == 3
    assert audited(front) == []


def on_that_day(front: Front, folder: Path) -> Export:
    """As `asked`, with the command line on the front's day."""
    place = asked(front, folder)
    later = place.installation.settings.model_copy(update={"today": front.now.date()})
    return replace(place, installation=replace(place.installation, settings=later))


def test_an_export_has_one_turn_of_the_writer_however_many_cases_it_holds(
    two_sent: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GRP-10, SEC-03: the running bot waits for whoever writes. The lines of both stand in one unbroken chain."""
    refused(two_sent, tmp_path, ExportForm.CSV)
    two_sent.press(BEA, "Yes, export them")
    asks, turns = asked(two_sent, tmp_path / "out"), 0
    write = Store.write_now

    def counted(store: Store, work: Callable[[Tx], object]) -> object:
        nonlocal turns
        turns += 1
        return write(store, work)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write_now", counted)
        export(asks, ExportForm.CSV, None)
    assert turns == 2, "whether an owner said yes, and the lines"
    codes = two_sent.context.store.read_now(lambda tx: referrals.codes_with_content(tx, STUDY))
    assert audited(two_sent)[-2:] == [("cli", "exported", code) for code in codes]
    assert two_sent.context.store.read_now(lambda tx: list(audit_faults(tx, None))) == []
