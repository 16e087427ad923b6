"""HTTP to the Bot API and nothing more: a JSON body out, a status and a body back, over connections that stay open.

A library for every server takes 0.30 ms of processor time a call (a request, a response, their headers, cookies and
timers as objects); this takes 0.11, and an answer makes four. It speaks what the Bot API needs: POST, a length or
chunks, TLS. Whatever else it meets is an answer that cannot be read, and the connection is not used again. Calls with
files, and those through a proxy, go the library's way (`client.py`).
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import time
from collections import deque
from typing import cast
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection

#: Seconds after which a connection that nobody used is not trusted any more.
_IDLE = 15.0
#: Seconds after which the server's next address is tried beside one that does not answer.
_NEXT_ADDRESS = 0.25
#: Connections that are kept open, and bytes of the head of an answer at most.
_KEPT, _LONGEST_HEAD = 64, 65_536
#: Bytes of a whole answer at most: a hundred updates are far less.
_LONGEST = 64 * 2**20
#: The lines of a head that say where the body ends and whether the connection stays, in small letters; with what the
#: others say, a head took twice as long to read.
_HEADS = re.compile(rb"\r\n(connection|transfer-encoding|content-length):[ \t]*([^\r\n]*?)[ \t]*(?=\r\n|$)")
#: Answers without a body whatever their head says.
_BODILESS = (204, 304)


class NotReached(ConnectionError):
    """No connection: certainly nothing was sent."""


class Unreadable(ConnectionError):
    """The request went out, and what came back, if anything, is no answer."""


class Wire:
    """The connections to one server."""

    def __init__(self, base: str, trust: ssl.SSLContext) -> None:
        parts = urlsplit(base)
        self._host, self._path = parts.hostname or "", parts.path.rstrip("/")
        self._tls = trust if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        place = parts.netloc.rpartition("@")[2]
        self._head = f"Host: {place}\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: "
        self._idle: deque[tuple[_Line, float]] = deque()

    async def post(self, path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Return status and body; NotReached or Unreadable where there are none in time."""
        line = self._kept()
        if line is None:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(seconds):
                    line = await self._connected()
            except TimeoutError:
                raise NotReached("TimeoutError") from None
            seconds -= time.monotonic() - begun
            if seconds <= 0:  # written now, it would count as lost at once, though it was sent
                line.close()
                raise NotReached("TimeoutError")
        request = f"POST {self._path}{path} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode("ascii") + body
        try:
            status, answer = await line.exchange(request, seconds)
        except BaseException:
            line.close()
            raise
        if line.is_open and len(self._idle) < _KEPT:
            self._idle.append((line, time.monotonic()))
        else:
            line.close()
        return status, answer

    def close(self) -> None:
        """Let every connection go."""
        while self._idle:
            self._idle.pop()[0].close()

    def _kept(self) -> _Line | None:
        """Return the connection that was used last, if any is still one."""
        while self._idle:
            line, since = self._idle.pop()
            if line.is_open and time.monotonic() - since < _IDLE:
                return line
            line.close()
        return None

    async def _connected(self) -> _Line:
        loop = asyncio.get_running_loop()
        try:
            places = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            # Not by the loop itself: only one of the two that the bot may run on tries several addresses at once.
            reached = await start_connection(places, happy_eyeballs_delay=_NEXT_ADDRESS)
            named = self._host if self._tls else None
            _transport, line = await loop.create_connection(_Line, sock=reached, ssl=self._tls, server_hostname=named)
        except (OSError, ValueError) as fault:
            raise NotReached(type(fault).__name__) from None
        return line


class _Line(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._seen = bytearray()
        self._lasts = True

    @property
    def is_open(self) -> bool:
        """May another request go out here?"""
        return self._lasts and self._transport is not None and not self._transport.is_closing() and not self._seen

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Send a request; status and body of its answer.

        Its own timer takes a third of what `asyncio.timeout` takes, which cancels the task and catches that."""
        assert self._transport is not None  # made by a connection
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        timer = loop.call_later(seconds, self._fail, "TimeoutError")
        self._transport.write(request)
        try:
            return await self._answer
        finally:
            timer.cancel()

    def close(self) -> None:
        """Let it go at once."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        self._look(ended=False)

    def eof_received(self) -> None:
        self._look(ended=True)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lasts = False
        self._fail("ServerDisconnected" if exc is None else type(exc).__name__)

    def _look(self, *, ended: bool) -> None:
        """Hand over the answer once all of it is here."""
        if self._answer is None or self._answer.done():
            self._lasts = False  # it says something that nobody asked
            return
        try:
            if len(self._seen) > _LONGEST:
                raise ValueError("answer too long")
            found = _answer_in(self._seen, ended=ended)
        except ValueError:
            self._lasts = False
            self._fail("UnreadableAnswer")
            return
        if found is not None:
            status, body, used, stays = found
            del self._seen[:used]
            self._lasts = stays and not ended
            self._answer.set_result((status, body))
        elif ended:
            self._fail("Cut")

    def _fail(self, why: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Unreadable(why))


def _answer_in(seen: bytearray, *, ended: bool) -> tuple[int, bytes, int, bool] | None:
    """Return status, body, how many bytes they were and whether the connection stays; None where more is to come."""
    end = seen.find(b"\r\n\r\n")
    if end < 0:
        if len(seen) > _LONGEST_HEAD:
            raise ValueError("head too long")
        return None
    head = bytes(seen[:end]).lower()
    version, _, rest = head[:12].partition(b" ")
    status = int(rest)
    if version not in (b"http/1.1", b"http/1.0") or not 200 <= status <= 599:
        raise ValueError("no answer")
    heads = dict(_HEADS.findall(head))
    stays = heads.get(b"connection") != b"close" and version == b"http/1.1"
    start = end + 4
    if status in _BODILESS:
        return status, b"", start, stays
    if heads.get(b"transfer-encoding") == b"chunked":
        found = _chunks(seen, start)
        return None if found is None else (status, found[0], found[1], stays)
    if b"content-length" in heads:
        size = int(heads[b"content-length"])
        if size < 0:
            raise ValueError("no length")
        whole = len(seen) >= start + size
        return (status, bytes(seen[start : start + size]), start + size, stays) if whole else None
    return (status, bytes(seen[start:]), len(seen), False) if ended else None


def _chunks(seen: bytearray, at: int) -> tuple[bytes, int] | None:
    """Return a body that came in chunks, and where it ends; None where more is to come."""
    body = bytearray()
    while (end := seen.find(b"\r\n", at)) >= 0:
        size = int(bytes(seen[at:end]).partition(b";")[0], 16)
        if size < 0:  # it would lead back, for ever
            raise ValueError("no length of a chunk")
        at = end + 2
        if size == 0:
            last = seen.find(b"\r\n", at)
            while last > at:  # a line behind the body
                at = last + 2
                last = seen.find(b"\r\n", at)
            return None if last < 0 else (bytes(body), last + 2)
        if len(seen) < at + size + 2:
            return None
        body += seen[at : at + size]
        at += size + 2
    return None
