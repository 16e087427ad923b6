"""The way out through a proxy, as the environment names it: HTTPS_PROXY, and NO_PROXY for what needs none."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from dialogs.errors import SetUpError


def proxy_for(base: str) -> str | None:
    """Return the address of the proxy through which this server is reached; None where the way is straight.

    This machine is never asked of a proxy. SetUpError where the variable names none that is understood: going straight
    out instead could be against the rules of the institution."""
    parts = urlsplit(base)
    named = getproxies_environment().get(parts.scheme)
    if not named or _is_own(parts.hostname or "") or proxy_bypass(parts.hostname or ""):
        return None
    address = named if "://" in named else f"http://{named}"
    variable = f"{parts.scheme.upper()}_PROXY"
    try:
        found = urlsplit(address)
        usable = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SetUpError([f"{variable}: no proxy of the kind http. Write http://host:port, or take the variable away."])
    return address


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
