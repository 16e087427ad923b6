"""Section 4: table A, every text in order of appearance, and the changes since the approved version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from bot.packet.changes import Change, Kind, changes, word_by_word
from bot.packet.document import Block, Cell, Heading, Mark, Pair, Prose, Section, Span, Table, joined, plain
from bot.packet.texts import Audience, PacketText, groups
from bot.packet.writer import Writer
from dialogs.languages import Language
from dialogs.screens import Field, Text

#: Letters of a text that fits half a row.
_SHORT = 160


def section(w: Writer) -> Section:
    """Return the section; the team's texts stand apart, at its end."""
    approval = w.inputs.approval
    found = changes(approval.texts, w.inputs.texts) if approval else []
    return Section("4", w.pair("s4"), (Prose(w.pair("s4_intro")), *_tracked(w, found), *_tables(w, found)))


def _tables(w: Writer, found: Iterable[Change]) -> Iterator[Block]:
    changed = {change.number: change.kind for change in found}
    for index, group in enumerate(groups(), start=1):
        texts = [text for text in w.inputs.texts if text.group == group.id]
        yield Heading(f"4{ascii_lowercase[index]}", Pair(group.es, group.en))
        bare = [text for text in texts if _says_no_more(text, changed)]
        heads = (("c_number", 1.0), ("c_spanish", 6.8), ("c_english", 6.4), ("c_about", 3.8))
        rows = tuple(_row(w, text, changed) for text in texts if text not in bare)
        if rows:
            yield Table(Pair(group.es, group.en), w.columns(*heads), rows)
        if bare:
            half = (("c_number", 1.0), ("c_spanish", 4.2), ("c_english", 3.8))
            yield Table(Pair(group.es, group.en), w.columns(*half, *half), tuple(_two_in_a_row(w, bare)))


def _says_no_more(text: PacketText, changed: Mapping[int, Kind]) -> bool:
    """Tell whether it is the team's alone, and no rule, pin or change is to be said of it: two of these share a row."""
    return (
        text.audience is Audience.TEAM
        and not (text.rules or text.pinned or text.number in changed)
        and all(len(form) <= _SHORT for language in Language for form in text.forms(language))
    )


def _two_in_a_row(w: Writer, texts: Sequence[PacketText]) -> Iterator[tuple[Cell, ...]]:
    """Yield rows of two texts each, in their order; the last may have an empty half."""
    halves = [_row(w, text, {})[:3] for text in texts]
    empty = (plain(""),) * 3
    for place in range(0, len(halves), 2):
        yield (*halves[place], *(halves[place + 1] if place + 1 < len(halves) else empty))


def _row(w: Writer, text: PacketText, changed: Mapping[int, Kind]) -> tuple[Cell, ...]:
    filled = _filled(w, text)
    said = [
        joined([plain(_both_forms(text.forms(lang)), None if lang is w.lead else lang), plain(filled.of(lang))])
        for lang in (Language.ES, Language.EN)
    ]
    return (plain(f"4.{text.number}"), *said, _about(w, text, changed))


def _both_forms(forms: Sequence[str]) -> str:
    """Return a text as it stands; of one that counts something, then what stands otherwise for one.

    >>> _both_forms(["Open for {days} day.", "Open for {days} days."])
    'Open for {days} days. (1: day.)'
    """
    *ones, many = forms
    return " ".join([many, *(f"(1: {_otherwise(one.split(), many.split())})" for one in ones)])


def _otherwise(one: list[str], many: list[str]) -> str:
    """Return the words of the one from the first to the last that stand otherwise in the other."""
    first = next((n for n, (a, b) in enumerate(zip(one, many, strict=False)) if a != b), len(one))
    last = next((n for n, (a, b) in enumerate(zip(one[::-1], many[::-1], strict=False)) if a != b), 0)
    return " ".join(one[first : len(one) - last])


def _filled(w: Writer, text: PacketText) -> Pair:
    """Return the text with this site's values, where these are all that its fields need."""
    site = w.inputs.site
    known: dict[str, Field] = {name: n for name, n in w.periods().items() if isinstance(n, int)}
    if "{" not in text.id:
        return Pair("", "")
    said = []
    for language in (Language.ES, Language.EN):
        facts = {name: site.fact(name, language) for name in site.facts}
        try:
            said.append("→ " + w.inputs.say.text(language, text.id, **{**facts, **known}))
        except KeyError:
            return Pair("", "")
    return Pair(*said)


def _about(w: Writer, text: PacketText, changed: Mapping[int, Kind]) -> Cell:
    """Return who sees it, what it is, its words and reading ease, its rules, its pin, its change."""
    measured = [text.reading_ease[language] for language in (Language.ES, Language.EN)]
    ease = ["/".join("–" if value is None else f"{value:g}" for value in measured)] if any(measured) else []
    counts = f"{text.words[Language.ES]}/{text.words[Language.EN]}"
    first = " · ".join([w.pair(f"kind_{text.kind.replace(' ', '_')}").of(w.lead), counts, *ease])
    who = [] if text.audience is Audience.ANYONE else [w.both(f"audience_{text.audience}")]
    pinned = [w.pair("pinned").of(w.lead)] if text.pinned else []
    pin = [plain(" ".join([*text.rules, *pinned]))] if text.rules or pinned else []
    change = (
        [(Span(w.pair(f"change_{changed[text.number]}").of(w.lead), Mark.STRONG),)] if text.number in changed else []
    )
    return joined([plain(first), *who, *pin, *change])


def _tracked(w: Writer, found: list[Change]) -> Iterator[Block]:
    yield Heading("4a", w.pair("tracked"))
    approval = w.inputs.approval
    if approval is None:
        yield Prose(w.pair("first_version"))
        return
    now = w.inputs.study.version
    if approval.study != now:
        yield Prose(w.pair("study_changed", number=approval.number, then=approval.study, now=now))
    if not found:
        yield Prose(w.pair("no_change", number=approval.number))
        return
    yield Prose(w.pair("changed_since", number=approval.number, count=len(found)))
    for kind in Kind:
        rows = tuple(_change(w, change) for change in found if change.kind is kind)
        if rows:
            heads = (("c_number", 1.1), ("c_spanish", 6.5), ("c_english", 6.2), ("c_reason", 3.6))
            yield Table(w.pair(f"group_{kind}"), w.columns(*heads), rows)


def _change(w: Writer, change: Change) -> tuple[Cell, ...]:
    es, en = (word_by_word(getattr(change.before, name, ""), getattr(change.now, name, "")) for name in ("es", "en"))
    number = f"4.{change.number}" if change.number else "–"
    return plain(number), es, en, joined([plain(change.reason), plain(change.place)])


def numbers(w: Writer, texts: Iterable[Text | str]) -> str:
    """Return where texts stand in table A: "4.12, 4.13"."""
    ids = [text.id if isinstance(text, Text) else text for text in texts]
    found = [w.inputs.text_number(id) for id in dict.fromkeys(ids)]
    return ", ".join(f"4.{number}" for number in found if number is not None)
