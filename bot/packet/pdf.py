"""The packet as a PDF on A4 that screen readers and archives can read (PDF/A-2a, PDF/UA-1), drawn without network."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from bot.packet.document import Block, Document, Heading, Listing, Picture, Prose, Table
from dialogs.languages import Language

#: Tagged and lasting; the library refuses a document that breaks either.
STANDARDS = ("a-2a", "ua-1")
_KINDS = {Heading: "heading", Prose: "prose", Listing: "listing", Table: "table", Picture: "picture"}


def pdf(document: Document) -> bytes:
    """Return the whole packet as a PDF; the same document gives the same bytes."""
    drawn = _compiled(document, format="pdf", pdf_standards=list(STANDARDS), timestamp=0)
    return bytes(drawn)


def _compiled(document: Document, **how: Any) -> Any:
    import typst  # 80 MB, and only here

    source = (files("bot.packet") / "packet.typ").read_bytes()
    # The fonts that the library brings: the same letters on every machine.
    compiler = typst.Compiler(ignore_system_fonts=True)
    return compiler.compile(source, sys_inputs={"packet": json.dumps(_data(document), ensure_ascii=False)}, **how)


def _data(document: Document) -> dict[str, Any]:
    lead = document.lead
    return {
        "lead": lead,
        "other": next(language for language in Language if language is not lead),
        "title": document.title.of(lead),
        "heading": asdict(document.title),
        "running": document.running,
        "draft": document.draft,
        "day": list(document.day),
        "sections": [
            {"number": s.number, "title": asdict(s.title), "blocks": [_block(block) for block in s.blocks]}
            for s in document.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    raw = {"kind": _KINDS[type(block)], **asdict(block)}
    if isinstance(block, Picture):
        raw["drawings"] = [{"svg": svg, "alt": alt, "language": lang} for svg, alt, lang in block.drawings]
    return raw
