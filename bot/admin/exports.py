"""Exports to files on the server: never automatic, never more than one case on one person's word (GRP-10).

A file is written line by line beside its place and takes it at the end, so that nobody reads half of one. Folder and
files can be read by their owner alone.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from bot.admin.cases import COMMAND_LINE, CaseReader, Installation
from bot.admin.paper import pdf_of_picture
from bot.admin.progress import with_progress
from bot.config.bundled import load_study
from bot.config.clock import clock_of, day_at, system_clock
from bot.config.site import state_of
from bot.desk import export_yes
from bot.render.paragraphs import say
from bot.render.texts import Texts
from bot.store import audit, counts, export_requests, referrals, switches
from bot.store.audit import AuditAct
from bot.store.tx import Tx
from dialogs.exports import redcap
from dialogs.exports.case import ExportedCase
from dialogs.exports.columns import Column, Table, columns
from dialogs.exports.consort import BOX_LABELS, Cell, counted, hidden
from dialogs.exports.consort_drawing import diagram
from dialogs.exports.csv_lines import csv_line, dictionary_lines, row_line
from dialogs.exports.fhir_cases import case_resources, research_study
from dialogs.exports.fhir_forms import questionnaire
from dialogs.exports.rows import case_row, treatment_rows
from dialogs.languages import Language
from dialogs.screens import S_, Field, Text

#: Spreadsheets know by it that the letters are UTF-8.
FOR_SPREADSHEETS = "utf-8-sig"

SECOND_PERSON = (
    "{n} cases would leave, and that needs the yes of a second person, the owner. It was asked for in {owners} private "
    "chats. Once there is a yes, run the same command again within an hour. Nothing was written."
)
NO_OWNER = (
    "{n} cases would leave, and that needs the yes of a second person, but no owner can be asked. Invite one with "
    "`tamiz staff invite --role owner`, or name one case with --case CODE. Nothing was written."
)
DIAGRAM = S_("How many came how far: {study}")
NOT_SHOWN = S_("not shown")
UNTIL = S_("Weeks before {day}. A number from 1 to 4, and what would give it away, is not shown.")
NO_SUCH_CASE = "{code}: no such case. The team's cards show the codes. Nothing was written."
NOT_NOW = "{code}: it was erased or withdrawn, or the person blocked its use. Nothing may be exported of it."


class ExportForm(StrEnum):
    """The forms in which cases leave."""

    CSV = "csv"
    REDCAP = "redcap"
    FHIR = "fhir"
    CONSORT = "consort"  # numbers only: no case leaves


class ExportRefused(Exception):
    """The export is not allowed as it was asked for; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is written, where, and in which words."""

    installation: Installation
    folder: Path
    language: Language
    texts: Texts

    def say(self, text: Text, language: Language) -> str:
        """Return the text in a language."""
        return say(text, language, self.texts)

    @contextmanager
    def file(self, name: str, encoding: str | None = "utf-8") -> Iterator[IO[Any]]:
        """Open a file of the export, of bytes where no encoding is given; it takes its place once it is whole."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place, beside = self.folder / name, self.folder / f"{name}.part"
        beside.unlink(missing_ok=True)
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(
                opened, "w" if encoding else "wb", encoding=encoding, newline="" if encoding else None
            ) as written:
                yield written
        except BaseException:
            beside.unlink()
            raise
        os.replace(beside, place)


#: Writes all files of a form; returns their names.
Writer = Callable[[Export, Iterable[ExportedCase]], Sequence[str]]


def export(asked: Export, form: ExportForm, only: str | None) -> list[str]:
    """Write the export; a line for each file. ExportRefused where more than one case would leave, or none."""
    if form is ExportForm.CONSORT:
        return write_consort(asked)
    codes = _allowed(asked, form, only)
    with _apart(asked) as apart:
        names, reader = _written(apart, form, codes)
        if only is not None and (reader.gone or reader.blocked):
            for name in names:  # nor does a file of an earlier export stay
                (asked.folder / name).unlink(missing_ok=True)
            raise ExportRefused(NOT_NOW.format(code=only))
        for name in names:
            os.replace(apart.folder / name, asked.folder / name)
    lines = [f"{asked.folder / name}: written" for name in names]
    left_out = reader.blocked + reader.gone
    return lines + ([f"Left out, blocked or erased by the person: {left_out}"] if left_out else [])


