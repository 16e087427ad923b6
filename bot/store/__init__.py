"""The store: one writer, sealed columns, and the questions that the shell asks of it."""

from bot.store.tx import PersonId, Tx

__all__ = ["PersonId", "Tx"]
