"""The whole packet as one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.packet.document import Document, Section
from bot.packet.inputs import Inputs
from bot.packet.sections import all_texts, compliance, data, paths, permissions, questions, rules, seal, told
from bot.packet.writer import Writer
from dialogs.languages import Language

#: In the order of their numbers.
SECTIONS = (
    seal.section,
    told.one_page,
    paths.pictures,
    paths.section,
    all_texts.section,
    questions.section,
    rules.section,
    permissions.section,
    data.section,
    told.safety,
    told.recruitment,
    told.team,
    told.accessibility,
    told.follow_up,
    compliance.section,
    told.annexes,
)
#: Letters of a hash that stand on every page.
SHORT = 12


def assemble(inputs: Inputs, lead: Language, step: Callable[[], None] = lambda: None) -> Document:
    """Return the packet of these inputs; the same inputs give the same document. Each section is a step."""
    w = Writer(inputs, lead)
    running = w.pair(
        "running",
        study=inputs.study.id,
        version=inputs.told.get("packet.version") or w.pair("missing"),
        day=inputs.today,
        hash_es=inputs.wording[Language.ES][:SHORT],
        hash_en=inputs.wording[Language.EN][:SHORT],
    )
    return Document(
        title=w.pair("title", study=inputs.study.id),
        lead=lead,
        sections=tuple(_sections(w, step)),
        running=running.of(lead),
        draft=w.pair("draft").of(lead) if inputs.missing else "",
        day=(inputs.today.year, inputs.today.month, inputs.today.day),
    )


def _sections(w: Writer, step: Callable[[], None]) -> Iterator[Section]:
    for section in SECTIONS:
        yield section(w)
        step()
