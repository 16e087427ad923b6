"""Where tests keep their files: in memory, where it has room.

The bot waits for the disk at every commit, and a test makes hundreds of them: on a disk that is half of the time."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

IN_MEMORY, ROOM = Path("/dev/shm"), 2**30


def place(*, programs: bool = False) -> Path | None:
    """Where files go; None: wherever temporary files go. A container may have very little memory there.

    `programs`: some of the files are run, which some systems forbid there."""
    if not os.access(IN_MEMORY, os.W_OK) or shutil.disk_usage(IN_MEMORY).free < ROOM:
        return None
    return None if programs and os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC else IN_MEMORY
