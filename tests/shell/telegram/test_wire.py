"""Our own HTTP to the Bot API: what comes in pieces is whole, and what is no answer is none."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.telegram import wire
from bot.telegram.wire import NotReached, Unreadable, Wire
from tests.waiting import until

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PLAIN = HEAD + b"Content-Length: 4\r\n\r\nbody"
TRUST = ssl.create_default_context()


class Peer:
    """A server that says what it is told, in pieces, once for each request."""

    def __init__(self, *answers: list[bytes], ends: bool = False) -> None:
        self.answers = [*answers]
        self.ends = ends
        self.requests: list[bytes] = []
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(size))
                for piece in self.answers.pop(0):
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
                if self.ends:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def spoken_to(peer: Peer, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    server = await asyncio.start_server(peer.serve, "127.0.0.1", 0, ssl=tls)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"{'https' if tls else 'http'}://{host}:{port}"
    finally:
        server.close()


def each_byte(answer: bytes) -> list[bytes]:
    return [answer[at : at + 1] for at in range(len(answer))]


@pytest.mark.parametrize("cut", [lambda whole: [whole], each_byte], ids=["whole", "in bytes"])
@pytest.mark.parametrize(
    "answer",
    [
        PLAIN,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2;x=y\r\ndy\r\n0\r\nX-Later: 1\r\n\r\n",
        HEAD + b"Transfer-Encoding: Chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    ],
    ids=["length", "chunks", "one chunk"],
)
async def test_an_answer_is_read_however_it_comes_and_the_connection_stays(
    answer: bytes, cut: Callable[[bytes], list[bytes]]
) -> None:
    peer = Peer(cut(answer), cut(answer))
    async with spoken_to(peer) as base:
        wire = Wire(f"{base}/local", TRUST)
        for _ in range(2):
            assert await wire.post("/bot1:a/getMe", b"{}", 60) == (200, b"body")
        wire.close()
    assert peer.connections == 1
    assert peer.requests[0].startswith(b"POST /local/bot1:a/getMe HTTP/1.1\r\nHost: 127.0.0.1:")
    assert peer.requests[0].endswith(b"Content-Length: 2\r\n\r\n{}")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (HEAD + b"Connection: close\r\nContent-Length: 4\r\n\r\nbody", 200),
        (HEAD + b"\r\nbody", 200),
        (b"HTTP/1.0 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nbody", 502),
    ],
    ids=["told to close", "ended by its end", "older"],
)
async def test_a_connection_that_ends_is_not_used_again(answer: bytes, status: int) -> None:
    peer = Peer([answer], [answer], ends=True)
    async with spoken_to(peer) as base:
        wire = Wire(base, TRUST)
        for _ in range(2):
            assert await wire.post("/x", b"{}", 60) == (status, b"body")
        wire.close()
    assert peer.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        HEAD,
        HEAD + b"Content-Length: 9\r\n\r\nbody",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: many\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nbo",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nbody",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-6\r\nbody",
        b"SSH-2.0-Other\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"x" * 70_000,
    ],
    ids=[
        "nothing",
        "half a head",
        "cut",
        "negative",
        "no number",
        "cut chunk",
        "no chunk",
        "back",
        "other",
        "early",
        "long",
    ],
)
async def test_what_is_no_answer_may_have_been_done(answer: bytes) -> None:
    """OUT-01, OUT-13."""
    async with spoken_to(Peer([answer], ends=True)) as base:
        with pytest.raises(Unreadable):
            await Wire(base, TRUST).post("/x", b"{}", 60)


async def test_an_answer_without_an_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no Bot API may go on for ever; the call may have been done."""
    monkeypatch.setattr(wire, "_LONGEST", 1000)
    endless = [HEAD + b"Content-Length: 999999999\r\n\r\n", *[b"x" * 500] * 4]
    async with spoken_to(Peer(endless, ends=True)) as base:
        line = Wire(base, TRUST)
        with pytest.raises(Unreadable, match="UnreadableAnswer"):
            await line.post("/bot", b"{}", 60)
        line.close()


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with spoken_to(Peer()) as base:
        pass
    with pytest.raises(NotReached):
        await Wire(base, TRUST).post("/x", b"{}", 60)


