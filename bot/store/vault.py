"""Sealing: nothing about a person lies readable in the database (TG-03).

Every person has a random key in a file of its own, wrapped by the master key. Erasing the file makes every copy of
their rows, in backups too, unreadable; so what the team is to be sent about them is sealed with it too. Rows about the
team and about no one are sealed under the installation's own key, derived from the master. The associated data binds
a value to its table, column, row and owner: a value copied elsewhere does not open, nor do two that were swapped.
What was sealed before rows were named in it still opens.

The master keys stand in one file, newest first. The newest seals; all of them open. A digest finds a person without
keeping their chat id; it is made under each master, so that a new key does not lose anybody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.held_open import HeldOpen
from bot.store.key_home import KeyHome, key_home, overwrite, shred, sync_folder
from bot.store.ledger import ErasureLedger
from bot.store.rights import keep_private
from dialogs.errors import SetUpError

#: The owner of rows about the team and the installation.
INSTALLATION = "house"
KEY_BYTES = 32
NONCE_BYTES = 12
MARK_BYTES = 4
#: Opened person keys held in memory; more than ever talk at the same minute.
_HELD = 2048


class VaultError(SetUpError):
    """The keys cannot be used; the message says which file and what to do, never what is in it."""


class Sealed(RuntimeError):
    """A value does not open: its key is gone, or it was not sealed for this place."""


def new_key_file(path: Path) -> None:
    """Write a master key file with one fresh key, readable by its owner only; an existing file is refused."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise VaultError([f"{path}: there is a key file already. It stays as it is."]) from None
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def add_key(path: Path) -> None:
    """Put a fresh master key on top of the file, all at once."""
    _write_keys(path, [secrets.token_bytes(KEY_BYTES), *read_key_file(path)])


def keep_newest(path: Path) -> None:
    """Leave only the newest master key in the file, and nothing of the others where they stood."""
    with path.open("r+b") as before:
        _write_keys(path, read_key_file(path)[:1])
        overwrite(before.fileno(), os.fstat(before.fileno()).st_size)


