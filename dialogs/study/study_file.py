"""Reading a study file: TOML in, a `Study` out, or every problem at once with its place and remedy.

The file is written by people who know trials, not programs: each problem names where it stands, what is wrong and
what would be right.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dialogs.study.checks import check_study
from dialogs.study.file_schema import (
    ALIKE,
    CAUTION,
    COMPUTED,
    COUNTED,
    CRITERION,
    FILE,
    FREQUENT,
    HALF,
    LEFT_OUT,
    MEASURE,
    OPTION,
    QUESTION,
    STUDY,
    TESTED,
    UNIT,
    VARIANT,
    Shape,
    shaped,
)
from dialogs.study.helper_texts import check_twins, spoken
from dialogs.study.rule_file import read_rule
from dialogs.study.said import Caution, FrequentQuestion
from dialogs.study.study import Computed, Criterion, Grades, Kind, Measure, Option, Question, Study, StudyError, Unit
from dialogs.study.typed import Alike, Counted, Half, Others, Tested
from dialogs.study.words_file import join_words
from dialogs.values import member

#: The texts that the conversation needs by name; every study file must hold each.
TEXTS = (
    *("card", "about", "who_can", "formal", "register", "who", "helper", "consent", "person", "profile"),
    "call_research",
    *("status_not_recruiting", "status_unconfirmed", "status_recruiting", "status_closed"),
    *("plausible", "plausible_not_recruiting", "not_now_dated", "not_now", "unlikely", "early_end", "reapply"),
    *("still_to_check", "nothing_changes", "do_not_stop", "offer_referral", "offer_interest", "offer_review"),
    *("safety_emergency", "safety_urgent", "safety_self_harm", "safety_tell_doctor"),
)
#: What codes begin with where the file does not say.
CODE_PREFIX = "REF"
#: And those that it needs where so many unknown criteria are too many.
TOO_LITTLE = ("too_little", "too_little_not_recruiting")


class Complaints:
    """Collects problems with their place."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[str] = []

    def add(self, place: str, fact: str) -> None:
        """Note one problem: where it stands, then what is wrong and what to do."""
        self.problems.append(f"{self.file}, {place}: {fact}")

    def text(self, place: str, table: Mapping[str, Any], key: str, needed: bool = True) -> str:
        """Return a text of the table, stripped; complains where it is missing or no text."""
        value = table.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.add(place, f'`{key}` is missing or no text. Write {key} = "…".')
            return ""
        return value.strip()


