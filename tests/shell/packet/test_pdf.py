"""The PDF: tagged, in its language, the same each time, and as short as a committee can read."""

from __future__ import annotations

import re

import pytest

from bot.packet.document import Document, Pair, Prose, Section
from bot.packet.inputs import Inputs
from bot.packet.pdf import pdf
from dialogs.languages import Language
from tests.shell.packet.conftest import assembled

#: What a committee reads at most.
MOST_PAGES = 40


def bare(said: str) -> Document:
    """A document with one sentence."""
    section = Section("1", Pair("Título", "Title"), (Prose(Pair(said, said)),))
    return Document(
        title=Pair("Carpeta", "Packet"),
        lead=Language.ES,
        sections=(section,),
        running="(running)",
        draft="",
        day=(2026, 12, 1),
    )


@pytest.fixture(scope="module")
def document(bare_inputs: Inputs) -> Document:
    """The packet of an installation that says nothing yet."""
    return assembled(bare_inputs, Language.ES)


def test_it_is_tagged_archivable_and_says_its_language_and_title() -> None:
    drawn = pdf(bare("Hola"))
    for sign in (
        b"pdfaid:part>2<",
        b"pdfaid:conformance>A<",
        b"pdfuaid:part>1<",
        b"/Lang",
        b"/StructTreeRoot",
        b"Carpeta",
    ):
        assert sign in drawn, sign


def test_the_same_document_gives_the_same_bytes_and_another_gives_others() -> None:
    assert pdf(bare("Hola")) == pdf(bare("Hola"))
    assert pdf(bare("Hola")) != pdf(bare("Adiós"))


def test_what_somebody_typed_is_never_read_as_a_command_of_the_page() -> None:
    odd = '#panic("x") $ \\ ] } // `raw` @name <label> "'
    assert pdf(bare(odd))


@pytest.mark.slow
def test_it_has_at_most_forty_pages(document: Document) -> None:
    pages = {int(count) for count in re.findall(rb"/Type/Pages/Count (\d+)", pdf(document))}
    assert pages
    assert max(pages) <= MOST_PAGES
