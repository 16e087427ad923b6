"""Writing a file that a running bot may read at any moment: it stands there as it was or as it is, never in half."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copymode


def put_whole(path: Path, text: str) -> None:
    """Put this text in place of the file, all at once; who may read it stays as it was."""
    there = path.resolve()  # a link stays a link
    fresh = there.with_name(f"{there.name}.new")
    fresh.unlink(missing_ok=True)  # of a stop in the middle
    with fresh.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if there.exists():
        copymode(there, fresh)
    fresh.replace(there)