def _write_keys(path: Path, keys: list[bytes]) -> None:
    fresh = path.with_name(f"{path.name}.new")
    shred(fresh)  # of a stop in the middle: keys stand in it
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b"".join(base64.urlsafe_b64encode(key) + b"\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def read_key_file(path: Path) -> list[bytes]:
    """Return the master keys, newest first."""
    try:
        lines = path.read_text("ascii").split()
    except FileNotFoundError:
        raise VaultError([f"{path}: there is no key file. Make one with `tamiz init`, or restore yours."]) from None
    except (OSError, UnicodeDecodeError):
        raise VaultError([f"{path}: the key file cannot be read. It needs one base64url key a line."]) from None
    keys = []
    for number, line in enumerate(lines, 1):
        try:
            key = base64.urlsafe_b64decode(line + "=" * (-len(line) % 4))
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise VaultError([f"{path}, key {number}: not 32 bytes in base64url. Restore the key file."])
        keys.append(key)
    if not keys:
        raise VaultError([f"{path}: the key file is empty. Restore it; a new key would not open what is filed."])
    return keys


def load_vault(key_file: Path, place: Path | str) -> Vault:
    """Return the vault of this installation: its master keys, and the folder or database of the persons' keys.

    VaultError or HomeError where one of them is missing."""
    keys = read_key_file(key_file)
    keep_private(key_file)
    home = key_home(place)
    if isinstance(place, Path):
        keep_private(place, *place.glob("*.key"))
    return Vault(keys, home)


class Vault:
    """Seals and opens; makes and destroys the keys of persons."""

    def __init__(self, masters: Sequence[bytes], home: KeyHome) -> None:
        self.home = home
        self._wrapping = {mark(key): AESGCM(derived(key, b"wrap person keys")) for key in masters}
        self._installation = {mark(key): AESGCM(derived(key, b"house")) for key in masters}
        self._finding = [derived(key, b"find") for key in masters]
        self._newest = mark(masters[0])
        self._held: OrderedDict[str, AESGCM] = OrderedDict()
        #: What was sealed last for each person, as long as their key is there.
        self.open_still = HeldOpen()
        # An answer asks six times for what finds its chat: 3 µs each.
        self._found = lru_cache(maxsize=_HELD)(self._digested)
        #: Who was erased: outside the database, beside the keys.
        self.ledger = ErasureLedger(
            home.book, lambda text: self.digest("ledger", text), lambda text: self.digests("ledger", text)
        )

    def new_owner(self) -> str:
        """Return a new person's name in the vault; their key is kept for good when this returns."""
        subject = secrets.token_hex(16)
        key = secrets.token_bytes(KEY_BYTES)
        self.home.create(subject, self._wrapped(subject, key))
        self._hold(subject, AESGCM(key))
        return subject

    def forget(self, subject: str) -> None:
        """Destroy this person's key; nothing sealed for them opens again. Once more does no harm."""
        self._held.pop(subject, None)
        self.open_still.drop(subject)
        # Noted before the key goes: what is noted twice does no harm, what is not comes back.
        self.home.destroy(_name(subject), lambda: self.ledger.note(subject))

    def is_current(self, sealed: bytes) -> bool:
        """Is this, a key or something of the installation's, under the newest master key?"""
        return sealed[:MARK_BYTES] == self._newest

    def rewrap(self, subject: str) -> bool:
        """Wrap a person's key under the newest master key; False where it is already. `Sealed` where none opens it."""
        wrapped = self.home.read(_name(subject))
        if wrapped is None or self.is_current(wrapped):
            return False
        self.home.rewrap(subject, lambda before: self._wrapped(subject, self._unwrapped(subject, before)))
        return True

    def _wrapped(self, subject: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self._newest + nonce + self._wrapping[self._newest].encrypt(nonce, key, subject.encode())

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        named, nonce, rest = wrapped[:4], wrapped[4:16], wrapped[16:]
        try:
            return self._wrapping[named].decrypt(nonce, rest, subject.encode())
        except (KeyError, InvalidTag, ValueError):
            raise Sealed("a person's key does not open") from None

    def seal(self, owner: str, column: str, row: int | str, plain: bytes) -> bytes:
        """Return the value, sealed for this owner (a person's name in the vault, or INSTALLATION), `table.column` and
        row."""
        nonce = os.urandom(NONCE_BYTES)
        bound = f"{column}|{owner}|{row}".encode()
        if owner == INSTALLATION:
            return self._newest + nonce + self._installation[self._newest].encrypt(nonce, plain, bound)
        return nonce + self._key(owner).encrypt(nonce, plain, bound)

    def open(self, owner: str, column: str, row: int | str, sealed: bytes) -> bytes:
        """Return what was sealed for this owner, column and row; `Sealed` where it does not open."""
        key = self._key(owner) if owner != INSTALLATION else self._installation.get(sealed[:MARK_BYTES])
        if key is None:
            raise Sealed(f"{column}: sealed under a master key that the key file does not hold")
        rest = sealed[MARK_BYTES:] if owner == INSTALLATION else sealed
        # The second way is how it was done before a value was bound to its row.
        for bound in (f"{column}|{owner}|{row}", f"{column}|{owner}"):
            with suppress(InvalidTag, ValueError):
                return key.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound.encode())
        raise Sealed(f"{column}: the value does not open here")

    def has_key(self, subject: str) -> bool:
        """Can what was sealed for this person be opened at all?"""
        try:
            self._key(subject)
        except Sealed:
            return False
        return True

    def digest(self, kind: str, number: int | str) -> bytes:
        """Return what finds this chat, user or album; under the newest master key."""
        return self.digests(kind, number)[0]

    def digests(self, kind: str, number: int | str) -> tuple[bytes, ...]:
        """Return the same under every master key, newest first: rows filed before a new key are still found."""
        return self._found(kind, number)

    def _digested(self, kind: str, number: int | str) -> tuple[bytes, ...]:
        named = f"{kind}|{number}".encode()
        return tuple([hmac.digest(key, named, hashlib.sha256) for key in self._finding])

    def _key(self, subject: str) -> AESGCM:
        held = self._held.get(subject)
        if held is not None:
            return held
        wrapped = self.home.read(_name(subject))
        if wrapped is None:
            raise Sealed("a person's key is gone")
        key = AESGCM(self._unwrapped(subject, wrapped))
        self._hold(subject, key)
        return key

    def _hold(self, subject: str, key: AESGCM) -> None:
        self._held[subject] = key
        while len(self._held) > _HELD:
            self._held.popitem(last=False)


def _name(subject: str) -> str:
    if not subject.isalnum():
        raise Sealed("that is no name of a person's key")
    return subject


def derived(master: bytes, purpose: bytes) -> bytes:
    """Return the key for one purpose that follows from a master key."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"tamiz " + purpose).derive(master)


def mark(master: bytes) -> bytes:
    """Return what shows which master key something was sealed under."""
    return hashlib.sha256(b"tamiz mark" + master).digest()[:MARK_BYTES]