def parse_study(source: str, file: str = "study file", words: str = "") -> Study:
    """Return the study that a TOML text states; StudyError with every problem, each with its place, fact and remedy.

    `words` is the file of what people type, where the study has one (`dialogs.study.words_file`)."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise StudyError([f"{file}: this is not readable TOML: {error}. Correct that line first."]) from None
    complaints = Complaints(file)
    join_words(raw, words, complaints.add)
    check_twins(raw, complaints.add)
    study = _study(spoken(raw, to_helper=False), source, complaints)
    helper = _study(spoken(raw, to_helper=True), source, complaints)
    if complaints.problems:
        raise StudyError(list(dict.fromkeys(complaints.problems)))
    return replace(study, helper=helper)


def _study(raw: dict[str, Any], source: str, complaints: Complaints) -> Study:
    raw = shaped(raw, FILE, "the file", complaints.add)
    head = shaped(raw.get("study", {}), STUDY, "[study]", complaints.add)
    study = Study(
        id=complaints.text("[study]", head, "id"),
        pregnancy_fact=complaints.text("[study]", head, "pregnancy_fact", needed=False),
        code_prefix=_prefix(head, complaints),
        names={language: tuple(names) for language, names in head.get("names", {}).items()},
        too_little_from=head.get("too_little_from", 0),
        version=hashlib.sha256(source.encode()).hexdigest()[:16],
        questions=_each(raw, "question", QUESTION, complaints, _question),
        criteria=(),
        frequent=_each(raw, "frequent", FREQUENT, complaints, _frequent),
        cautions=_each(raw, "caution", CAUTION, complaints, _caution) if "caution" in raw else (),
        computed=_each(raw, "computed", COMPUTED, complaints, _computed) if "computed" in raw else (),
        texts={name: _paragraphs(table) for name, table in raw.get("texts", {}).items()},
        groups={name: _plain(name, table, complaints) for name, table in raw.get("groups", {}).items()},
    )
    measures = study.measures
    criteria = _each(raw, "criterion", CRITERION, complaints, lambda t, p, c: _criterion(t, p, c, measures))
    study = replace(study, criteria=criteria)
    for name in (*TEXTS, *(TOO_LITTLE if study.too_little_from else ())):
        if not study.texts.get(name):
            complaints.add("[texts]", f'"{name}" is missing. Write [texts.{name}] with body = ["…"].')
    check_study(study, complaints.add)
    return study


def _prefix(head: Mapping[str, Any], complaints: Complaints) -> str:
    """Return what codes begin with: said aloud, so no digit and nothing that sounds like one."""
    prefix = str(head.get("code_prefix", CODE_PREFIX))
    if not re.fullmatch(r"[A-Z]{2,5}", prefix):
        complaints.add("[study]", f'`code_prefix` is "{prefix}". Write 2 to 5 capital letters: "REF".')
    return prefix


def _plain(name: str, table: Any, complaints: Complaints) -> str:
    return complaints.text(f"[groups.{name}]", table if isinstance(table, dict) else {}, "plain")


def _paragraphs(table: Any) -> tuple[str, ...]:
    body = table.get("body", ()) if isinstance(table, dict) else ()
    texts = [body] if isinstance(body, str) else body if isinstance(body, list) else []
    return tuple(text.strip() for text in texts if isinstance(text, str) and text.strip())


Reader = Callable[[Mapping[str, Any], str, Complaints], Any]


def _each(raw: Mapping[str, Any], key: str, shape: Shape, complaints: Complaints, read: Reader) -> tuple[Any, ...]:
    rows = raw.get(key, [])
    if not rows:
        complaints.add(f"[[{key}]]", f"there is none. Write at least one [[{key}]].")
    read_rows = []
    for number, row in enumerate(rows, 1):
        place = f'{key} "{row["id"]}"' if "id" in row else f"{key} number {number}"
        read_rows.append(read(shaped(row, shape, place, complaints.add), place, complaints))
    return tuple(read_rows)


def _frequent(row: Mapping[str, Any], place: str, complaints: Complaints) -> FrequentQuestion:
    answer = row.get("answer", ())
    if not answer:
        complaints.add(place, '`answer` is missing. Write answer = ["…"].')
    return FrequentQuestion(
        id=complaints.text(place, row, "id"),
        question=complaints.text(place, row, "question"),
        answer=tuple(text.strip() for text in ([answer] if isinstance(answer, str) else answer)),
    )


def _caution(row: Mapping[str, Any], place: str, complaints: Complaints) -> Caution:
    said = {key: complaints.text(place, row, key) for key in ("fact", "value", "text")}
    return Caution(**said, treatments=tuple(row.get("treatments", ())), nameless=tuple(row.get("nameless", ())))


def _computed(row: Mapping[str, Any], place: str, complaints: Complaints) -> Computed:
    return Computed(
        fact=complaints.text(place, row, "fact"),
        formula=complaints.text(place, row, "formula"),
        of=dict(row.get("from", {})),
        name=complaints.text(place, row, "name"),
    )


def _number(row: Mapping[str, Any], key: str, kind: Kind) -> int | Decimal:
    """Return one end of a believable range; a whole number where the kind is one."""
    number = Decimal(str(row.get(key, 0)))
    return number if kind is Kind.DECIMAL or number != number.to_integral_value() else int(number)


def _one_of(row: Mapping[str, Any], key: str, closed: Iterable[str], place: str, complaints: Complaints) -> str:
    said = str(row.get(key, ""))
    if said and said not in set(closed):
        complaints.add(place, f'`{key}` is "{said}". Use one of: {", ".join(closed)}.')
    return said if said in set(closed) else ""


def _grades(row: Mapping[str, Any], place: str, complaints: Complaints) -> Grades:
    """Return how the terms are written: as the file says, else as they look."""
    said = _one_of(row, "grades", Grades, place, complaints)
    if said:
        return Grades(said)
    terms = row.get("terms", ())
    if terms and all(term.isdigit() for term in terms):
        return Grades.NUMBERS
    return Grades.ROMAN if all(set(term) <= set("IVX") for term in terms) else Grades.LETTERS


def _question(row: Mapping[str, Any], place: str, complaints: Complaints) -> Question:
    when = row.get("when", [])
    kind = _kind(row, place, complaints)
    variants, variant_facts = _variants(row, place, complaints)
    return Question(
        id=complaints.text(place, row, "id"),
        kind=kind,
        text=complaints.text(place, row, "text"),
        short=complaints.text(place, row, "short"),
        options=tuple(_option(o, place, complaints) for o in row.get("option", [])),
        fallback=tuple(_option(o, place, complaints) for o in row.get("fallback", [])),
        measures=tuple(_measure(m, place, complaints) for m in row.get("measure", [])),
        terms=tuple(row.get("terms", ())),
        when=tuple([when] if isinstance(when, dict) else when),
        for_each=row.get("for_each", ""),
        lowest=_number(row, "lowest", kind),
        highest=_number(row, "highest", kind),
        age=row.get("age", False),
        grades=_grades(row, place, complaints),
        may_be_planned=row.get("may_be_planned", False),
        asked=row.get("asked", True),
        groups=tuple(row.get("groups", ())),
        shared=row.get("shared", ""),
        variants=variants,
        variant_facts=variant_facts,
        **_typed(row, place, complaints),
    )


def _typed(row: Mapping[str, Any], place: str, complaints: Complaints) -> dict[str, Any]:
    """Return the texts that a question can do without, and what the words file says of how answers are typed."""
    return {
        **{key: complaints.text(place, row, key, needed=False) for key in LEFT_OUT},
        "asked_again": {language: tuple(words) for language, words in row.get("asked_again", {}).items()},
        "event": {language: tuple(words) for language, words in row.get("event", {}).items()},
        "tells": {language: tuple(words) for language, words in row.get("tells", {}).items()},
        "again_for": {language: tuple(words) for language, words in row.get("again_for", {}).items()},
        "only_now": row.get("only_now", False),
        "not_of": member(Others, _one_of(row, "not_of", Others, place, complaints)),
        "not_yet": _one_of(row, "not_yet", [option.get("value") for option in row.get("option", ())], place, complaints)
        or None,
        "several_things": row.get("several_things", False),
        "counted": tuple(_counted(each, place, complaints) for each in row.get("counted", [])),
        "tested": tuple(_tested(each, place, complaints) for each in row.get("tested", [])),
        "other_tested": tuple(row.get("other_tested", ())),
        "titre": row.get("titre", 0),
        "halves": tuple(_half(each, place, complaints) for each in row.get("half", [])),
    }


def _half(row: Mapping[str, Any], place: str, complaints: Complaints) -> Half:
    row = shaped(row, HALF, f"{place}, half", complaints.add)
    asks, text, yes, no = (complaints.text(f"{place}, half", row, key) for key in ("asks", "text", "yes", "no"))
    heard = {language: tuple(words) for language, words in row.get("heard", {}).items()}
    return Half(asks=asks, text=text, yes=yes, no=no, heard=heard)


def _counted(row: Mapping[str, Any], place: str, complaints: Complaints) -> Counted:
    row = shaped(row, COUNTED, f"{place}, counted", complaints.add)
    if not row.get("words") or "over" not in row:
        complaints.add(f"{place}, counted", 'write { words = ["…"], over = 5 }.')
    lists = {key: tuple(row.get(key, ())) for key in ("words", "unlike", "denied_as")}
    return Counted(over=row.get("over", 0), **lists)


def _tested(row: Mapping[str, Any], place: str, complaints: Complaints) -> Tested:
    row = shaped(row, TESTED, f"{place}, tested", complaints.add)
    if not row.get("words"):
        complaints.add(f"{place}, tested", 'write { words = ["…"] }.')
    return Tested(words=tuple(row.get("words", ())))


def _kind(row: Mapping[str, Any], place: str, complaints: Complaints) -> Kind:
    """Return the kind of a question; a plain one stands in for a kind that nobody knows."""
    kind = complaints.text(place, row, "kind")
    if kind == Kind.CONTACT and row.get("fact"):
        complaints.add(place, "how to reach somebody is judged by no rule: a question of kind text gives no `fact`.")
    if kind in set(Kind):
        return Kind(kind)
    if kind:
        near = get_close_matches(kind, list(Kind), n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(Kind)}."
        complaints.add(place, f'`kind` is "{kind}", which is no kind of question. {hint}')
    return Kind.CONTACT


def _variants(row: Mapping[str, Any], place: str, complaints: Complaints) -> tuple[dict[str, str], dict[str, str]]:
    """Group → other wording, and group → other fact."""
    said: dict[str, str] = {}
    meant: dict[str, str] = {}
    for variant in row.get("variant", ()):
        told = shaped(variant, VARIANT, f"{place}, variant", complaints.add)
        said |= dict.fromkeys(told.get("groups", ()), complaints.text(f"{place}, variant", told, "text"))
        if "fact" in told:
            meant |= dict.fromkeys(told.get("groups", ()), told["fact"])
    return said, meant


def _option(row: Mapping[str, Any], place: str, complaints: Complaints) -> Option:
    place = f'{place}, option "{row.get("value", "?")}"'
    row = shaped(row, OPTION, place, complaints.add)
    return Option(
        value=complaints.text(place, row, "value"),
        label=complaints.text(place, row, "label"),
        sets=dict(row.get("sets", {})),
        exclusive=row.get("exclusive", False),
        folded=row.get("folded", False),
        opens=row.get("opens", False),
        consents=row.get("consents", False),
        heard={language: tuple(words) for language, words in row.get("heard", {}).items()},
    )


def _measure(row: Mapping[str, Any], place: str, complaints: Complaints) -> Measure:
    place = f'{place}, measure "{row.get("id", "?")}"'
    row = shaped(row, MEASURE, place, complaints.add)
    units = tuple(_unit(unit, place, complaints) for unit in row.get("units", []))
    if not units or not units[0].is_base:
        complaints.add(place, "the first unit must be the base unit. Write it first, without `times` and `plus`.")
    return Measure(
        id=complaints.text(place, row, "id"),
        units=units,
        lowest=Fraction(str(row.get("lowest", "0"))),
        highest=Fraction(str(row.get("highest", "0"))),
        unit_optional=row.get("unit_optional", False) or "assumed" in row,
        assumed=dict(row.get("assumed", {})),
        words=tuple(row.get("words", ())),
        on_paper=tuple(row.get("on_paper", ())),
        other_tests=tuple(row.get("other_tests", ())),
        formula=row.get("formula", ""),
        said=complaints.text(place, row, "said", needed=False),
        worked_out=complaints.text(place, row, "worked_out", needed=False),
        alike=_alike(row["alike"], f"{place}, alike", complaints) if "alike" in row else None,
    )


def _alike(row: Mapping[str, Any], place: str, complaints: Complaints) -> Alike | None:
    row = shaped(row, ALIKE, place, complaints.add)
    labels = [_option(each, place, complaints).label for each in row.get("option", [])]
    if len(labels) != 2:
        complaints.add(place, "it needs two options. Write this test first, then the other one.")
        return None
    own, other = labels
    return Alike(words=tuple(row.get("words", ())), text=complaints.text(place, row, "text"), own=own, other=other)


def _unit(row: Mapping[str, Any], place: str, complaints: Complaints) -> Unit:
    place = f'{place}, unit "{row.get("name", "?")}"'
    row = shaped(row, UNIT, place, complaints.add)
    return Unit(
        name=complaints.text(place, row, "name"),
        factor=Fraction(str(row.get("times", "1"))),
        offset=Fraction(str(row.get("plus", "0"))),
        estimated=row.get("estimated", False),
        lowest=Fraction(str(row.get("lowest", "0"))),
        spellings=tuple(row.get("spellings", ())),
        shown=complaints.text(place, row, "shown", needed=False),
        ucum=row.get("ucum", "") or str(row.get("name", "")).replace("µ", "u").replace("μ", "u"),
    )


def _criterion(
    row: Mapping[str, Any], place: str, complaints: Complaints, measures: Mapping[str, Measure]
) -> Criterion:
    return Criterion(
        id=complaints.text(place, row, "id"),
        rule=read_rule(row.get("rule", {}), measures, lambda fact: complaints.add(f"{place}, rule", fact)),
        name=complaints.text(place, row, "name"),
        reason=complaints.text(place, row, "reason"),
        below=complaints.text(place, row, "below", needed=False),
        above=complaints.text(place, row, "above", needed=False),
        absent=complaints.text(place, row, "absent", needed=False),
        expired=complaints.text(place, row, "expired", needed=False),
        unwanted=complaints.text(place, row, "unwanted", needed=False),
        ends_below=row.get("ends_below", False),
        settle=complaints.text(place, row, "settle", needed=False),
        bring=complaints.text(place, row, "bring", needed=False),
        too_old=complaints.text(place, row, "too_old", needed=False),
        counts_until=complaints.text(place, row, "counts_until", needed=False),
        changes=complaints.text(place, row, "changes", needed=False),
    )
