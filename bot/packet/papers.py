"""The six papers that the law asks for beside the packet, filled with what the program and the site's file know.

Impact assessment, processors, runbook of a breach, catalogue of processing, contact and transfer. Each has every
heading of its rule; what nobody wrote yet says so in its place, and is never made up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.packet.inputs import Inputs
from bot.render.paragraphs import say
from dialogs.languages import Language
from dialogs.privacy.retention import lifetimes
from dialogs.screens import Text

#: What stands where something is missing, in both languages.
MISSING = "«falta»"
#: Field → what of `packet.toml` fills it.
_TOLD = {
    "breach_calls": "people.breach_calls",
    "law_checked": "people.law_checked",
    "views": "impact.views",
    "decision": "impact.decision",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one language, as the text of its file."""

    id: str
    rule: str
    title: str
    text: str

    @property
    def missing(self) -> int:
        """How many places nobody has filled yet."""
        return self.text.count(MISSING)


def papers(inputs: Inputs, language: Language) -> tuple[Paper, ...]:
    """Return the six papers in this language."""
    return tuple(_paper(raw, inputs, language) for raw in templates())


def templates() -> list[dict[str, Any]]:
    """Return the papers as they are written, in both languages and without values."""
    found: list[dict[str, Any]] = tomllib.loads((files("bot.packet") / "papers.toml").read_text("utf-8"))["paper"]
    return found


def _paper(raw: Mapping[str, Any], inputs: Inputs, language: Language) -> Paper:
    title = str(raw["title"][language])
    parts = [f"# {title}\n\n{raw['rule']} · {inputs.today.isoformat()}"]
    for part in raw["part"]:
        said = re.sub(r"\{(\w+)\}", lambda field: _value(field[1], inputs, language), part[language])
        parts.append(f"## {part['heading'][language]}\n\n{said}")
    return Paper(raw["id"], raw["rule"], title, "\n\n".join(parts) + "\n")


def _value(name: str, inputs: Inputs, language: Language) -> str:
    """Return what fills a field; `MISSING` where nobody has said it."""
    if name == "kept":
        return "\n".join(f"- {line}" for line in _kept(inputs, language))
    if name in _TOLD:
        return inputs.told.get(_TOLD[name], "") or MISSING
    return inputs.site.fact(name, language) or MISSING


def _kept(inputs: Inputs, language: Language) -> Iterator[str]:
    for text in lifetimes(inputs.site):
        yield say(text if isinstance(text, Text) else Text(text), language, inputs.say)
