"""FHIR R4B: the resources validate, use the value sets that they must, and read back to the same facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dialogs.exports.fhir_cases import CONSENT_STATUS, STUDY_STATUS, SUBJECT_STATUS, case_resources, research_study
from dialogs.exports.fhir_forms import ABSENT, ASKED_UNKNOWN, TRANSLATION, UCUM, questionnaire
from dialogs.referral.referral import ReferralState
from dialogs.screening.facts import facts_of
from dialogs.site import Recruitment
from dialogs.study.study import Kind, Study
from dialogs.values import Answers, Medicine, Quantity, Unknown, Value, When
from tests.core.exports.cases import ANSWERS, KNEE, STUDY, case_of, say
from tests.examples import some

Resource = dict[str, Any]
STATUSES = {
    "ResearchStudy": {
        *("active", "administratively-completed", "approved", "closed-to-accrual"),
        *("closed-to-accrual-and-intervention", "completed", "disapproved", "in-review"),
        *("temporarily-closed-to-accrual", "temporarily-closed-to-accrual-and-intervention", "withdrawn"),
    },
    "ResearchSubject": {
        *("candidate", "eligible", "follow-up", "ineligible", "not-registered", "off-study", "on-study"),
        *("on-study-intervention", "on-study-observation", "pending-on-study", "potential-candidate", "screening"),
        "withdrawn",
    },
    "Consent": {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
    "QuestionnaireResponse": {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    "Questionnaire": {"draft", "active", "retired", "unknown"},
}
#: Codes of units that a laboratory of the study prints, as the Unified Code for Units of Measure writes them.
UNITS = {"g/g", "mg/mg", "mg/g", "mg/mmol", "mL/min/{1.73_m2}", "mg/dL", "umol/L"}


def form(study: Study = STUDY) -> Resource:
    return questionnaire(study, say)


def items(inside: list[Resource]) -> Iterator[Resource]:
    for item in inside:
        yield item
        yield from items(item.get("item", []))


def resources(answers: Answers) -> list[Resource]:
    found = list(case_resources(STUDY, form(), case_of(answers)))
    plain: list[Resource] = json.loads(json.dumps(found))
    return plain


def response(answers: Answers) -> Resource:
    return next(found for found in resources(answers) if found["resourceType"] == "QuestionnaireResponse")


@pytest.mark.parametrize("study", [STUDY, KNEE], ids=["lupus", "knee"])
def test_the_questionnaire_validates(study: Study) -> None:
    found = form(study)
    get_fhir_model_class("Questionnaire").model_validate(found)
    assert found["title"] == f"What people say about themselves before screening: {study.id}"
    links = [item["linkId"] for item in items(found["item"])]
    assert len(links) == len(set(links))


@pytest.mark.parametrize("answers", [ANSWERS, {}, {"age": Unknown(), "treatments": ()}])
def test_every_resource_of_a_case_validates_and_uses_its_value_set(answers: Answers) -> None:
    found = [*resources(answers), *(research_study(STUDY, state) for state in Recruitment)]
    kinds = {each["resourceType"] for each in found}
    assert kinds == {"QuestionnaireResponse", "Consent", "ResearchSubject", "ResearchStudy"}
    for each in found:
        get_fhir_model_class(each["resourceType"]).model_validate(each)
        assert each["status"] in STATUSES[each["resourceType"]]


def test_every_state_has_a_status_of_the_value_set() -> None:
    assert set(SUBJECT_STATUS) == set(ReferralState)
    assert set(SUBJECT_STATUS.values()) <= STATUSES["ResearchSubject"]
    assert set(STUDY_STATUS.values()) <= STATUSES["ResearchStudy"]
    assert set(CONSENT_STATUS.values()) <= STATUSES["Consent"]


def test_each_consent_is_a_resource_of_its_own_with_its_status() -> None:
    """CL-04: one yes or no for each purpose."""
    found = [each for each in resources(ANSWERS) if each["resourceType"] == "Consent"]
    assert [each["status"] for each in found] == ["active", "active", "rejected"]
    assert found[0]["identifier"][0]["value"] == "5e" * 32


def test_a_condition_names_an_item_that_stands_in_the_form() -> None:
    for study in (STUDY, KNEE):
        all_of_them = {item["linkId"]: item for item in items(form(study)["item"])}
        for item in all_of_them.values():
            for condition in item.get("enableWhen", []):
                asked = all_of_them[condition["question"]]
                if condition["operator"] == "=":
                    offered = [option["valueCoding"]["code"] for option in asked["answerOption"]]
                    assert condition["answerCoding"]["code"] in offered
            assert "enableBehavior" in item or len(item.get("enableWhen", [])) < 2


def test_what_the_bot_hides_is_not_enabled() -> None:
    when = {item["linkId"]: item["enableWhen"] for item in items(form()["item"]) if "enableWhen" in item}
    assert [c["question"] for c in when["biopsy_class.question"]] == ["biopsy_first", "biopsy_option"]
    assert when["creatinine.question"][0]["answerCoding"] == {"system": ABSENT, "code": ASKED_UNKNOWN}
    assert {c["question"] for c in when["sex_at_birth.question"]} == {"creatinine_test", "egfr_test"}


def test_units_are_codes_of_the_unified_code() -> None:
    offered = {
        extension["valueCoding"]["code"]
        for item in items(form()["item"])
        for extension in item.get("extension", [])
        if extension.get("valueCoding", {}).get("system") == UCUM
    }
    assert offered == UNITS
    upc = next(item for item in items(response(ANSWERS)["item"]) if item["linkId"] == "upc_number")
    (answer,) = upc["answer"]
    assert answer["valueQuantity"] == {"value": 1250, "comparator": ">", "unit": "mg/g", "system": UCUM, "code": "mg/g"}


def test_every_text_stands_in_both_languages() -> None:
    for item in items(form()["item"]):
        if item["linkId"].rpartition(".")[2].startswith("if"):
            continue
        (other,) = item["_text"]["extension"]
        told = {part["url"]: next(value for key, value in part.items() if key != "url") for part in other["extension"]}
        assert other["url"] == TRANSLATION
        assert (told["lang"], told["content"].startswith("es:")) == ("es", True)


def test_not_knowing_is_asked_unknown_and_not_silence() -> None:
    found = response({"age": Unknown()})
    (age,) = [item for item in items(found["item"]) if item["linkId"] == "age_option"]
    assert age["answer"] == [{"valueCoding": {"system": ABSENT, "code": ASKED_UNKNOWN}}]
    assert "sle" not in {item["linkId"] for item in items(found["item"])}


def test_no_resource_names_the_person() -> None:
    """CL-07."""
    told = json.dumps(resources(ANSWERS))
    assert "Patient/" not in told
    assert '"name"' not in told
    assert '"telecom"' not in told


SENT: list[dict[str, Value]] = [
    ANSWERS,
    {"age": "below", "biopsy": When.parse("2025"), "biopsy_class": "III", "sle": "studied"},
    {"biopsy": "undated", "biopsy_class": Unknown("clase rara"), "upc": Unknown("3.100 mg/24 h")},
    {"egfr": Unknown(), "creatinine": Quantity(Decimal("88.4"), "µmol/L", "<", "creatinine"), "sex_at_birth": "male"},
    {"egfr": "dialysis", "treatments": (), "conditions": ()},
    {"treatments": (Medicine("ivig"),), "when:ivig": When.parse("2026-05"), "ongoing:ivig": Unknown()},
    {"treatments": (Medicine("new_immunosuppressant", "micofenolato"),), "when:micofenolato": "planned"},
]


@pytest.mark.parametrize("answers", some(SENT))
def test_what_was_exported_reads_back_to_the_same_facts(answers: dict[str, Value]) -> None:
    today = date(2026, 11, 23)
    read = read_back(response(answers))
    assert facts_of(STUDY, read, today) == facts_of(STUDY, answers, today)


def read_back(found: Resource) -> dict[str, Value]:
    """The answers of a response, by a reader of its own."""
    read: dict[str, Value] = {}
    treatments: list[Medicine] = []
    for item in found.get("item", []):
        if item["linkId"].endswith(".each"):
            told = flat(item["item"])
            medicine = Medicine(*(str(told.get(f"treatment_{part}", [""])[0]) for part in ("group", "name", "said")))
            treatments.append(medicine)
            for question in STUDY.asked:
                if question.for_each and (value := value_of(question.id, question.kind, told)) is not None:
                    read[f"{question.id}:{medicine.key}"] = value
        else:
            name = next(each for each in item_names(item) if not each.startswith("if"))
            question = STUDY.question(name)
            value = value_of(name, question.kind, flat([item]))
            if value is not None:
                read[name] = value
    if treatments:
        read["treatments"] = tuple(treatments)
    return read


def item_names(item: Resource) -> Iterator[str]:
    for each in items([item]):
        if each["linkId"].endswith(".question"):
            yield each["linkId"].removesuffix(".question")


def flat(inside: list[Resource]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for item in items(inside):
        for answer in item.get("answer", []):
            (value,) = answer.values()
            found.setdefault(item["linkId"], []).append(value)
    return {
        name: [v["code"] if isinstance(v, dict) and "value" not in v else v for v in all_]
        for name, all_ in found.items()
    }


def value_of(name: str, kind: Kind, told: dict[str, list[Any]]) -> Value | None:
    said = str(told.get(f"{name}_said", [""])[0])
    words = told.get(name, told.get(f"{name}_option", []))
    if words == [ASKED_UNKNOWN]:
        return Unknown(said)
    if f"{name}_first" in told:
        return When(*(date.fromisoformat(told[f"{name}_{end}"][0]) for end in ("first", "last")))
    if f"{name}_number" in told:
        number = told[f"{name}_number"][0]
        taken = [
            date.fromisoformat(told[f"{name}_taken_{end}"][0])
            for end in ("first", "last")
            if f"{name}_taken_{end}" in told
        ]
        return Quantity(
            Decimal(str(number["value"])),
            number["unit"],
            number.get("comparator", ""),
            told[f"{name}_test"][0],
            When(*taken) if taken else None,
        )
    if not words:
        return None
    if kind in (Kind.CHOICES, Kind.MEDICINES):
        return () if words in (["none"], ["named"]) else tuple(words)
    return words[0] if isinstance(words[0], int) else "+".join(words)
