"""The sections that are sentences with values of the site: 1, 9, 10, 11, 12, 13 and the annexes."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from bot.packet.document import Block, Cell, Heading, Listing, Pair, Section, Table, joined, plain
from bot.packet.sections.all_texts import numbers
from bot.packet.writer import Writer
from bot.wording import unmeasured
from dialogs.conversation.reminders import REMINDERS
from dialogs.exports.poster import poster_texts
from dialogs.languages import Language
from dialogs.screens import Text

#: Section → how many lines of its own it has.
LINES = {"s1": 9, "s9": 4, "s10": 5, "s11": 5, "s12": 4, "s13": 4, "annex": 4}
GLOSSARY = 9


def _lines(w: Writer, name: str) -> Listing:
    return Listing(tuple(w.both(f"{name}_{n}", "\n") for n in range(1, LINES[name] + 1)))


def _named(w: Writer, *rows: tuple[str, Cell]) -> Listing:
    return Listing(tuple(joined([w.both(name), value], ": ") for name, value in rows))


def one_page(w: Writer) -> Section:
    """Return section 1."""
    site, place = w.inputs.site, w.inputs.place
    state = _named(
        w,
        ("recruitment_state", w.both(f"state_{place.state}")),
        ("confirmed_by", w.value(place.confirmed_by)),
        ("confirmed_on", w.value(place.confirmed_on.isoformat() if place.confirmed_on else "")),
        ("who_answers", w.fact("hours")),
        ("centres", w.fact("sites")),
        ("contact", w.value(site.fact("email", w.lead))),
        ("contact_days", w.number("promise.contact_in_working_days", place.contact_days)),
    )
    return Section("1", w.pair("s1"), (_lines(w, "s1"), state))


def safety(w: Writer) -> Section:
    """Return section 9."""
    texts = [text for text in w.inputs.texts if text.group == "safety"]
    rows = tuple(
        (
            plain(f"4.{text.number}"),
            w.in_(Language.ES, Pair("\n".join(text.es), "")),
            w.in_(Language.EN, Pair("", "\n".join(text.en))),
        )
        for text in texts
    )
    heads = w.columns(("c_number", 1), ("c_spanish", 6.5), ("c_english", 6.5))
    approver = _named(w, ("read_by_clinician", w.told_by_hand("read_by.clinician")))
    return Section("9", w.pair("s9"), (_lines(w, "s9"), Table(w.pair("safety_texts"), heads, rows), approver))


def recruitment(w: Writer) -> Section:
    """Return section 10."""
    place = w.inputs.place
    campaigns = ", ".join(sorted(place.campaigns))
    reminders = numbers(w, [row.text for row in REMINDERS.values()])
    named = _named(
        w,
        ("campaigns", plain(campaigns) if campaigns else w.both("none_yet")),
        ("authorised_by", _authorised_by(w)),
        ("interest_list", w.both("yes" if place.interest_list else "no")),
        ("reminder_texts", plain(reminders)),
        ("poster_texts", plain(numbers(w, poster_texts(w.inputs.study)))),
    )
    return Section("10", w.pair("s10"), (_lines(w, "s10"), named))


def _authorised_by(w: Writer) -> Cell:
    """Return who authorised the sponsor's name; left out, nobody did, and an example is a value that is missing."""
    place = w.inputs.place
    if place.authorised_by or "site.authorised_by" in place.examples:
        return w.value(place.authorised_by)
    return w.both("not_authorised")


def team(w: Writer) -> Section:
    """Return section 11."""
    named = _named(
        w, ("training", w.told_by_hand("people.training")), ("interests", w.told_by_hand("people.interests"))
    )
    return Section("11", w.pair("s11"), (_lines(w, "s11"), named))


def accessibility(w: Writer) -> Section:
    """Return section 12."""
    named = _named(
        w,
        *((f"ease_{language}", _pooled(w, language)) for language in Language),
        ("read_by_people_concerned", w.told_by_hand("read_by.people_concerned")),
        ("read_by_people_who_help", w.told_by_hand("read_by.people_who_help")),
    )
    return Section("12", w.pair("s12"), (_lines(w, "s12"), named))


def _pooled(w: Writer, language: Language) -> Cell:
    """Return the median of the texts that a person can read, and the hardest; or that it was not measured here."""
    measured = [
        (ease, text.number)
        for text in w.inputs.texts
        if text.audience != "team" and (ease := text.reading_ease[language]) is not None
    ]
    if not measured or language in unmeasured():
        return w.both("not_measured")
    hardest = min(measured) if language is Language.ES else max(measured)
    middle = f"{median(ease for ease, _ in measured):.1f}"
    return w.both("ease_of", count=len(measured), middle=middle, hardest=f"{hardest[0]:g}", number=f"4.{hardest[1]}")


def follow_up(w: Writer) -> Section:
    """Return section 13."""
    items = _lines(w, "s13").items
    return Section("13", w.pair("s13"), (Listing((*items, _counted(w))),))


def _counted(w: Writer) -> Cell:
    """Return how many came how far, in one line; or that nobody asked for it."""
    counts = w.inputs.counts
    if counts is None:
        return w.both("not_counted", "\n")
    hidden = w.pair("number_not_shown")
    told = [(w.told(Text(of)), Pair(number, number) if number else hidden) for of, number in counts.numbers.items()]
    es, en = ("; ".join(f"{of.of(code)}: {n.of(code)}" for of, n in told) for code in (Language.ES, Language.EN))
    return w.both("counted", "\n", day=counts.before, numbers=Pair(es, en))


def annexes(w: Writer) -> Section:
    """Return the annexes: how to check, settings in force, glossary, register."""
    return Section("15", w.pair("annex"), tuple(_annexes(w)))


def _annexes(w: Writer) -> Iterator[Block]:
    yield Heading("15a", w.pair("how_to_check"))
    yield _lines(w, "annex")
    yield Heading("15b", w.pair("in_force"))
    place, site = w.inputs.place, w.inputs.site
    hours = f"{place.opens:%H:%M}–{place.closes:%H:%M}"
    yield _named(
        w,
        ("time_zone", plain(place.zone.key)),
        ("opens", w.value("" if {"hours.opens", "hours.closes"} & {*place.examples} else hours)),
        ("contact_days", w.number("promise.contact_in_working_days", place.contact_days)),
        ("keep_days", w.number("keep.unfinished_days", site.keep_days)),
        ("keep_months", w.number("keep.filed_months", site.keep_months)),
        ("keep_years", w.number("keep.consent_years", site.keep_consent_years)),
        ("policy_version", w.value(site.fact("policy_version", w.lead))),
        ("policy_date", w.value(site.fact("policy_date", w.lead))),
        ("law_checked", w.told_by_hand("people.law_checked")),
    )
    yield Heading("15c", w.pair("glossary"))
    yield Listing(tuple(w.both(f"glossary_{n}", "\n") for n in range(1, GLOSSARY + 1)))
