"""Whatever can be set has an effect: a setting, or a key of the site's file, that nothing reads fails here."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.admin.installation import site_template
from bot.config.settings import Settings
from bot.config.site import SiteFile, _Reader
from bot.config.site_keys import FACTS, TEXTS

ROOT = Path(__file__).parent.parent


@cache
def read_of(owner: str) -> set[str]:
    """Attributes that the program reads of something with this name: `settings.pace`, `context.settings.pace`."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                of = node.value
                name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
                found |= {node.attr} if name == owner else set()
    return found


#: Read as what it may be: a folder, or the address of a database.
READ_AS = {"person_keys": "key_place"}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_read(name: str) -> None:
    assert READ_AS.get(name, name) in read_of("settings")


@pytest.mark.parametrize("name", [each.name for each in fields(SiteFile)])
def test_every_field_of_the_sites_file_is_read(name: str) -> None:
    if name == "authorised_by":
        return  # read while the file is: without it a name of the site's own is refused (test_settings)
    if name in ("confirmed_by", "source"):
        return  # read by name, in a loop over what a confirmation needs (test_recruiting)
    assert name in read_of("place")


class Watched(dict[str, Any]):
    """A table of the site's file that remembers what was asked of it."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__(table)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("table", ["site", "recruitment", "hours", "promise", "keep", "wording"])
def test_every_key_of_the_template_is_looked_up(table: str) -> None:
    raw = {name: Watched(keys) for name, keys in tomllib.loads(site_template()).items()}
    _Reader(Path("site.toml"), dict(raw)).place()
    assert set(raw[table]) - raw[table].asked == set()


def test_every_text_of_the_site_is_said_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dialogs").rglob("*.py"))
    template = tomllib.loads(site_template())
    assert set(template["facts"]) == set(FACTS)
    assert set(template["es"]) == set(template["en"]) == set(TEXTS)
    assert not {name for name in (*FACTS, *TEXTS) if f'"{name}"' not in code and f"{{{name}}}" not in code}