@contextmanager
def _apart(asked: Export) -> Iterator[Export]:
    """Return the export in a folder beside its place, which goes afterwards, with whatever is still in it."""
    apart = replace(asked, folder=asked.folder / ".part")
    shutil.rmtree(apart.folder, ignore_errors=True)  # of an export that was killed
    for folder in (asked.folder, apart.folder):  # each by itself: the mode holds for the last one made only
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield apart
    finally:
        shutil.rmtree(apart.folder, ignore_errors=True)


def _written(apart: Export, form: ExportForm, codes: Sequence[str]) -> tuple[Sequence[str], CaseReader]:
    """Write the cases apart; again where one was erased or blocked after it was read, so that no file holds it.

    The audit names whose cases they hold before a file takes its place, and nobody else, each of them once."""
    while True:
        reader = CaseReader(apart.installation)
        with with_progress(reader.cases(codes), len(codes)) as cases:
            names = WRITERS[form](apart, cases)
        if reader.note_given(AuditAct.EXPORTED):
            return names, reader


def _allowed(asked: Export, form: ExportForm, only: str | None) -> Sequence[str]:
    installation = asked.installation
    codes = installation.store.read_now(lambda tx: referrals.codes_with_content(tx, installation.study.id))
    if only is None and len(codes) > 1 and (owners := _ask_owners(asked, form, len(codes))) is not None:
        raise ExportRefused((SECOND_PERSON if owners else NO_OWNER).format(n=len(codes), owners=owners))
    if only is not None and installation.store.read_now(lambda tx: referrals.referral(tx, only)) is None:
        raise ExportRefused(NO_SUCH_CASE.format(code=only))
    return codes if only is None else [only]


def _ask_owners(asked: Export, form: ExportForm, cases: int) -> int | None:
    """Ask for a second person's yes; how many owners were asked, or None where there is one, which is used up."""
    now, study = system_clock(), asked.installation.study.id
    # A yes to the cases of one study is none to those of another.
    what = str(form) if study == load_study().id else f"{form} {study}"

    def work(tx: Tx) -> int | None:
        waits = export_requests.export_request(tx, now)
        if waits is not None and waits.form == what and waits.allowed_at is not None and cases <= waits.cases:
            export_requests.drop_export(tx)
            return None
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.REFUSED, subject=f"export {form}", at=now)
        owners = export_yes.ask_owners(tx, asked.texts, export_requests.ask_export(tx, what, cases, now))
        if owners:
            audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.EXPORT_ASKED, subject=f"export {form}", at=now)
        return owners

    return asked.installation.store.write_now(work)


