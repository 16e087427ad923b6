"""A date of one treatment is never filed as that of another (study-facts 8, 11)."""

from __future__ import annotations

import pytest

from dialogs.values import When
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk


def with_azathioprine(language: str, *said: str) -> Walk:
    walk = answers_until(Walk(language=language).begins(), "treatments")
    for text in said:
        walk.does(text)
    return walk


@pytest.mark.parametrize(
    ("language", "said", "text"),
    [
        ("es", ("azatioprina", "sí"), "rituximab en marzo"),
        ("en", ("azathioprine", "yes"), "and rituximab in March"),
        ("es", ("azatioprina desde mayo 2025", "sí"), "ah, y rituximab en marzo"),
        ("en", ("azathioprine since May 2025", "yes"), "oh, and rituximab in March"),
    ],
)
def test_the_date_of_another_treatment_is_none_of_this_one(language: str, said: tuple[str, ...], text: str) -> None:
    walk = with_azathioprine(language, *said)
    before = dict(walk.c.answers)
    walk.does(text)
    waiting = dict(walk.c.draft.reading)
    assert (walk.c.answers, "when:azatioprina" in waiting) == (before, False)
    assert [each.name for each in waiting["treatments"]] == ["azatioprina", "rituximab"]
    assert "when:rituximab" in waiting


@pytest.mark.parametrize(
    ("language", "said", "text"),
    [
        ("es", ("azatioprina", "sí"), "la azatioprina fue en marzo de 2026"),
        ("en", ("azathioprine", "yes"), "in May 2026, with rituximab"),
    ],
)
def test_another_treatment_beside_the_date_hinders_it_not(language: str, said: tuple[str, ...], text: str) -> None:
    walk = with_azathioprine(language, *said)
    walk.does(text)
    dates = {**walk.c.answers, **walk.c.draft.reading}
    assert isinstance(dates["when:azatioprina"], When)
