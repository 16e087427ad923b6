"""How many came how far, for the team: whole weeks only, apart by kind of case, and no number that points at a person.

What may be shown is decided by `release`; here stands which numbers somebody may subtract from each other, and what
they are called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dialogs.exports.release import Rules, Whole, reports
from dialogs.languages import Language
from dialogs.referral.group_card import HEADING_NAMES, IN_LANGUAGE
from dialogs.replies import Count, FunnelEvent, Heading
from dialogs.screens import S_, SP_, Block, Field, Look, Screen, Text
from dialogs.study.study import Study

#: The steps before anything is sent, and those of what is sent, apart by heading.
BEFORE = (FunnelEvent.STARTED, FunnelEvent.CONSENTED, FunnelEvent.FINISHED)
OUTCOMES = (FunnelEvent.PLAUSIBLE, FunnelEvent.NOT_NOW, FunnelEvent.UNLIKELY)
AFTER = (
    FunnelEvent.OFFERED,
    FunnelEvent.AGREED,
    FunnelEvent.SENT,
    FunnelEvent.CLAIMED,
    FunnelEvent.CONTACTED,
    FunnelEvent.INCLUDED,
)
STEP_LABELS = {
    FunnelEvent.STARTED: S_("Began"),
    FunnelEvent.CONSENTED: S_("Agreed to answer"),
    FunnelEvent.FINISHED: S_("Came to a result"),
    FunnelEvent.PLAUSIBLE: S_("Possible"),
    FunnelEvent.NOT_NOW: S_("Not now"),
    FunnelEvent.UNLIKELY: S_("Seems not"),
    FunnelEvent.OFFERED: S_("Were offered it"),
    FunnelEvent.AGREED: S_("Agreed to it"),
    FunnelEvent.SENT: S_("Sent to the team"),
    FunnelEvent.CLAIMED: S_("Taken by someone"),
    FunnelEvent.CONTACTED: S_("Contacted"),
    FunnelEvent.INCLUDED: S_("Included"),
}
NOT_SHOWN = S_("not shown")
LINE = S_("{label}: {n}")
NO_CAMPAIGN = S_("no poster")
OTHER_REASON = S_("another reason")
#: Numbers that are the sum of others, by what is counted: whoever failed, and whatever was sent.
FAILED = "failed"
#: Weeks that are told one by one.
WEEKS = 8


#: The same, and stands in no report itself: whoever the result offered a way to the team.
_OFFERED = "offered"
_COLUMNS = (FunnelEvent.STARTED, FunnelEvent.FINISHED, FunnelEvent.SENT)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of the counts."""

    event: str
    week: str
    language: str
    campaign: str
    n: int


@dataclass(frozen=True, slots=True)
class Median:
    """How long it took, in whole hours, of at least five cases of a heading."""

    heading: Heading
    event: FunnelEvent
    hours: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """What may be shown after the last whole week."""

    until: date
    shown: Mapping[str, int]
    #: Its Monday → how many more began, and how many more sent something, than the report before said; None where that
    #: is not shown.
    weeks: Sequence[tuple[date, int | None, int | None]]
    languages: Sequence[str]
    campaigns: Sequence[str]
    medians: Sequence[Median] = field(default_factory=tuple)


def funnel(study: Study, rows: Iterable[Counted], until: date, medians: Sequence[Median] = ()) -> Funnel:
    """Return what the report of the weeks before `until` shows."""
    kept = list(rows)
    languages = sorted({row.language for row in kept})
    campaigns = sorted({row.campaign for row in kept})
    weeks = sorted({row.week for row in kept})
    names, rules = _names(study, languages, campaigns), _rules(study, languages, campaigns)
    found = reports(list(_sums(kept, weeks)), names, rules)
    first: dict[str, int] = {}
    grown = [
        (_monday(week), _growth(now, before, FunnelEvent.STARTED), _growth(now, before, FunnelEvent.SENT))
        for week, now, before in zip(weeks, found, [first, *found], strict=False)
    ]
    shown = found[-1] if found else dict.fromkeys(names, 0)
    return Funnel(until, shown, grown[-WEEKS:], languages, campaigns, medians)


def _growth(now: Mapping[str, int], before: Mapping[str, int], name: str) -> int | None:
    return now[name] - before.get(name, 0) if name in now else None


def _monday(week: str) -> date:
    """Return the day on which a week begins.

    >>> _monday("2026-W48")
    datetime.date(2026, 11, 23)
    """
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _of(event: FunnelEvent, apart: object) -> str:
    return Count(event, str(apart)).name


def _column(event: str, kind: str, value: str) -> str:
    return f"{event}@{kind}:{value}"


