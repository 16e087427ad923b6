"""A case as FHIR R4B resources: the answers, each consent, and where the person stands with the study.

Nobody is named: subject and patient are the code of the case, as an identifier. Each value set that is used is a
required one of R4B, and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dialogs.exports.case import ExportedCase
from dialogs.exports.columns import Column, Holds, Part, column_name, columns
from dialogs.exports.fhir_forms import UCUM, Resource, canonical, coding
from dialogs.exports.rows import Row, case_row, treatment_rows
from dialogs.referral.referral import ReferralState
from dialogs.replies import ConsentAction
from dialogs.site import Recruitment
from dialogs.study.laboratory import unit_of
from dialogs.study.study import Study
from dialogs.values import member

CASE_SYSTEM, STUDY_SYSTEM, TEXT_SYSTEM = "urn:tamiz:case", "urn:tamiz:study", "urn:tamiz:sha256-of-the-text"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CONSENT_CATEGORY = "http://terminology.hl7.org/CodeSystem/consentcategorycodes"

STUDY_STATUS: Mapping[Recruitment, str] = {
    Recruitment.RECRUITING: "active",
    Recruitment.NOT_RECRUITING: "temporarily-closed-to-accrual",
    Recruitment.CLOSED: "closed-to-accrual",
}
SUBJECT_STATUS: Mapping[ReferralState, str] = {
    ReferralState.NEW: "potential-candidate",
    ReferralState.TAKEN: "potential-candidate",
    ReferralState.CONTACTED: "potential-candidate",
    ReferralState.SCHEDULED: "screening",
    ReferralState.IN_SCREENING: "screening",
    ReferralState.ON_HOLD: "potential-candidate",
    ReferralState.INCLUDED: "on-study",
    ReferralState.NOT_ELIGIBLE: "ineligible",
    ReferralState.UNREACHABLE: "not-registered",
    ReferralState.DECLINED: "not-registered",
    ReferralState.WITHDRAWN: "withdrawn",
    ReferralState.ERASED: "withdrawn",
    ReferralState.EXPIRED: "not-registered",
}
CONSENT_STATUS: Mapping[ConsentAction, str] = {
    ConsentAction.GIVEN: "active",
    ConsentAction.REFUSED: "rejected",
    ConsentAction.WITHDRAWN: "inactive",
}


def research_study(study: Study, state: Recruitment) -> Resource:
    """Return the study, as far as this program knows it."""
    return {
        "resourceType": "ResearchStudy",
        "id": _id(study.id),
        "identifier": [{"system": STUDY_SYSTEM, "value": study.id}],
        "status": STUDY_STATUS[state],
    }


def case_resources(study: Study, form: Resource, case: ExportedCase) -> Iterator[Resource]:
    """Return everything about one case; `form` is the study's questionnaire."""
    yield questionnaire_response(study, form, case)
    yield from _consents(study, case)
    yield {
        "resourceType": "ResearchSubject",
        "id": _id(case.code),
        "identifier": [{"system": CASE_SYSTEM, "value": case.code}],
        "status": SUBJECT_STATUS[case.state],
        "study": {"reference": f"ResearchStudy/{_id(study.id)}"},
        "individual": _person(case),
    }


def questionnaire_response(study: Study, form: Resource, case: ExportedCase) -> Resource:
    """Return the answers in the places of the questionnaire."""
    rows = list(treatment_rows(study, case))
    found = {
        "resourceType": "QuestionnaireResponse",
        "id": _id(case.code),
        "language": str(case.language),
        "identifier": {"system": CASE_SYSTEM, "value": case.code},
        "questionnaire": f"{canonical(study)}|{study.version}",
        "status": "completed",
        "subject": _person(case),
        "authored": case.judged_on.isoformat(),
    }
    items = list(_Answers(study, rows).items(form["item"], case_row(study, case)))
    return {**found, "item": items} if items else found


class _Answers:
    """Walks the questionnaire and puts what a row says into its places."""

    def __init__(self, study: Study, treatments: Sequence[Row]) -> None:
        self._study = study
        self._columns = {column.name: column for column in columns(study)}
        self._treatments = treatments

    def items(self, form: Sequence[Resource], row: Row) -> Iterator[Resource]:
        """Return the items that hold an answer."""
        for item in form:
            if item["type"] != "group":
                yield from self._item(item["linkId"], row)
            elif item.get("repeats"):
                question = item["linkId"].removesuffix(".each")
                for treatment in self._treatments:
                    if treatment["treatment_question"] == question:
                        yield from self._group(item, treatment)
            else:
                yield from self._group(item, row)

    def _group(self, item: Resource, row: Row) -> Iterator[Resource]:
        if inside := list(self.items(item["item"], row)):
            yield {"linkId": item["linkId"], "item": inside}

    def _item(self, name: str, row: Row) -> Iterator[Resource]:
        column = self._columns[name]
        if cell := row.get(name, ""):
            cells = cell.split("+") if column.holds is Holds.SEVERAL else [cell]
            yield {"linkId": name, "answer": [self._answer(column, each, row) for each in cells]}

    def _answer(self, column: Column, cell: str, row: Row) -> dict[str, Any]:
        match column.holds:
            case Holds.DAY:
                return {"valueDate": cell}
            case Holds.WHOLE:
                return {"valueInteger": int(cell)}
            case Holds.DECIMAL:
                return {"valueDecimal": float(cell)}
            case Holds.NUMBER:
                return {"valueQuantity": _quantity(column, cell, row)}
            case Holds.ONE | Holds.SEVERAL:
                return {"valueCoding": coding(self._study, column, cell)}
        return {"valueString": cell}


def _quantity(column: Column, cell: str, row: Row) -> Resource:
    question = column.question
    assert question is not None
    name = row.get(column_name(question, Part.UNIT), "")
    test = row.get(column_name(question, Part.TEST), "")
    unit = next((unit_of(measure, name) for measure in question.measures if measure.id == test), None)
    number = Decimal(cell)
    found: Resource = {"value": int(number) if number == number.to_integral_value() else float(number), "unit": name}
    if comparator := row.get(column_name(question, Part.COMPARATOR), ""):
        found["comparator"] = comparator
    return found | ({"system": UCUM, "code": unit.ucum} if unit is not None else {})


def _consents(study: Study, case: ExportedCase) -> Iterator[Resource]:
    """Return the newest word on each purpose."""
    newest = {line.purpose: line for line in case.consents}
    for purpose, line in newest.items():
        action = member(ConsentAction, line.action)
        yield {
            "resourceType": "Consent",
            "id": _id(f"{case.code}-{purpose}"),
            "identifier": [{"system": TEXT_SYSTEM, "value": line.text_hash}],
            "status": CONSENT_STATUS[action] if action is not None else "entered-in-error",
            "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "research"}]},
            "category": [{"coding": [{"system": CONSENT_CATEGORY, "code": "research"}]}],
            "patient": _person(case),
            "dateTime": line.at.isoformat(timespec="seconds"),
            "policyRule": {"text": f"{study.id} {purpose} {line.version}".strip()},
        }


def _person(case: ExportedCase) -> Resource:
    return {"type": "Patient", "identifier": {"system": CASE_SYSTEM, "value": case.code}}


def _id(name: str) -> str:
    """Return a name as FHIR takes one."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)[:64]
