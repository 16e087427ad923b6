"""What was sealed last, still open, so that it need not be unsealed and read again at the next answer (0.3 ms).

It never stands for the row: it counts only where the row is byte for byte what was sealed with it, and no two
sealings give the same bytes. So nothing that was rolled back, that another process filed or that was sealed anew
under another key is ever taken for it, and it may be dropped at any moment.
"""

from __future__ import annotations

from collections import OrderedDict

#: Held at most; more than ever talk at the same minute. What is dropped is read from its row.
_HELD = 512


class HeldOpen:
    """By the name in the vault of whom it belongs to: what was sealed, and what that was."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[bytes, object]] = OrderedDict()

    def put(self, owner: str, sealed: bytes, value: object) -> None:
        """Hold it in place of what was held of this owner."""
        self._held.pop(owner, None)
        self._held[owner] = (sealed, value)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)

    def take(self, owner: str, sealed: bytes) -> object | None:
        """Return what was sealed to these bytes; it is held no more, and the caller's to change. None otherwise."""
        was_sealed, value = self._held.pop(owner, (b"", None))
        return value if was_sealed == sealed else None

    def drop(self, owner: str) -> None:
        """Hold nothing of this owner any more."""
        self._held.pop(owner, None)
