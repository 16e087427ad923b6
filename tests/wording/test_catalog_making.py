"""`make catalogs`: what is new is empty, what changed is not guessed, and a second run changes nothing."""

from pathlib import Path

import pytest

from bot.dev.catalogs import outdated
from bot.render.texts import read_catalog, translations

pytestmark = pytest.mark.slow

STUDY = """
title = "The study"

[[question]]
id = "age"
text = '''
How old
are you?
'''
options = [{ value = "yes", label = "Yes" }]

[card]
register = true
body = "The register says so."
"""
PROGRAM = """
A = N_("Hello, {name}.")
# Translators: button
B = N_("Yes")
C = NP_("{n} case", "{n} cases")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with one program file and one study."""
    for folder in ("bot", "dialogs/studies"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bot/render.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "dialogs/studies/one.toml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def make(root: Path) -> int:
    """Runs `make catalogs` in a project; how many files it wrote."""
    late = outdated(root)
    for path, text in late.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(late)


def catalogue(root: Path, language: str, domain: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def translate(root: Path, domain: str, msgid: str, text: str) -> None:
    """Fills one empty translation by hand, as a translator does."""
    path = catalogue(root, "es", domain)
    before = path.read_text(encoding="utf-8")
    assert f'msgid "{msgid}"\nmsgstr ""' in before
    path.write_text(
        before.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{text}"'), encoding="utf-8"
    )


def test_english_is_filled_and_spanish_is_empty(root: Path) -> None:
    assert make(root) == 4
    english = dict(translations(read_catalog(catalogue(root, "en", "study"), "en")))
    assert english["How old\nare you?"] == ("How old\nare you?",)
    counted = dict(translations(read_catalog(catalogue(root, "en", "bot"), "en")))
    assert counted["{n} cases"] == ("{n} case", "{n} cases")
    assert not dict(translations(read_catalog(catalogue(root, "es", "study"), "es")))


def test_a_second_run_changes_nothing(root: Path) -> None:
    make(root)
    assert make(root) == 0
    translate(root, "bot", "Yes", "Sí")
    assert make(root) == 0


def test_a_changed_english_text_asks_for_a_new_translation_and_keeps_the_old_one_aside(root: Path) -> None:
    make(root)
    translate(root, "study", "The study", "El estudio")
    source = root / "dialogs/studies/one.toml"
    source.write_text(STUDY.replace("The study", "This study"), encoding="utf-8")
    assert make(root) == 2
    text = catalogue(root, "es", "study").read_text(encoding="utf-8")
    assert 'msgid "This study"\nmsgstr ""' in text
    assert '#~ msgid "The study"\n#~ msgstr "El estudio"' in text
    source.write_text(STUDY, encoding="utf-8")
    make(root)
    assert 'msgid "The study"\nmsgstr "El estudio"' in catalogue(root, "es", "study").read_text(encoding="utf-8")


def test_every_entry_says_where_it_stands_and_what_it_is_for(root: Path) -> None:
    make(root)
    text = catalogue(root, "es", "study").read_text(encoding="utf-8")
    assert '#. question age, options yes: label\n#. button\n#: dialogs/studies/one.toml\nmsgid "Yes"' in text
    assert "#. card: body\n#. register\n" in text
    assert '#. button\n#: bot/render.py\nmsgid "Yes"' in catalogue(root, "es", "bot").read_text(encoding="utf-8")


def test_a_moved_line_does_not_touch_the_catalogues(root: Path) -> None:
    make(root)
    (root / "bot/render.py").write_text("\n\n\n" + PROGRAM, encoding="utf-8")
    assert make(root) == 0
