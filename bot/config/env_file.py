"""Writing into `.env`: the one file of settings that the program itself may write, for its own account only."""

from __future__ import annotations

import os
from pathlib import Path


def set_in_env_file(path: Path, name: str, value: str) -> None:
    """Put this setting into the file, in place of an earlier line of it; nobody else may read the file."""
    before = path.read_text("utf-8-sig").splitlines() if path.exists() else []
    kept = [line for line in before if line.removeprefix("export ").partition("=")[0].strip() != name]
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join([*kept, f"{name}={value}"]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
