"""The passcode of a link: easy to say, hard to guess, kept only as a hash that is slow to make (argon2id)."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from bot.desk.new_conversation import CODE_LETTERS

#: Letters of a passcode: no two of the alphabet look alike, and 31 ** 8 of them are 8.5e11.
LENGTH = 8
#: As OWASP recommends for one thread: about 30 ms and 19 MiB each.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)


def new_passcode() -> str:
    """Return a passcode."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))


def passcode_hash(passcode: str) -> str:
    """Return what is kept of a passcode."""
    return _HASHER.hash(passcode)


@cache
def nobodys() -> str:
    """Return what is kept of a passcode that nobody has: a try at a link that there is not takes as long as another."""
    return passcode_hash(new_passcode())


def is_right(kept: str, passcode: str) -> bool:
    """Is this the passcode?"""
    try:
        return _HASHER.verify(kept, passcode)
    except VerificationError:
        return False


def said(text: str) -> str:
    """Return a passcode as it was typed, without what people put between letters.

    >>> said(" ab2c-d3 ef "), said("hola, ¿qué tal?")
    ('AB2CD3EF', '')
    """
    found = "".join(text.upper().replace("-", " ").split())
    return found if len(found) == LENGTH and set(found) <= set(CODE_LETTERS) else ""
