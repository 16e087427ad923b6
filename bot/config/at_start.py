"""What is tried before the bot starts: a taken port, or keys that cannot be made, end in a line and not in a log."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bot.config.addresses import listen_parts
from bot.config.settings import SettingsError


def refuse_taken(addresses: Mapping[str, str | None]) -> None:
    """SettingsError names the setting at whose address nothing can listen: taken, named twice, or not of this machine.

    `addresses` is name of the setting → `host:port`, or None where nothing is to listen."""
    with ExitStack() as held:
        for name, address in addresses.items():
            found = listen_parts(address) if address is not None else None
            if found is None:
                continue
            family = socket.AF_INET6 if ":" in found[0] else socket.AF_INET
            try:
                held.enter_context(socket.create_server(found, family=family))
            except OSError:
                raise SettingsError(
                    [f"{name}: cannot listen there. Stop what holds the port, or name another."]
                ) from None


def refuse_closed(keys: Path | None) -> None:
    """SettingsError where this account can neither make nor destroy a person's key in their folder."""
    if keys is not None and keys.is_dir() and not os.access(keys, os.W_OK | os.X_OK):
        raise SettingsError([f"{keys}: this account may not write there. chown it to the account that runs the bot."])
