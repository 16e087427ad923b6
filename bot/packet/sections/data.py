"""Section 8: table D, every field that can be kept, what for, who sees it, how long and how it is erased."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.packet.document import Block, Cell, Column, Heading, Listing, Pair, Prose, Section, Table, joined, plain
from bot.packet.writer import Writer
from dialogs.languages import Language
from dialogs.privacy.notice import notice_texts
from dialogs.privacy.retention import TABLE
from dialogs.screens import Field, Text

HEADS = (
    ("c_field", 5.4), ("c_example", 1.9), ("c_what_for", 2.6), ("c_origin", 1.5), ("c_who_sees", 2.0),
    ("c_where", 1.8), ("c_how_long", 2.7), ("c_erased", 2.2),
)  # fmt: skip
IMPACT = ("seen", "telegram", "wrong", "delay", "counts", "curiosity", "key", "false_bot")
REGISTERS = {"requests": 8, "breach": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptField:
    """One field, or several that are alike: as they are called in the store, and what the table says of them."""

    fields: tuple[str, ...]
    what: Pair
    example: Pair
    why: Pair
    origin: str
    sees: tuple[str, ...]
    where: str
    #: The row of the retention table by its English, or a sentence of the packet.
    kept: str
    erased: str


@cache
def kept_fields() -> tuple[KeptField, ...]:
    """Return every row of the table."""
    raw = tomllib.loads((files("bot.packet") / "kept_fields.toml").read_text(encoding="utf-8"))
    return tuple(
        KeptField(
            fields=tuple(row["fields"]),
            what=Pair(**row["what"]),
            example=Pair(**row["example"]),
            why=Pair(**row["why"]),
            origin=row["origin"],
            sees=tuple(row["sees"]),
            where=row["where"],
            kept=row["kept"],
            erased=row["erased"],
        )
        for row in raw["row"]
    )


def section(w: Writer) -> Section:
    """Return the section."""
    rows = tuple(_row(w, kept) for kept in kept_fields())
    not_kept = tuple(w.both(f"not_kept_{name}") for name in ("rut", "files", "place", "others", "minors"))
    blocks: list[Block] = [
        Prose(w.pair("s8_intro")),
        Table(w.pair("table_d"), w.columns(*HEADS), rows),
        Heading("8.1", w.pair("not_kept")),
        Listing(not_kept),
        Prose(w.pair("counts_line")),
        Heading("8.2", w.pair("custody")),
        *_custody(w),
        Heading("8.3", w.pair("notice_in_full")),
        *_notice(w),
        Heading("8.4", w.pair("breach_plan")),
        Prose(w.pair("breach_text")),
        Listing((joined([w.both("breach_calls"), w.told_by_hand("people.breach_calls")], ": "),)),
        *_registers(w),
        Heading("8.5", w.pair("impact")),
        *_impact(w),
    ]
    return Section("8", w.pair("s8"), tuple(blocks))


def how_long(w: Writer, kept: str) -> Pair:
    """Return a lifetime with this site's numbers: of a row of the retention table, or of a sentence."""
    site = w.inputs.site
    fields: dict[str, Field] = {"days": site.keep_days, "months": site.keep_months, "years": site.keep_consent_years}
    for row in TABLE:
        if row.what == kept:
            return _told(w, Text(row.how_long, fields))
    return w.pair(kept)


def _told(w: Writer, text: Text) -> Pair:
    """Return a text in both languages; a period in it that the site's file does not give is said to be missing."""
    missing = {name: given for name, given in w.periods().items() if isinstance(given, Pair)}
    said = w.told(_marked(text, {name: f"[{name}]" for name in missing}))
    for name, word in missing.items():
        said = Pair(*(said.of(code).replace(f"[{name}]", word.of(code)) for code in (Language.ES, Language.EN)))
    return said


def _marked(text: Text, marks: Mapping[str, str]) -> Text:
    """Return the text with a mark in the place of these fields, inside its fields too."""
    fields = {
        name: marks.get(name, _marked(value, marks) if isinstance(value, Text) else value)
        for name, value in text.fields.items()
    }
    return Text(text.id, fields)


def _row(w: Writer, kept: KeptField) -> tuple[Cell, ...]:
    return (
        joined([w.both(kept.what), plain(", ".join(kept.fields))]),
        w.both(kept.example),
        w.both(kept.why),
        w.both(f"origin_{kept.origin}"),
        joined([w.both(f"sees_{who}") for who in kept.sees], "; "),
        w.both(f"where_{kept.where}"),
        w.both(how_long(w, kept.kept)),
        w.both(f"erased_{kept.erased}"),
    )


def _custody(w: Writer) -> Iterator[Block]:
    yield Prose(w.pair("transfer"))
    yield Listing(
        (
            joined([w.both("host"), w.fact("host")], ": "),
            w.both("keys"),
            w.both("backups"),
            joined(
                [
                    w.both("officer"),
                    w.fact("officer") if w.inputs.site.fact("officer", w.lead) else w.both("none_named"),
                ],
                ": ",
            ),
        )
    )


def _notice(w: Writer) -> Iterator[Block]:
    said = {language: notice_texts(w.inputs.site, language) for language in Language}
    rows = tuple(
        (w.in_(Language.ES, _told(w, es)), w.in_(Language.EN, _told(w, en)))
        for es, en in zip(said[Language.ES], said[Language.EN], strict=True)
    )
    yield Table(w.pair("notice_in_full"), w.columns(("c_spanish", 1), ("c_english", 1)), rows)


def _registers(w: Writer) -> Iterator[Block]:
    """Return the two empty forms: requests of persons, and breaches."""
    for name, columns in REGISTERS.items():
        heads = tuple(Column(w.both(f"{name}_{n}", "\n")) for n in range(1, columns + 1))
        yield Table(w.pair(f"form_{name}"), heads, ((plain("1"), *(plain(" ") for _ in heads[1:])),))


def _impact(w: Writer) -> Iterator[Block]:
    yield Prose(w.pair("impact_text"))
    heads = w.columns(("c_risk", 3), ("c_measure", 5), ("c_remains", 3))
    rows = tuple((w.both(f"risk_{n}"), w.both(f"measure_{n}"), w.both(f"remains_{n}")) for n in IMPACT)
    yield Table(w.pair("impact"), heads, rows)
    yield Listing(
        (
            joined([w.both("views"), w.told_by_hand("impact.views")], ": "),
            joined([w.both("decision"), w.told_by_hand("impact.decision")], ": "),
        )
    )