def _names(study: Study, languages: Sequence[str], campaigns: Sequence[str]) -> list[str]:
    """Return every number of the report; the first ones come first where not all can be shown.

    Who only began comes late: a few who left at once would keep back all the numbers of those who went on."""
    names: list[str] = [*BEFORE[1:], *OUTCOMES]
    names += [_of(event, heading) for heading in Heading for event in AFTER]
    names.append(FunnelEvent.SENT)
    names += [_of(FunnelEvent.REACHED, question.id) for question in study.asked]
    names.append(FunnelEvent.STARTED)
    for kind, values in (("language", languages), ("campaign", campaigns)):
        names += [_column(event, kind, value) for value in values for event in _COLUMNS]
    names += [FAILED, *(_of(FunnelEvent.FAILS_ONLY, criterion.id) for criterion in study.criteria)]
    return [*names, *(_of(FunnelEvent.NOT_ELIGIBLE, reason) for reason in _reasons(study))]


def _reasons(study: Study) -> list[str]:
    return [*(criterion.id for criterion in study.criteria), "other"]


def _rules(study: Study, languages: Sequence[str], campaigns: Sequence[str]) -> Rules:
    columns = [("language", value) for value in languages] + [("campaign", value) for value in campaigns]
    asked = tuple(_of(FunnelEvent.REACHED, each.id) for each in study.asked)
    after = {heading: tuple(_of(event, heading) for event in AFTER) for heading in Heading}
    ways = [
        (*BEFORE, FunnelEvent.SENT),
        *((*BEFORE[:2], *asked, FunnelEvent.FINISHED, outcome) for outcome in OUTCOMES),
        # What is offered with a result was offered to those who came so far; a call can be asked for from the start.
        *((*BEFORE, *after[each]) for each in Heading if each is not Heading.CALLBACK),
        (FunnelEvent.STARTED, *after[Heading.CALLBACK]),
        *(tuple(_column(event, kind, value) for event in _COLUMNS) for kind, value in columns),
    ]
    wholes = [
        Whole(FunnelEvent.FINISHED, OUTCOMES),
        Whole(FunnelEvent.SENT, tuple(_of(FunnelEvent.SENT, heading) for heading in Heading)),
        Whole(FAILED, tuple(_of(FunnelEvent.FAILS_ONLY, each.id) for each in study.criteria)),
        Whole(FAILED, (FunnelEvent.NOT_NOW, FunnelEvent.UNLIKELY)),
        # Who was offered something came to one of these results, and whoever came to one was offered something.
        Whole(_OFFERED, (FunnelEvent.PLAUSIBLE, FunnelEvent.NOT_NOW)),
        Whole(_OFFERED, tuple(_of(FunnelEvent.OFFERED, each) for each in (Heading.REFERRAL, Heading.INTEREST))),
    ]
    for kind, values in (("language", languages), ("campaign", campaigns)):
        wholes += [Whole(event, tuple(_column(event, kind, value) for value in values)) for event in _COLUMNS]
    return Rules(tuple(ways), tuple(wholes))


