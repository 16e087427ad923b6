"""What whoever takes the disk can read: every byte of the installation, with every key that is still on it.

AES-GCM is a stream: whoever has the key needs neither the place that a value is bound to nor its length. So each offset
of each file is taken for the beginning of a value, under each key, and what comes out is looked through. That finds
what stands in free pages, in the log and in copies as well as what stands in rows.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

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
                keys.append((b"", _plain(wrapping, wrapped[MARK_BYTES:], 32)))
    disk = list(found)
    for begins, key in keys:
        for content in disk:
            found += _opened(content, begins, key)
    return b"\n".join(found)


def _opened(content: bytes, begins: bytes, key: bytes) -> list[bytes]:
    found = []
    for at in _places(content, begins):
        sealed = content[at : at + NONCE_BYTES + _LONGEST]
        if len(sealed) > NONCE_BYTES and _plain(key, sealed, 1) in _ONE_BYTE:
            beginning = _plain(key, sealed, 16)
            if beginning.isascii() or b"\xc3" in beginning:
                found.append(_plain(key, sealed, _LONGEST))
    return found


_ONE_BYTE = frozenset(bytes([each]) for each in _BEGINNINGS)


def _places(content: bytes, begins: bytes) -> list[int]:
    """Offsets of nonces: behind each mark, or everywhere where there is none."""
    if not begins:
        return list(range(len(content)))
    found, at = [], content.find(begins)
    while at >= 0:
        found.append(at + len(begins))
        at = content.find(begins, at + 1)
    return found


def _plain(key: bytes, sealed: bytes, length: int) -> bytes:
    """Decrypt without looking at the tag."""
    stream = Cipher(AES(key), CTR(sealed[:NONCE_BYTES] + b"\x00\x00\x00\x02")).decryptor()
    return stream.update(sealed[NONCE_BYTES : NONCE_BYTES + length])
