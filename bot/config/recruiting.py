"""What must stand in the site's file before the bot brings anybody to the team (RE-01, RE-02).

The committee approves the wording word by word, so another wording neither recruits nor keeps an interest list. At
the first start what is missing is refused. Once somebody wrote, the bot always starts, because their rights, the
erasing and the safety texts must go on: it then gives information only, and the log says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.config.approval import APPROVED, Approval, is_number, read_approval, unlike
from bot.config.bundled import load_study
from bot.config.settings import SettingsError
from bot.config.site import EXAMPLE, SiteFile
from bot.config.site_keys import OF_THE_APPROVAL
from dialogs.site import SUSPENDED, Recruitment, RecruitmentSwitch, Site


@dataclass(frozen=True, slots=True)
class Approved:
    """Where the approval of a study is on record, and which version of its file runs."""

    record: Path
    version: str


def is_approved(place: SiteFile, wording: Mapping[str, str], record: Approval | None = None, study: str = "") -> bool:
    """Is what runs what the committee approved? `wording`: language → hash; `study`: hash of the study file.

    Where `tamiz approve` recorded it, what the site's file says is not enough: the rules of the study are in the
    record too. Without the number and the day of the approval there is none."""
    same = all(_is_given(place, name) for name in OF_THE_APPROVAL)
    same = same and all(place.approved_wording.get(language) == digest for language, digest in wording.items())
    return same and (record is None or (record.covers(wording) and record.study == study))


def as_it_runs(path: Path, place: SiteFile, wording: Mapping[str, str], study: str) -> tuple[SiteFile, bool]:
    """Return the site's file with the last day that counts, and whether what runs is approved.

    `path`: the record of the approval. One that cannot be read approves nothing, and it stops no start: what a person
    has a right to goes on."""
    try:
        record = read_approval(path)
    except SettingsError:
        return place, False
    return as_approved(record, place, wording, study)


def as_approved(
    record: Approval | None, place: SiteFile, wording: Mapping[str, str], study: str
) -> tuple[SiteFile, bool]:
    """Return the site's file with the last day that counts, and whether what runs is approved on this record."""
    return as_recorded(place, record), is_approved(place, wording, record, study)


def as_recorded(place: SiteFile, record: Approval | None) -> SiteFile:
    """Return the file with the last day that the record has, where that is the earlier one."""
    if record is None or place.approved_until is None:
        return place
    return replace(place, approved_until=min(place.approved_until, date.fromisoformat(record.valid_until)))


def as_switched(place: SiteFile, switch: RecruitmentSwitch | None) -> SiteFile:
    """Return the file with the confirmation that counts: that of the switch, where it was turned to a state."""
    if switch is None or switch.state == SUSPENDED:
        return place
    return replace(place, confirmed_by=switch.confirmed_by, confirmed_on=switch.confirmed_on, source=switch.source)


def hindrances(
    path: Path,
    place: SiteFile,
    state: Recruitment,
    wording: Mapping[str, str],
    today: date,
    approved: Approved | None = None,
    asks: bool = False,
) -> list[str]:
    """Return a line for each thing that is missing for what is wanted; nothing is where only information is given.

    `approved`: where the record of another study than the package's is, and which study that is. `asks`: the approval
    is needed for the questions too, whoever is wanted."""
    record = approved or Approved(path.with_name(APPROVED), load_study().version)
    recruits = state is Recruitment.RECRUITING
    problems = _unconfirmed(path, place, today) if recruits else []
    if recruits or asks or (place.interest_list and state is not Recruitment.CLOSED):
        problems += [*_not_in_force(path, place, today), *_unapproved(path, place, wording)]
        problems += _unlike_record(record, wording, today)
    return problems


def _unlike_record(kept: Approved, wording: Mapping[str, str], today: date) -> list[str]:
    """Return in what that which runs differs from the approval on record; nothing where none is."""
    try:
        record = read_approval(kept.record)
    except SettingsError as unreadable:
        return list(unreadable.problems)
    return [f"{kept.record}: {line}" for line in unlike(record, wording, kept.version, today)] if record else []


def _not_in_force(path: Path, place: SiteFile, today: date) -> list[str]:
    """Return what is missing of the approval itself: its number, its day, and that its last day is not past."""
    problems = [
        f"{path}, facts.{name}: neither recruiting nor an interest list without it. Copy it from the approval."
        for name in OF_THE_APPROVAL
        if not _is_given(place, name)
    ]
    if place.approved_until is None:
        problems.append(f"{path}, wording.valid_until: missing. Write the last day on which the approval holds.")
    elif not place.is_in_force(today):
        problems.append(f"{path}, wording.valid_until: {place.approved_until} is past. Have the approval renewed.")
    return problems


def _is_given(place: SiteFile, name: str) -> bool:
    said = place.facts.get(name, {}).values()
    if name == "approval":
        return bool(said) and all(map(is_number, said))
    return bool(said) and not any(not value or value.startswith(EXAMPLE) for value in said)


def _unconfirmed(path: Path, place: SiteFile, today: date) -> list[str]:
    missing = [name for name in ("confirmed_by", "confirmed_on", "source") if not getattr(place, name)]
    problems = [
        f"{path}, recruitment.{name}: `recruiting` needs it. Fill it in, or do not recruit." for name in missing
    ]
    if place.confirmed_on is not None and not Site(confirmed_on=place.confirmed_on).is_confirmed(today):
        problems.append(f"{path}, recruitment.confirmed_on: not within the last 90 days. Confirm the state again.")
    return problems


def _unapproved(path: Path, place: SiteFile, wording: Mapping[str, str]) -> list[str]:
    problems = []
    for language, digest in wording.items():
        approved = place.approved_wording.get(language)
        if approved != digest:
            what = "another wording was approved" if approved else "no wording is approved"
            problems.append(
                f"{path}, wording.{language}: {what}. Have the texts approved and put in the hash that `tamiz check` "
                "prints."
            )
    return problems
