"""One bot per installation: a second one would ask everybody everything twice (IN-13)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config.settings import Settings, SettingsError


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the installation while the bot runs; SettingsError where another one holds it.

    On a server several replicas may run, and a lock of the server says which of them leads (`leadership.py`). On a file
    the lock is the system's own, on a file beside the person keys: it ends with the process, however that ends."""
    if not settings.database_url.get_secret_value().startswith("sqlite"):
        yield
        return
    try:
        import fcntl  # not on every system
    except ImportError:  # a system without such locks: the Bot API still refuses a second poller
        yield
        return
    path = settings.beside_keys / "running.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError([f"{path}: another bot of this installation is running. Stop it first."]) from None
        yield
