"""What whoever takes the disk can read: every byte of the installation, with every key that is still on it.

AES-GCM is a stream: whoever has the key needs neither the place that a value is bound to nor its length. So each offset
of each file is taken for the beginning of a value, under each key, and what comes out is looked through. That finds
what stands in free pages, in the log and in copies as well as what stands in rows.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB

from bot.store.vault import MARK_BYTES, NONCE_BYTES, derived, mark, read_key_file

#: Bytes of JSON that a value must begin with to be looked at.
_BEGINNINGS = b'{["0123456789-'
#: The longest value that is looked for.
_LONGEST = 60_000


def readable(folder: Path) -> bytes:
    """Everything that can be read with the master key and the keys of persons that are still there, and as it is."""
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    keys: list[tuple[bytes, bytes]] = []
    for master in read_key_file(folder / "master.key"):
        keys.append((mark(master), derived(master, b"house")))
        wrapping = derived(master, b"wrap person keys")
        for path in (folder / "person-keys").glob("*.key"):
            wrapped = path.read_bytes()
            if wrapped[:MARK_BYTES] == mark(master):
                keys.append((b"", plain(wrapping, wrapped[MARK_BYTES:], 32)))
    disk = list(found)
    for begins, key in keys:
        for content in disk:
            found += _opened(content, begins, key)
    return b"\n".join(found)


def _opened(content: bytes, begins: bytes, key: bytes) -> list[bytes]:
    places = [at for at in _places(content, begins) if not _is_filling(content[at : at + NONCE_BYTES])]
    firsts = _first_blocks(key, [content[at : at + NONCE_BYTES] for at in places])
    found = []
    for at, stream in zip(places, firsts, strict=True):
        sealed = content[at + NONCE_BYTES : at + NONCE_BYTES + 16]
        if sealed and sealed[0] ^ stream[0] in _BEGINNINGS:
            beginning = bytes(one ^ other for one, other in zip(sealed, stream, strict=False))
            if beginning.isascii() or b"\xc3" in beginning:
                found.append(plain(key, content[at : at + NONCE_BYTES + _LONGEST], _LONGEST))
    return found


def _is_filling(nonce: bytes) -> bool:
    """Is it one byte again and again, as in pages that were never used? No nonce that was ever drawn looks so.

    One key in some hundreds makes such a page look like a value at each of its offsets: gigabytes of nothing."""
    return len(set(nonce)) == 1


def _first_blocks(key: bytes, nonces: list[bytes]) -> list[bytes]:
    """The first block of each stream, all of them at one stroke: one cipher for each would take most of the test."""
    counters = b"".join(nonce + b"\x00\x00\x00\x02" for nonce in nonces)
    # A block of the counter mode is the counter, encrypted by itself.
    streams = Cipher(AES(key), ECB()).encryptor().update(counters)
    return [streams[at : at + 16] for at in range(0, len(streams), 16)]


def _places(content: bytes, begins: bytes) -> list[int]:
    """Offsets of whole nonces: behind each mark, or everywhere where there is none."""
    last = len(content) - NONCE_BYTES
    if not begins:
        return list(range(last + 1))
    found, at = [], content.find(begins)
    while at >= 0:
        if at + len(begins) <= last:
            found.append(at + len(begins))
        at = content.find(begins, at + 1)
    return found


def plain(key: bytes, sealed: bytes, length: int) -> bytes:
    """Decrypt without looking at the tag."""
    stream = Cipher(AES(key), CTR(sealed[:NONCE_BYTES] + b"\x00\x00\x00\x02")).decryptor()
    return stream.update(sealed[NONCE_BYTES : NONCE_BYTES + length])
