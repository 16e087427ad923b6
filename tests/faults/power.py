"""Power cuts: what a disk may hold after one, replayed from what the program really wrote.

A write that was not followed by a synchronisation of its file may be there, in part, or not at all; in any order with
others; a new file may be missing until its folder was synchronised. Nothing else is taken for granted of a disk.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Bytes that a disk writes as a whole, or not.
SECTOR = 512
COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def noting(folder: Path, log: Path) -> dict[str, str]:
    """Return the environment in which a program's writes to this folder are noted in a log; a compiler is needed."""
    assert COMPILER is not None
    library = log.with_suffix(".so")
    source = Path(__file__).with_name("write_log.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return {"LD_PRELOAD": str(library), "WRITES_OF": f"{folder}/", "WRITE_LOG": str(log)}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the log: a write, a new length or a synchronisation of a file, and where in the log it ends."""

    kind: str
    path: Path
    offset: int
    content: bytes
    end: int


def records(log: Path) -> Iterator[Record]:
    """Read a log."""
    content, at = log.read_bytes(), 0
    while at < len(content):
        line_end = content.index(b"\n", at)
        kind, offset, length, path = content[at:line_end].decode().split(" ", 3)
        at = line_end + 1
        written = content[at : at + int(length)] if kind == "w" else b""
        at += len(written)
        yield Record(kind, Path(path), int(offset), written, at)


@dataclass(slots=True)
class Disk:
    """What is safe, and what is on its way; `files` is what was there before."""

    files: dict[Path, bytearray]
    waiting: dict[Path, list[Record]] = field(default_factory=dict)
    #: Files of which the folder does not know yet.
    unnamed: set[Path] = field(default_factory=set)

    def take(self, record: Record) -> None:
        """Let one record happen."""
        if record.kind == "s":
            for waiting in self.waiting.pop(record.path, []):
                _apply(self.files[record.path], waiting, None)
            self.unnamed -= {path for path in self.unnamed if path.parent == record.path}
            return
        if record.path not in self.files:
            self.files[record.path] = bytearray()
            self.unnamed.add(record.path)
        self.waiting.setdefault(record.path, []).append(record)

    def after_a_cut(self, chance: random.Random) -> dict[Path, bytes]:
        """Return what might be read afterwards: all, nothing or any part of what was on its way."""
        share = chance.choice((0.0, 0.5, 1.0))
        found = {}
        for path, safe in self.files.items():
            if path in self.unnamed and chance.random() >= share:
                continue
            there = bytearray(safe)
            for waiting in self.waiting.get(path, []):
                if waiting.kind == "w" or chance.random() < share:
                    _apply(there, waiting, (chance, share))
            found[path] = bytes(there)
        return found


def _apply(there: bytearray, record: Record, torn: tuple[random.Random, float] | None) -> None:
    """Write a record, or of its sectors a share."""
    if record.kind == "t":
        there[record.offset :] = bytes(max(0, record.offset - len(there)))
        return
    for at in range(0, len(record.content), SECTOR):
        if torn is None or torn[0].random() < torn[1]:
            begin, sector = record.offset + at, record.content[at : at + SECTOR]
            there.extend(bytes(max(0, begin + len(sector) - len(there))))
            there[begin : begin + len(sector)] = sector


def laid_out(found: dict[Path, bytes], origin: Path, folder: Path) -> None:
    """Write what a disk holds below another folder, with the folders that there were."""
    for path in origin.rglob("*"):
        if path.is_dir():
            (folder / path.relative_to(origin)).mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, content in found.items():
        (folder / path.relative_to(origin)).write_bytes(content)
