"""Writing a file that a running bot may read at any moment: it stands there as it was or as it is, never in half."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def put_whole(path: Path, text: str) -> None:
    """Put this text in place of the file, all at once; whose it is and who may read it stay as they were."""
    there = path.resolve()  # a link stays a link
    fresh = there.with_name(f"{there.name}.new")
    fresh.unlink(missing_ok=True)  # of a stop in the middle
    before = there.stat() if there.exists() else None
    # Nobody else may look before it has the rights of the one that it replaces.
    rights = 0o666 if before is None else stat.S_IRUSR | stat.S_IWUSR
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if before is not None:
        with suppress(PermissionError):  # only the system's administrator may give a file away
            os.chown(fresh, before.st_uid, before.st_gid)
        fresh.chmod(stat.S_IMODE(before.st_mode))
    fresh.replace(there)
