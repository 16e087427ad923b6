"""A catalogue for tests: every text is its own English id, so that a test reads like the code."""

from __future__ import annotations

from bot.render.texts import shown


class English:
    """Says the id itself, its fields filled; Spanish is marked, so that a mix-up shows."""

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        """The English id in every language, marked with the locale where that is not English."""
        words = msgid.format_map({name: shown(value, locale) for name, value in values.items()})
        return words if locale == "en" else f"{locale}:{words}"
