"""Which language somebody is written to in, before they have chosen one."""

from __future__ import annotations

import pytest

from dialogs.languages import Language, language_of


@pytest.mark.parametrize(
    ("code", "language"),
    [(None, "es"), ("", "es"), ("es", "es"), ("es-419", "es"), ("en", "en"), ("en-GB", "en"), ("pt-br", "en")],
)
def test_spanish_where_the_platform_says_it_or_nothing_and_english_for_every_other(
    code: str | None, language: str
) -> None:
    assert language_of(code) == language


def test_a_language_is_stored_as_its_code() -> None:
    assert [str(language) for language in Language] == ["es", "en"]
