"""How values are written in a language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel import localedata

from bot.render.texts import LANGUAGES, Texts, shown


def test_nothing_of_how_dates_and_numbers_are_written_is_left_to_be_read_by_the_first_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(localedata, "_cache", {})
    Texts({}).get_ready()
    monkeypatch.setattr(localedata, "pickle", None)
    written = [[shown(each, code) for each in (date(2031, 3, 4), 98_765, Decimal("7.25"))] for code in LANGUAGES]
    assert sorted(written) == [["4 March 2031", "98,765", "7.25"], ["4 de marzo de 2031", "98.765", "7,25"]]