def _sums(rows: Sequence[Counted], weeks: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """Return the sums up to the end of each week."""
    total: dict[str, int] = {}
    for week in weeks:
        for row in (row for row in rows if row.week == week):
            for name in _counted_as(row):
                total[name] = total.get(name, 0) + row.n
        yield dict(total)


def _counted_as(row: Counted) -> Iterator[str]:
    """Return every number of the report that the row is part of."""
    event = row.event.partition(".")[0]
    yield row.event
    if event == FunnelEvent.SENT and row.event != event:
        yield event
    if event in (FunnelEvent.NOT_NOW, FunnelEvent.UNLIKELY):
        yield FAILED
    if event in _COLUMNS:
        yield _column(event, "language", row.language)
        yield _column(event, "campaign", row.campaign)


def bars(shown: Funnel) -> list[tuple[Text, int | None]]:
    """Return what the picture draws: each step and its number, None where it is not shown."""
    steps: list[tuple[Text, int | None]] = [(Text(STEP_LABELS[event]), shown.shown.get(event)) for event in BEFORE]
    for heading in _used(shown):
        for event in AFTER:
            label = Text(
                S_("{heading}: {label}"), {"heading": Text(HEADING_NAMES[heading]), "label": Text(STEP_LABELS[event])}
            )
            steps.append((label, shown.shown.get(_of(event, heading))))
    return steps


def _used(shown: Funnel) -> list[Heading]:
    """Return the headings of which there is something."""
    return [each for each in Heading if any(shown.shown.get(_of(event, each)) != 0 for event in AFTER)]


def funnel_screen(study: Study, shown: Funnel) -> Screen:
    """Return the report in words."""
    until = Text(
        S_("Weeks before {day}. A number from 1 to 4, and what would give it away, is not shown."), {"day": shown.until}
    )
    grow = Text(S_("A number changes only once five more have come, so that two reports give nobody away."))
    found = [
        Block((Text(S_("Counts")),), Look.STRONG),
        Block((until, grow), Look.HINT),
        Block(tuple(_line(Text(STEP_LABELS[event]), shown, event) for event in (*BEFORE, *OUTCOMES))),
    ]
    for heading in _used(shown):
        lines = tuple(_line(Text(STEP_LABELS[event]), shown, _of(event, heading)) for event in AFTER)
        found.append(Block(lines, heading=Text(HEADING_NAMES[heading])))
    found += [block for block in _folded(study, shown) if block.lines]
    return Screen(tuple(found), numbered=False)


def _folded(study: Study, shown: Funnel) -> Iterator[Block]:
    """Return what is looked at more rarely, folded away."""
    medicine: Mapping[str, Field] = {"medicine": Text(S_("a medicine"))}
    reached = [(Text(each.short, medicine), _of(FunnelEvent.REACHED, each.id)) for each in study.asked]
    yield _table(S_("How far the questions were reached"), shown, reached)
    names = {criterion.id: Text(criterion.name) for criterion in study.criteria}
    yield Block(tuple(_what_if(shown, names)), Look.FOLDED, Text(S_("What one criterion alone decides")))
    reasons = [(names.get(each, Text(OTHER_REASON)), _of(FunnelEvent.NOT_ELIGIBLE, each)) for each in _reasons(study)]
    there = [(label, name) for label, name in reasons if shown.shown.get(name) != 0]
    yield _table(S_("Why the team could not include"), shown, there)
    yield Block(tuple(_columns(shown)), Look.FOLDED, Text(S_("By language and by poster")))
    weeks = [
        Text(
            S_("Week of {day} · more began: {began} · more sent: {sent}"),
            {"day": day, "began": _or_not_shown(began), "sent": _or_not_shown(sent)},
        )
        for day, began, sent in shown.weeks
        if began != 0 or sent != 0
    ]
    yield Block(tuple(weeks), Look.FOLDED, Text(S_("Week by week")))
    yield Block(tuple(map(_median_line, shown.medians)), Look.FOLDED, Text(S_("How long it took (median)")))


def _table(title: str, shown: Funnel, rows: Iterable[tuple[Text, str]]) -> Block:
    return Block(tuple(_line(label, shown, name) for label, name in rows), Look.FOLDED, Text(title))


def _line(label: Text, shown: Funnel, name: str) -> Text:
    return Text(LINE, {"label": label, "n": _number(shown, name)})


def _number(shown: Funnel, name: str) -> Field:
    return _or_not_shown(shown.shown.get(name))


def _or_not_shown(n: int | None) -> Field:
    return Text(NOT_SHOWN) if n is None else n


def _what_if(shown: Funnel, names: Mapping[str, Text]) -> Iterator[Text]:
    failed = shown.shown.get(FAILED)
    for criterion, name in names.items():
        alone = shown.shown.get(_of(FunnelEvent.FAILS_ONLY, criterion))
        if alone and failed:
            yield Text(
                SP_("{n} of {all} fails on this alone: {name}", "{n} of {all} fail on this alone: {name}"),
                {"n": alone, "all": failed, "name": name},
            )


def _columns(shown: Funnel) -> Iterator[Text]:
    rows: list[tuple[Text, str, str]] = [
        (Text(IN_LANGUAGE[Language(value)]), "language", value) for value in shown.languages if value in IN_LANGUAGE
    ]
    rows += [
        (Text("{value}", {"value": value}) if value else Text(NO_CAMPAIGN), "campaign", value)
        for value in shown.campaigns
    ]
    for label, kind, value in rows:
        began, finished, sent = (_number(shown, _column(event, kind, value)) for event in _COLUMNS)
        fields: dict[str, Field] = {"label": label, "began": began, "finished": finished, "sent": sent}
        yield Text(S_("{label} · began: {began} · came to a result: {finished} · sent: {sent}"), fields)


def _median_line(median: Median) -> Text:
    fields: dict[str, Field] = {"heading": Text(HEADING_NAMES[median.heading]), "n": median.hours}
    if median.event is FunnelEvent.CLAIMED:
        return Text(SP_("{heading}: taken after {n} hour", "{heading}: taken after {n} hours"), fields)
    return Text(SP_("{heading}: contacted after {n} hour", "{heading}: contacted after {n} hours"), fields)
