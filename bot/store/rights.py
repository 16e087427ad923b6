"""Who may read our files: nobody but the account that runs the program."""

from __future__ import annotations

import os
from pathlib import Path

import structlog

from dialogs.errors import SetUpError

log = structlog.get_logger("store")

#: The rights of the group and of everybody.
OTHERS = 0o077


class RightsError(SetUpError):
    """Others may read a file of ours, and we may not change that; the message says which."""


def keep_private(*paths: Path) -> None:
    """Take the rights of all others away from what is there of these; RightsError where that is not allowed."""
    for path in paths:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            continue
        if not mode & OTHERS:
            continue
        try:
            os.chmod(path, mode & 0o700)
        except OSError as fault:
            right = "0700" if path.is_dir() else "0600"
            why = fault.strerror
            told = f"{path}: others may read it, and that cannot be changed ({why}). Give it the rights {right}."
            raise RightsError([told]) from None
        log.warning("others could read a file of ours; they cannot any more", file=path.name)
