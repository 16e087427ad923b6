"""A register that people keep: a file of JSON lines beside the site's file, to which lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialogs.errors import SetUpError

#: One line of it.
Entry = Mapping[str, Any]


class RegisterError(SetUpError):
    """The register cannot be read as it is; the message says where."""


def add_entry(path: Path, entry: Entry) -> None:
    """Add a line; it is on the disk when this returns, and nobody but our account can read it."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write((json.dumps(entry, ensure_ascii=False) + "\n").encode())
        file.flush()
        os.fsync(handle)


def entries(path: Path) -> list[Entry]:
    """Return all lines, oldest first; RegisterError where one is none of ours."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        raise RegisterError([f"{path}: not UTF-8. Restore it from a copy."]) from None
    found: list[Entry] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise RegisterError([f"{path}, line {number}: no entry. Correct it there, or restore it from a copy."])
        found.append(entry)
    return found