async def test_where_connecting_used_all_the_time_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """OUT-01. It is not counted as lost, but tried again."""
    peer = Peer([PLAIN])
    async with spoken_to(peer) as base:
        line = Wire(base, TRUST)
        moments = iter((0.0, 60.0))
        with monkeypatch.context() as patched:
            patched.setattr(wire, "time", SimpleNamespace(monotonic=lambda: next(moments)))
            with pytest.raises(NotReached, match="TimeoutError"):
                await line.post("/x", b"{}", 60)
        with pytest.raises(NotReached, match="TimeoutError"):
            await line.post("/x", b"{}", 0)  # no connection in time
        assert await line.post("/x", b"{}", 60) == (200, b"body")
        line.close()
    assert len(peer.requests) == 1


async def test_what_nobody_asked_for_is_no_answer_to_the_next_call() -> None:
    peer = Peer([PLAIN + PLAIN], [PLAIN])
    async with spoken_to(peer) as base:
        wire = Wire(base, TRUST)
        assert await wire.post("/x", b"{}", 60) == (200, b"body")
        assert await wire.post("/x", b"{}", 60) == (200, b"body")
        wire.close()
    assert peer.connections == 2


async def test_a_call_that_is_given_up_leaves_no_answer_behind() -> None:
    peer = Peer([HEAD], [PLAIN])
    async with spoken_to(peer) as base:
        wire = Wire(base, TRUST)
        given_up = asyncio.create_task(wire.post("/x", b"{}", 60))
        await until(lambda: peer.requests)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert await wire.post("/x", b"{}", 60) == (200, b"body")
        wire.close()
    assert peer.connections == 2


@pytest.mark.parametrize("trusted", [True, False])
async def test_only_a_server_that_proves_its_name_hears_the_token(tmp_path: Path, trusted: bool) -> None:
    """A certificate that nobody vouches for ends it before anything is sent."""
    chain = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain)
    peer = Peer([PLAIN])
    async with spoken_to(peer, tls) as base:
        wire = Wire(
            base.replace("127.0.0.1", "localhost"), ssl.create_default_context(cafile=chain if trusted else None)
        )
        if trusted:
            assert await wire.post("/x", b"{}", 60) == (200, b"body")
        else:
            with pytest.raises(NotReached):
                await wire.post("/x", b"{}", 60)
        wire.close()
    assert len(peer.requests) == trusted


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate for this machine, signed by itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "chain.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


async def test_an_answer_that_does_not_come_in_time_may_have_been_done() -> None:
    """OUT-01. What comes of it later is no answer to the next call."""
    peer = Peer([PLAIN], [HEAD], [PLAIN])
    async with spoken_to(peer) as base:
        wire = Wire(base, TRUST)
        assert await wire.post("/x", b"{}", 60) == (200, b"body")
        with pytest.raises(Unreadable, match="TimeoutError"):
            await wire.post("/x", b"{}", 0)
        await until(lambda: len(peer.requests) == 2)
        assert await wire.post("/x", b"{}", 60) == (200, b"body")
        wire.close()
    assert peer.connections == 2


async def test_where_one_address_of_the_server_does_not_answer_the_next_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """IN-15: a network without a way by the first kind of address reaches the server by the other."""
    async with spoken_to(Peer([PLAIN])) as base:
        loop = asyncio.get_running_loop()
        port = int(base.rpartition(":")[2])
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # and does not listen
            places = [
                (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)
                for address in (nobody.getsockname(), ("127.0.0.1", port))
            ]

            async def both(*_asked: object, **_how: object) -> list[Any]:
                return places

            monkeypatch.setattr(loop, "getaddrinfo", both)
            line = Wire("http://api.example:80", TRUST)
            assert await line.post("/botT/getMe", b"{}", 5) == (200, b"body")
            line.close()
