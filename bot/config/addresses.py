"""What an address must look like to be one: a line that says what is wrong with it, never the address itself.

Shapes only, nothing is looked up: a server that is away is no fault of the set-up.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

#: A line of digits and letters that a machine can have as its name.
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LAST_PORT = 65_535
#: Bits of a network to listen in, at least: a shorter one is no network of one's own.
_LARGEST_NETWORK = 8


@lru_cache(maxsize=16)  # asked at every answer, of the same one
def is_loopback(address: str) -> bool:
    """Return whether this address leads to this machine alone.

    >>> is_loopback("http://127.0.0.1:8081"), is_loopback("http://127.0.0.1.example.com")
    (True, False)
    """
    parts = _split(address)
    return parts is not None and _is_own(parts.hostname or "")


def api_base_problem(address: str) -> str | None:
    """Say why this is no base address of a Bot API server; the token must not travel in the open."""
    parts = _split(address)
    extra = parts is None or parts.query or parts.fragment or parts.username or parts.password
    if parts is None or extra or parts.scheme not in ("http", "https"):
        return "no address of a Bot API server. Write https://api.telegram.org, for example, or leave it out."
    if parts.scheme == "http" and not _is_near(parts.hostname or ""):
        return "http would carry the token in the open. Write https, or name a server of your own network."
    return None


def public_problem(address: str) -> str | None:
    """Say why the platform could not call this address: it takes https only."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https"):
        return "no address. Write https://, the name of your server, and a path that nobody guesses."
    if parts.scheme == "http" and not _is_own(parts.hostname or ""):
        return "the platform brings updates to https only. Write https, and let your proxy do the TLS."
    return None


def database_problem(address: str) -> str | None:
    """Say why this is no address of a database."""
    scheme, colon, rest = address.partition("://")
    if not colon or scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        return "no address of a database. Write sqlite:///data/tamiz.db or postgresql://user@host/name."
    if scheme == "sqlite":
        path = rest.removeprefix("/")
        if not rest.startswith("/") or not path or path.startswith((":memory:", "file:")):
            return "names no file. Write sqlite:/// and the path: what is held in memory is lost at the next start."
        return None
    parts = _split(address)
    if (parts is None and "host=" not in rest) or not rest.partition("?")[0].partition("/")[2]:
        return "names no server and database. Write postgresql://user@host/name."
    return None


def listen_problem(listen: str) -> str | None:
    """Say why nothing can listen there; an address that everybody reaches is refused, since no TLS ends with us."""
    found = listen_parts(listen)
    if found is None:
        return "not of the form host:port. Write 127.0.0.1:8443, for example."
    try:
        network = ipaddress.ip_network(found[0], strict=False)
    except ValueError:
        return None
    if network.network_address.is_unspecified or network.is_global or network.prefixlen < _LARGEST_NETWORK:
        return "would let the whole network in. Write 127.0.0.1 and the port, and let your proxy face the world."
    return None


def listen_parts(listen: str) -> tuple[str, int] | None:
    """Return host and port of `host:port`; None where it is no such thing. The host may be a network of this machine.

    >>> listen_parts("[::1]:8443"), listen_parts("172.30.7.0/24:8443"), listen_parts(":8443")
    (('::1', 8443), ('172.30.7.0/24', 8443), None)
    """
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not port.isascii() or not port.isdigit() or not 0 <= int(port) <= _LAST_PORT:
        return None
    return (host, int(port)) if _HOST.fullmatch(host) or _is_ip(host) or _is_network(host) else None


def alarm_problem(address: str) -> str | None:
    """Say why an alarm cannot be sent there: loopback or https, for it tells that something is wrong here."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https"):
        return "no address. Write https:// and the place that takes the alarm."
    if parts.scheme == "http" and not _is_own(parts.hostname or ""):
        return "http only to this machine. Write https."
    return None


def share_problem(address: str) -> str | None:
    """Say why no page for doctors can be there: https, or http to this machine for a try."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        return "no address. Write https:// and the name under which doctors reach the page."
    if parts.scheme == "http" and not _is_own(parts.hostname or ""):
        return "http only to this machine. Write https."
    return None


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address with a host and a port that can be; None where it is none."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return None
    if re.search(r"\s", address) or port == 0 or not (_HOST.fullmatch(host) or _is_ip(host)):
        return None
    return parts


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_network(host: str) -> bool:
    try:
        return "/" in host and ipaddress.ip_network(host, strict=False).num_addresses > 0
    except ValueError:
        return False


def _is_own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_near(host: str) -> bool:
    """Is this host of one's own network: a private number, or a name without a dot?"""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host
