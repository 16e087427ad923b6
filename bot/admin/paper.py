"""Paper: PDFs of a picture or of a page, where the package that sets them is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

PICTURE = """#set document(title: "{title}")
#set page(width: auto, height: auto, margin: 6mm)
#image("picture.svg", width: 19cm, alt: "{title}")
"""


def pdf_of_picture(svg: str, title: str) -> bytes | None:
    """Return the picture as a PDF; None where the package is missing."""
    return pdf_of_page(PICTURE.replace("{title}", quoted(title)), {"picture.svg": svg})


def pdf_of_page(page: str, pictures: Mapping[str, str]) -> bytes | None:
    """Return a page written for typst as a tagged PDF, with pictures by their names; None where typst is missing."""
    try:
        import typst  # 80 MB, read only when something is drawn
    except ImportError:
        return None
    with TemporaryDirectory() as folder:
        for name, picture in pictures.items():
            (Path(folder) / name).write_text(picture, "utf-8")
        source = Path(folder) / "page.typ"
        source.write_text(page, "utf-8")
        return bytes(typst.compile(str(source), format="pdf"))


def quoted(words: str) -> str:
    """Return words as they stand inside a quoted text of typst, where nothing of them is markup."""
    return words.replace("\\", "\\\\").replace('"', '\\"')