def write_csv(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
    """Write cases, treatments and the dictionary of both, in both languages."""
    study = asked.installation.study
    known = columns(study)
    of_case, of_treatment = (_of(known, table) for table in Table)
    with asked.file("cases.csv", FOR_SPREADSHEETS) as first, asked.file("treatments.csv", FOR_SPREADSHEETS) as second:
        first.write(csv_line(column.name for column in of_case))
        second.write(csv_line(column.name for column in of_treatment))
        for case in cases:
            first.write(row_line(of_case, case_row(study, case)))
            second.writelines(row_line(of_treatment, row) for row in treatment_rows(study, case))
    with asked.file("dictionary.csv", FOR_SPREADSHEETS) as third:
        third.writelines(dictionary_lines(known, asked.say))
    return "cases.csv", "treatments.csv", "dictionary.csv"


def write_redcap(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
    """Write the data dictionary and the data, labels in one language."""
    study = asked.installation.study
    head = redcap.data_head(study)
    with asked.file("redcap-dictionary.csv") as first:
        first.writelines(map(csv_line, redcap.dictionary(study, lambda text: asked.say(text, asked.language))))
    with asked.file("redcap-data.csv") as second:
        second.write(csv_line(head))
        for case in cases:
            second.writelines(csv_line(row.get(name, "") for name in head) for row in redcap.data_rows(study, case))
    return "redcap-dictionary.csv", "redcap-data.csv"


def write_fhir(asked: Export, cases: Iterable[ExportedCase]) -> Sequence[str]:
    """Write the questionnaire, the study, and a line for each resource of each case."""
    place = asked.installation
    switch = place.store.read_now(lambda tx: switches.last_switch(tx, place.study.id))
    home = place.study.id == load_study().id
    state = state_of(place.place, switch, place.settings.recruitment if home else None)
    form = questionnaire(place.study, asked.say)
    with asked.file("fhir-questionnaire.json") as first:
        json.dump(form, first, ensure_ascii=False, indent=1)
    with asked.file("fhir-study.json") as second:
        json.dump(research_study(place.study, state), second, ensure_ascii=False, indent=1)
    with asked.file("fhir-cases.ndjson") as third:
        for case in cases:
            resources = case_resources(place.study, form, case)
            third.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in resources)
    return "fhir-questionnaire.json", "fhir-study.json", "fhir-cases.ndjson"


def numbers(place: Installation) -> tuple[date, dict[str, str]]:
    """Return the day before which is counted, and the number of each box; empty where it is not shown."""
    today = day_at(place.place.zone, clock_of(place.settings, place.place.zone)())
    monday = today - timedelta(days=today.weekday())
    begins = datetime.combine(monday, time(), place.place.zone)

    def read(tx: Tx) -> tuple[Cell, ...]:
        return counted(counts.totals(tx, monday, place.study.id), referrals.counts_by_state(tx, begins, place.study.id))

    trees = place.store.read_now(read)
    gone = frozenset().union(*map(hidden, trees))
    return monday, {cell.name: "" if cell.name in gone else str(cell.n) for tree in trees for cell in tree.all()}


def write_consort(asked: Export) -> list[str]:
    """Write counts and diagram of the weeks that are over; a line for each file."""
    monday, shown = numbers(asked.installation)
    with asked.file("consort.csv", FOR_SPREADSHEETS) as first:
        first.write(csv_line(("box", *(f"label_{code}" for code in Language), "n")))
        for box, label in BOX_LABELS.items():
            first.write(csv_line((box, *(asked.say(Text(label), code) for code in Language), shown[box])))
    drawn = _consort_drawing(asked, shown, monday)
    with asked.file("consort.svg") as second:
        second.write(drawn)
    lines = [f"{asked.folder / name}: written" for name in ("consort.csv", "consort.svg")]
    pdf = pdf_of_picture(drawn, asked.installation.study.id)
    if pdf is None:
        return [*lines, "consort.pdf: not written, the package typst is missing. Install it: pip install typst."]
    with asked.file("consort.pdf", None) as third:
        third.write(pdf)
    return [*lines, f"{asked.folder / 'consort.pdf'}: written"]


def _consort_drawing(asked: Export, shown: Mapping[str, str], monday: date) -> str:
    def words(text: str, **fields: Field) -> str:
        return asked.say(Text(text, fields), asked.language)

    boxes = {box: (words(label), shown[box] or words(NOT_SHOWN)) for box, label in BOX_LABELS.items()}
    return diagram(boxes, words(DIAGRAM, study=asked.installation.study.id), words(UNTIL, day=monday))


def _of(known: Iterable[Column], table: Table) -> tuple[Column, ...]:
    return tuple(column for column in known if column.table is table)


WRITERS: dict[ExportForm, Writer] = {
    ExportForm.CSV: write_csv,
    ExportForm.REDCAP: write_redcap,
    ExportForm.FHIR: write_fhir,
}
