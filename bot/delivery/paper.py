"""A page as a PDF on A4 that a screen reader can read, drawn when it is sent and kept nowhere.

Whatever goes wrong with drawing, the person gets their words: without the marks of a standard, or else as plain text.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal

import structlog

from bot.log import where_raised

log = structlog.get_logger("paper")

#: Tagged, so that it is read aloud in its order (PDF/UA-1).
STANDARD = "ua-1"
#: Points; the smaller ones only where the page would not hold it all.
SIZES = (11, 10, 9)


async def drawn(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with its page drawn; as it is where it holds none."""
    document = payload.get("document")
    if not isinstance(document, Mapping) or "paper" not in document:
        return payload
    name, page = str(document["filename"]), document["paper"]
    try:
        content = await asyncio.to_thread(pdf, page)
    except Exception as fault:  # noqa: BLE001  # whatever the library met, the person still gets the words
        log.error("a page could not be drawn; sent as text", fault=where_raised(fault))
        return {**payload, "document": {"filename": name.removesuffix(".pdf") + ".txt", "text": as_text(page)}}
    return {**payload, "document": {"filename": name, "content": content}}


def pdf(page: Mapping[str, Any]) -> bytes:
    """Return the page as a PDF; on one side of paper where it fits."""
    for size in SIZES[:-1]:
        if len(_compiled(page, size, "svg")) == 1:
            return _one_file(page, size)
    return _one_file(page, SIZES[-1])


def as_text(page: Mapping[str, Any]) -> str:
    """Return the page as plain text.

    >>> as_text({"parts": [{"heading": "", "lines": ["Hola"]}, {"heading": "Edad:", "lines": ["34", "años"]}]})
    'Hola\\n\\nEdad:\\n34\\naños\\n'
    """
    parts = ["\n".join([*([part["heading"]] if part["heading"] else []), *part["lines"]]) for part in page["parts"]]
    return "\n\n".join(parts) + "\n"


def _one_file(page: Mapping[str, Any], size: int) -> bytes:
    import typst  # 80 MB, and only where something is drawn

    try:
        return bytes(_compiled(page, size, "pdf", pdf_standards=[STANDARD]))
    except typst.TypstError:
        # The standard refuses letters that no font has; the page is worth more than its mark.
        return bytes(_compiled(page, size, "pdf"))


def _compiled(page: Mapping[str, Any], size: int, form: Literal["pdf", "svg"], **how: Any) -> Any:
    import typst  # heavy, and few people ask for the page

    source = (files("bot.delivery") / "paper.typ").read_bytes()
    compiler = typst.Compiler(ignore_system_fonts=True)
    inputs = {"paper": json.dumps(page, ensure_ascii=False), "size": str(size)}
    made = compiler.compile(source, format=form, sys_inputs=inputs, **how)
    return made if form == "pdf" or isinstance(made, list) else [made]
