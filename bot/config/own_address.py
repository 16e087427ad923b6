"""Where this machine is in a network: of several replicas, no two have the same address, and all the same settings."""

from __future__ import annotations

import ipaddress
import socket

#: Any port: nothing is sent to it.
_DISCARD = 9


def own_address(network: str) -> str | None:
    """Return the address that this machine has in a network, such as 172.30.7.0/24; None where it has none.

    >>> own_address("127.0.0.0/8")
    '127.0.0.1'
    """
    wanted = ipaddress.ip_network(network, strict=False)
    family = socket.AF_INET6 if wanted.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            line.connect((str(wanted.network_address + 1), _DISCARD))  # chooses the way, and sends nothing
            found = str(line.getsockname()[0])
    except OSError:
        return None
    return found if ipaddress.ip_address(found) in wanted else None


def own_listen(listen: str) -> str:
    """Return `host:port` for `network:port`; as it was where it names no network, or one that this machine is not in.

    >>> own_listen("127.0.0.0/8:8443"), own_listen("localhost:8443")
    ('127.0.0.1:8443', 'localhost:8443')
    """
    network, _, port = listen.rpartition(":")
    found = own_address(network.strip("[]")) if "/" in network else None
    if found is None:
        return listen
    return f"[{found}]:{port}" if ":" in found else f"{found}:{port}"
