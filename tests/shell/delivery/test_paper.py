"""The page as a file: tagged, on A4, its letters as letters; and whoever cannot get a PDF gets the words."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from bot.delivery import paper


def page(*lines: str, language: str = "es") -> dict[str, Any]:
    title = "Resumen de mis respuestas"
    parts = [
        {"look": "strong", "heading": "", "lines": [title]},
        {"look": "plain", "heading": "Lo que se respondió:", "lines": list(lines)},
    ]
    return {"language": language, "title": title, "parts": parts}


def sheets(made: bytes) -> int:
    """How many sides of paper it fills."""
    return max(int(count) for count in re.findall(rb"/Type/Pages/Count (\d+)", made))


def drawn(document: dict[str, Any]) -> dict[str, Any]:
    return asyncio.run(paper.drawn({"chat_id": 1, "document": document}))


def test_the_file_is_tagged_on_a4_and_its_letters_can_be_read_out() -> None:
    made = paper.pdf(page("¿Edad? «34 años», ñandú y pingüino"))
    assert made.startswith(b"%PDF-")
    assert b"StructTreeRoot" in made
    assert b"/Lang(es)" in made
    assert b"pdfuaid:part>1<" in made
    assert b"/ToUnicode" in made
    assert b"595.2" in made
    assert b"841.8" in made


def test_more_than_fits_is_set_smaller_before_it_takes_a_second_side() -> None:
    usual = [f"Pregunta {n}: «una respuesta que no es corta, con todo lo que se escribió»" for n in range(14)]
    assert sheets(paper.pdf(page(*usual))) == 1
    assert sheets(paper.pdf(page(*usual, *usual, *usual))) == 1
    assert sheets(paper.pdf(page(*usual * 8))) > 1


@pytest.mark.parametrize("odd", ["😀", "العربية", "a" * 5000, "#set page()", '"; #read("x")', "\u200b", "\\"])
def test_words_of_any_kind_become_a_page_and_never_markup(odd: str) -> None:
    assert paper.pdf(page(odd)).startswith(b"%PDF-")


def test_what_cannot_be_drawn_is_sent_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_page: object) -> bytes:
        raise RuntimeError("no letters")

    monkeypatch.setattr(paper, "pdf", broken)
    sent = drawn({"filename": "resumen.pdf", "paper": page("Edad: «34»")})["document"]
    assert sent == {"filename": "resumen.txt", "text": paper.as_text(page("Edad: «34»"))}


def test_a_call_without_a_page_goes_out_as_it_is() -> None:
    document = {"filename": "tamiz.json", "text": "{}"}
    assert drawn(document) == {"chat_id": 1, "document": document}
