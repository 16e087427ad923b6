"""Section 0: what this packet is, who approved and who read it, and everything that is missing."""

from __future__ import annotations

from bot.packet.document import Block, Cell, Heading, Listing, Prose, Section, Table, plain
from bot.packet.inputs import PACKET_KEYS
from bot.packet.writer import Writer
from bot.render.texts import shown
from dialogs.languages import Language


def section(w: Writer) -> Section:
    """Return the section; what is missing stands on it, line by line."""
    heads = w.columns(("c_item", 2), ("c_value", 4))
    blocks: list[Block] = [
        Table(w.pair("seal"), heads, tuple(_what(w))),
        Table(w.pair("approval"), heads, tuple(_approval(w))),
        Heading("0.1", w.pair("what_is_missing", count=len(w.inputs.missing))),
    ]
    if not w.inputs.missing:
        return Section("0", w.pair("s0"), (*blocks, Prose(w.pair("nothing_missing"))))
    lacking = tuple(plain(w.pair("value_missing", where=where).of(w.lead)) for where in w.inputs.missing)
    return Section("0", w.pair("s0"), (*blocks, Listing(lacking)))


def _what(w: Writer) -> list[tuple[Cell, Cell]]:
    inputs = w.inputs
    return [
        (w.both("study"), plain(inputs.study.id)),
        (w.both("packet_version"), w.told_by_hand("packet.version")),
        (w.both("day"), plain(shown(inputs.today, w.lead))),
        (w.both("hash_es"), plain(inputs.wording[Language.ES])),
        (w.both("hash_en"), plain(inputs.wording[Language.EN])),
        (w.both("hash_study"), plain(inputs.study.version)),
        (w.both("program"), plain(inputs.program)),
        (w.both("prepared_by"), w.told_by_hand("packet.prepared_by")),
        *((w.both(name), w.fact(name)) for name in ("controller", "representative", "committee")),
    ]


def _approval(w: Writer) -> list[tuple[Cell, Cell]]:
    inputs = w.inputs
    names = (("approval_number", "number"), ("approval_date", "date"), ("valid_until", "valid_until"))
    rows = [(w.both(label), w.value(inputs.approved(name))) for label, name in names]
    same = "not_approved" if inputs.approval is None else "yes" if inputs.approval.covers(inputs.wording) else "no"
    read = [(w.both(f"read_by_{name}"), w.told_by_hand(f"read_by.{name}")) for name in PACKET_KEYS["read_by"]]
    return [*rows, (w.both("same_wording"), w.both(same)), (w.both("signature"), plain(" \n ")), *read]
