"""A drawing as the picture that a chat shows, where the package that sets it is there."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = '#set page(width: auto, height: auto, margin: 4mm)\n#image("picture.svg", width: 18cm)\n'
#: Dots an inch: readable on a phone, and far below what the platform takes.
DOTS = 144.0


def can_draw() -> bool:
    """Tell whether the package is there; looking does not load it."""
    return find_spec("typst") is not None


def png_of(svg: str) -> bytes:
    """Return the drawing as a PNG. It takes a second the first time: call it where nobody waits."""
    import typst  # 80 MB, read only when something is drawn

    with TemporaryDirectory() as folder:
        (Path(folder) / "picture.svg").write_text(svg, "utf-8")
        source = Path(folder) / "page.typ"
        source.write_text(PAGE, "utf-8")
        return bytes(typst.compile(str(source), format="png", ppi=DOTS))
