"""A page of the core as a call that sends it as a file: in words, not drawn yet. Whoever sends it draws it."""

from __future__ import annotations

from typing import Any

from bot.render.call import Call
from bot.render.messages import View
from bot.render.paragraphs import Catalogue, paragraphs, say
from dialogs.replies import Paper
from dialogs.screens import Block, Screen


def as_parts(blocks: tuple[Block, ...], locale: str, texts: Catalogue) -> list[dict[str, Any]]:
    """Return the page in words of one language, part by part, as JSON."""
    return [
        {"look": str(part.look), "heading": part.heading, "lines": list(part.lines)}
        for part in paragraphs(Screen(blocks), locale, texts)
    ]


def paper(view: View, page: Paper) -> Call:
    """Return the call; its payload holds the page as `bot.delivery.paper` draws it."""
    name, parts = say(page.name, view.locale, view.texts), as_parts(page.blocks, view.locale, view.texts)
    drawn = {"language": str(view.locale), "title": parts[0]["lines"][0], "parts": parts}
    return Call("sendDocument", {"document": {"filename": f"{name}.pdf", "paper": drawn}})
