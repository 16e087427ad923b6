"""What a packet is made of, read once: texts, study, the site's file, `packet.toml`, the approval, the day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.config.approval import APPROVED, Approval, read_approval
from bot.config.bundled import load_lexicon, load_study
from bot.config.settings import SettingsError
from bot.config.site import EXAMPLE, SiteFile, read_place, site_on
from bot.config.site_keys import FACTS, TEXTS
from bot.config.studies import StudyPlace
from bot.packet.texts import PacketText, packet_texts
from bot.render.texts import LANGUAGES, Texts, shipped_catalogs
from bot.wording import entries, wording_hash
from bot.wording.ease import medicine_names
from bot.wording.study_texts import all_catalogs
from dialogs.lexicon.lexicon import Lexicon
from dialogs.site import Site
from dialogs.study.study import Study

#: The file beside the site's file with what no other file can know.
PACKET_FILE = "packet.toml"
#: What it holds: table → keys.
PACKET_KEYS: Mapping[str, tuple[str, ...]] = {
    "packet": ("version", "prepared_by"),
    "read_by": ("clinician", "pharmacist", "people_concerned", "people_who_help"),
    "people": ("interests", "training", "breach_calls", "law_checked"),
    "impact": ("views", "decision"),
}
#: Facts of the approval that the site's file may give where nothing was recorded.
_APPROVAL_FACTS = {"number": "approval", "date": "approval_date", "valid_until": "valid_until"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many came how far in the weeks that are over."""

    #: The day before which is counted.
    before: date
    #: What is counted, by its English, and the number; empty where it is not shown.
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that a packet is made of."""

    today: date
    study: Study
    lexicon: Lexicon
    texts: tuple[PacketText, ...]
    say: Texts
    #: Language → hash of its wording.
    wording: Mapping[str, str]
    program: str
    place: SiteFile
    #: The site as the core knows it, without the values that are examples.
    site: Site
    #: `packet.toml`: "packet.version" → what it says.
    told: Mapping[str, str] = field(default_factory=dict)
    approval: Approval | None = None
    #: How many came how far; None where nobody asked for it.
    counts: Counts | None = None
    #: What is missing, each as "file, key".
    missing: tuple[str, ...] = ()

    def approved(self, name: str) -> str:
        """Return number, date or valid_until of the approval; empty where nobody gave it."""
        recorded = getattr(self.approval, name) if self.approval else ""
        return recorded or self.site.fact(_APPROVAL_FACTS[name], "")

    def text_number(self, id: str) -> int | None:
        """Return the number in table A of a text, by its English."""
        return next((text.number for text in self.texts if text.id == id), None)


def read_inputs(site_path: Path, today: date, more: StudyPlace | None = None) -> Inputs:
    """Return what a packet of this day is made of; SettingsError where a file is there and cannot be read.

    `more`: another study of the installation than the package's."""
    if more is None or more.files is None:
        study, lexicon, catalogs = load_study(), load_lexicon(), shipped_catalogs()
        record, (place, lacking) = site_path.with_name(APPROVED), _place(site_path)
    else:
        study, lexicon, catalogs, record = more.study, more.files.lexicon(), all_catalogs(more.files), more.record
        place, lacking = more.place, []
    told = _told(site_path.with_name(PACKET_FILE))
    inputs = Inputs(
        today=today,
        study=study,
        lexicon=lexicon,
        texts=tuple(packet_texts(entries(catalogs), study, medicine_names())),
        say=Texts(catalogs),
        wording={language: wording_hash(language, catalogs) for language in LANGUAGES},
        program=_program(),
        place=place,
        site=_site(place, today),
        told=told,
        approval=read_approval(record),
    )
    return replace(inputs, missing=tuple(dict.fromkeys([*lacking, *_missing(inputs, site_path)])))


def _place(path: Path) -> tuple[SiteFile, list[str]]:
    if not path.exists():
        # Its examples say which values it should have.
        template = Path(str(files("bot.config"))) / "site_template.toml"
        lacking = [f"{path.name}: there is no such file; `tamiz init` writes one"]
        return read_place(template, examples_allowed=True), lacking
    return read_place(path, examples_allowed=True), []


def _site(place: SiteFile, today: date) -> Site:
    """Return the site at noon of the day; a value that still is an example is not there."""
    real = {
        name: kept
        for name, values in place.facts.items()
        if (kept := {language: value for language, value in values.items() if not value.startswith(EXAMPLE)})
    }
    noon = datetime.combine(today, time(12), place.zone)
    site = site_on(place, noon, switch=None, override=None, trusted=False, wording_approved=True)
    # what is to be approved is shown as it will run, whether an approval holds already or not
    return replace(site, facts=real, information_only=False)


def _told(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError([f"{path}: not TOML: {fault}. Correct that line."]) from None
    flat = {f"{table}.{_today(key)}": value for table, values in raw.items() for key, value in _pairs(values)}
    known = {f"{table}.{key}" for table, keys in PACKET_KEYS.items() for key in keys}
    wrong = [f"{path}, {key}: there is no such key. Take it away." for key in flat if key not in known]
    if wrong:
        raise SettingsError(wrong)
    return {key: str(value) for key, value in flat.items() if str(value) and not str(value).startswith(EXAMPLE)}


def _today(key: str) -> str:
    """Return a key as it is called now; it once named the illness."""
    return "people_concerned" if key.startswith("people_with_") else key


def _pairs(values: Any) -> list[tuple[str, Any]]:
    return list(values.items()) if isinstance(values, dict) else [("", values)]


def _missing(inputs: Inputs, path: Path) -> list[str]:
    """Return each value that is missing or still an example, with its file and key."""
    facts = [f"facts.{name}" for name in FACTS if not inputs.site.fact(name, "")]
    texts = [f"{code}.{name}" for code in LANGUAGES for name in TEXTS if code not in inputs.site.facts.get(name, {})]
    lacking = [f"{path.name}, {key}" for key in dict.fromkeys([*inputs.place.examples, *facts, *texts])]
    told = [f"{table}.{key}" for table, keys in PACKET_KEYS.items() for key in keys]
    lacking += [f"{PACKET_FILE}, {key}" for key in told if key not in inputs.told]
    lacking += [f"{APPROVED}, {name}" for name in _APPROVAL_FACTS if not inputs.approved(name)]
    agreed = inputs.approval.wording if inputs.approval else inputs.place.approved_wording
    lacking += [f"{APPROVED}, wording.{code}" for code in LANGUAGES if agreed.get(code) != inputs.wording[code]]
    if inputs.approval is not None and inputs.approval.study != inputs.study.version:
        lacking.append(f"{APPROVED}, study")  # a changed rule closes the gate as a changed text does
    return lacking


def _program() -> str:
    try:
        return version("tamiz")
    except PackageNotFoundError:
        return "?"
