"""The command line: what a person types on the server, one module for each command that talks to the terminal.

What a command does to an installation stands in `admin`; nothing here decides anything of a conversation.
"""

from bot.cli.main import main

__all__ = ["main"]
