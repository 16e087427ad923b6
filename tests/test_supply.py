"""What the bot is made of is looked at: no secret in a file, no silence of a tool taken for a good result (G16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dev.weaknesses import told_of
from tests.test_structure import tracked

#: What no file of the repository may hold, by the form that it always has.
SECRETS = {
    "a bot's token": re.compile(r"\b\d{8,10}:([A-Za-z0-9_-]{35})\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+([A-Za-z0-9+/=]{40})"),
    "a secret key of age": re.compile(r"\bAGE-SECRET-KEY-1([A-Z0-9]{40,})"),
    "a master key": re.compile(r"^([A-Za-z0-9_-]{43}=)$", re.MULTILINE),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)([A-Z0-9]{16})\b"),
    "a token of a forge": re.compile(r"\b(?:gh[pousr]_|glpat-|xox[abp]-)([A-Za-z0-9-]{20,})"),
    "a password in an address": re.compile(r"\b[a-z+]+://[^\s:/@\"'<>{}]+:([^\s/@\"'<>{}$]{6,})@"),
}
#: Made up where a test needs something of that form: few different letters, or a word that says so.
FEW, MADE_UP = 8, re.compile(r"secret|password|example|hunter2|pw|token", re.IGNORECASE)


def secrets_in(text: str) -> list[str]:
    """What kinds of secrets a text holds."""
    return [
        kind
        for kind, form in SECRETS.items()
        for found in form.finditer(text)
        if len(set(found[1])) > FEW and not MADE_UP.search(found[1])
    ]


def texts() -> Iterator[tuple[Path, str]]:
    """What would be committed: a key that `make demo` leaves in its own folder is nobody's file."""
    for path in tracked():
        if path.stat().st_size < 2**21:
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # a picture or a font


def test_no_file_holds_a_secret(root: Path) -> None:
    """[SEC-05]"""
    looked = list(texts())
    assert len(looked) > 500
    assert [(str(path.relative_to(root)), kinds) for path, text in looked if (kinds := secrets_in(text))] == []


@pytest.mark.parametrize(
    "planted",
    [
        "TOKEN=" + "7123456789:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9"[:35],
        "-----BEGIN PRIVATE " + "KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ",
        "AGE-SECRET-" + "KEY-1QWERTYUIOPASDFGHJKLZXCVBNM234567QWERTYUIOPASDFGH",
        "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA" + "=",
        "AKIA" + "IOSFODNN7QWERTYU",
        "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
        "postgresql://tamiz:" + "Xk29fQmZ1w" + "@db.internal/tamiz",
    ],
)
def test_a_planted_secret_is_found(planted: str) -> None:
    """[SEC-05] Otherwise the look above would prove nothing."""
    assert len(secrets_in(planted)) == 1


def test_what_was_not_compared_is_not_called_good() -> None:
    """G16: a tool that could ask nobody finds nothing, and says so as if all were well."""
    skipped = {"name": "aiogram", "skip_reason": "not found"}
    weak = {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    good = {"name": "y", "version": "1", "vulns": []}
    lines, code = told_of({"dependencies": [skipped, skipped]})
    assert code == 0
    assert lines[0].startswith("NOT CHECKED")
    lines, code = told_of({"dependencies": [skipped, good]})
    assert (lines, code) == (["1 of 2 pinned packages compared, 0 weaknesses"], 0)
    lines, code = told_of({"dependencies": [weak, good]})
    assert code == 1
    assert lines[0] == "x 1: PYSEC-1, better in 2"
