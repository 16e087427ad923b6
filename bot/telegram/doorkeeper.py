"""Who stands at the webhook's door: what brought nothing of ours yet gets little time and room (WEB-05, WEB-06).

A request that is our own is here within milliseconds, so it is the oldest of those who still wait that has to go when
too many do: whoever opens sockets and says nothing pushes out themselves, and never holds up the platform. All of one
address may be a proxy, so an address that has too many loses its oldest and is not shut out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

#: Seconds in which a request must have arrived whole.
SLOWEST = 10.0
#: Connections that may wait at once, of one address and in all; far below the files that a process may open.
OF_ONE, IN_ALL = 128, 256


class Doorkeeper:
    """Knows every connection that has not brought a request of ours yet."""

    def __init__(self, server: Callable[[], asyncio.Protocol], seconds: float = SLOWEST) -> None:
        self._server = server
        self._seconds = seconds
        #: Oldest first: connection → its address and the end of its time.
        self._waiting: dict[asyncio.Transport, tuple[str, asyncio.TimerHandle]] = {}

    def __call__(self) -> asyncio.Protocol:
        """Return a protocol for a new connection."""
        return _AtTheDoor(self)

    def admit(self, transport: asyncio.Transport) -> None:
        """Hand a new connection to the server, and let the oldest go where too many wait."""
        for closed in [other for other in self._waiting if other.is_closing()]:
            self.passed(closed)
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        of_one = [other for other, (known, _timer) in self._waiting.items() if known == address]
        if len(of_one) >= OF_ONE:
            self._throw_out(of_one[0])
        if len(self._waiting) >= IN_ALL:
            self._throw_out(next(iter(self._waiting)))
        timer = asyncio.get_running_loop().call_later(self._seconds, self._throw_out, transport)
        self._waiting[transport] = (address, timer)
        protocol = self._server()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)

    def passed(self, transport: asyncio.Transport | None) -> None:
        """Its request is here, and ours: it has all the time that the work takes."""
        if transport in self._waiting:
            self._waiting.pop(transport)[1].cancel()

    def _throw_out(self, transport: asyncio.Transport) -> None:
        self.passed(transport)
        transport.abort()


class _AtTheDoor(asyncio.Protocol):
    def __init__(self, door: Doorkeeper) -> None:
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A connection of TCP; the quicker loop's is of no class of asyncio's.
        self._door.admit(cast("asyncio.Transport", transport))
