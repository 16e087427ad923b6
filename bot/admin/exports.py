"""Exports to files on the server: never automatic, never more than one case on one person's word (GRP-10).

A file is written line by line beside its place and takes it at the end, so that nobody reads half of one. Folder and
files can be read by their owner alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from bot.admin.cases import COMMAND_LINE, CaseReader, Installation
from bot.config.clock import system_clock
from bot.config.site import state_of
from bot.render.paragraphs import say
from bot.render.texts import Texts
from bot.store import audit, referrals, switches
from bot.store.audit import AuditAct
from dialogs.exports import redcap
from dialogs.exports.case import ExportedCase
from dialogs.exports.columns import Column, Table, columns
from dialogs.exports.csv_lines import csv_line, dictionary_lines, row_line
from dialogs.exports.fhir_cases import case_resources, research_study
from dialogs.exports.fhir_forms import questionnaire
from dialogs.exports.rows import case_row, treatment_rows
from dialogs.languages import Language
from dialogs.screens import Text

#: Spreadsheets know by it that the letters are UTF-8.
FOR_SPREADSHEETS = "utf-8-sig"

SECOND_PERSON = (
    "{n} cases would leave, and that needs the yes of a second person, the owner, in their private chat. "
    "This version cannot ask for it yet: name one case with --case CODE. Nothing was written."
)
NO_SUCH_CASE = "{code}: no such case. The team's cards show the codes. Nothing was written."
NOT_NOW = "{code}: it was erased or withdrawn, or the person blocked its use. Nothing may be exported of it."


class ExportForm(StrEnum):
    """The forms in which cases leave."""

    CSV = "csv"
    REDCAP = "redcap"
    FHIR = "fhir"


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
    def file(self, name: str, encoding: str = "utf-8") -> Iterator[TextIO]:
        """Open a file of the export; it takes its place once everything is in it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place, beside = self.folder / name, self.folder / f"{name}.part"
        beside.unlink(missing_ok=True)
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(opened, "w", encoding=encoding, newline="") as written:
                yield written
        except BaseException:
            beside.unlink()
            raise
        os.replace(beside, place)


#: Writes all files of a form; returns their names.
Writer = Callable[[Export, Iterable[ExportedCase]], Sequence[str]]


def export(asked: Export, form: ExportForm, only: str | None) -> list[str]:
    """Write the export; a line for each file. ExportRefused where more than one case would leave, or none."""
    codes = _allowed(asked.installation, form, only)
    reader = CaseReader(asked.installation, AuditAct.EXPORTED)
    names = WRITERS[form](asked, reader.cases(codes))
    if only is not None and (reader.gone or reader.blocked):
        for name in names:
            (asked.folder / name).unlink(missing_ok=True)
        raise ExportRefused(NOT_NOW.format(code=only))
    lines = [f"{asked.folder / name}: written" for name in names]
    left_out = reader.blocked + reader.gone
    return lines + ([f"Left out, blocked or erased by the person: {left_out}"] if left_out else [])


def _allowed(installation: Installation, form: ExportForm, only: str | None) -> Sequence[str]:
    codes = installation.store.read_now(referrals.codes_with_content)
    if only is None and len(codes) > 1:
        _write_refusal(installation, form)
        raise ExportRefused(SECOND_PERSON.format(n=len(codes)))
    if only is not None and installation.store.read_now(lambda tx: referrals.referral(tx, only)) is None:
        raise ExportRefused(NO_SUCH_CASE.format(code=only))
    return codes if only is None else [only]


def _write_refusal(installation: Installation, form: ExportForm) -> None:
    installation.store.write_now(
        lambda tx: audit.write_audit(
            tx, actor=COMMAND_LINE, act=AuditAct.REFUSED, subject=f"export {form}", at=system_clock()
        )
    )


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
    switch = place.store.read_now(switches.last_switch)
    state = state_of(place.place, switch, place.settings.recruitment)
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


def _of(known: Iterable[Column], table: Table) -> tuple[Column, ...]:
    return tuple(column for column in known if column.table is table)


WRITERS: dict[ExportForm, Writer] = {
    ExportForm.CSV: write_csv,
    ExportForm.REDCAP: write_redcap,
    ExportForm.FHIR: write_fhir,
}
