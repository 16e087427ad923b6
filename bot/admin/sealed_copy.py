"""Copies encrypted for whoever keeps them: in the age format, so that other programs open them too.

A copy is encrypted for the public key of an operator, whose secret key is kept elsewhere: whoever finds the copy, or
takes the machine that made it, reads nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.config.settings import SettingsError

#: How a file in that format begins.
_BEGINS = b"age-encryption.org/v1"
_NO_KEY = "--for: no public key. It begins with `age1` (from `age-keygen`), or is a line of an SSH key of type ed25519."


def recipient_of(public: str) -> Any:
    """Return the library's form of a public key, `age1…` or `ssh-ed25519 …`; SettingsError where it is none."""
    import pyrage  # only a copy that is encrypted needs it

    try:
        kind = pyrage.ssh if public.startswith("ssh-") else pyrage.x25519
        return kind.Recipient.from_str(public.strip())
    except pyrage.RecipientError:
        raise SettingsError([_NO_KEY]) from None


def encrypt(source: Path, target: Path, recipient: Any) -> None:
    """Write `source` to `target`, so that only the owner of the recipient's secret key can read it."""
    import pyrage  # only a copy that is encrypted needs it

    pyrage.encrypt_file(str(source), str(target), [recipient])


@contextmanager
def opened(source: Path, identity: Path | None, beside: Path) -> Iterator[Path]:
    """Give the copy as it can be read: itself, or opened to a file beside the database that is gone afterwards.

    SettingsError where it is encrypted and no key is named, or the key does not open it."""
    if not _is_encrypted(source):
        yield source
        return
    if identity is None:
        raise SettingsError([f"{source}: encrypted. Name the file of the secret key: --identity."])
    beside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = beside.with_name(f"{beside.name}.opened")
    plain.unlink(missing_ok=True)
    plain.touch(0o600)
    try:
        _decrypt(source, plain, identity)
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def _is_encrypted(source: Path) -> bool:
    try:
        with source.open("rb") as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except FileNotFoundError:
        return False  # whoever reads it says so


def _decrypt(source: Path, plain: Path, identity: Path) -> None:
    import pyrage  # only a copy that is encrypted needs it

    try:
        keys = _identities(identity.read_bytes())
        pyrage.decrypt_file(str(source), str(plain), keys)
    except (pyrage.IdentityError, UnicodeDecodeError):
        raise SettingsError([f"{identity}: no secret key. Name the file that `age-keygen` wrote."]) from None
    except pyrage.DecryptError:
        raise SettingsError([f"{identity}: does not open {source}. Name the key that it was encrypted for."]) from None


def _identities(content: bytes) -> list[Any]:
    import pyrage  # only a copy that is encrypted needs it

    if content.startswith(b"-----BEGIN OPENSSH"):
        return [pyrage.ssh.Identity.from_buffer(content)]
    lines = [line.strip() for line in content.decode("ascii").splitlines()]
    return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
