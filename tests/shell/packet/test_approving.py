"""Recording what the committee answered, and saying whether what runs is what was approved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.packet import write
from tests.shell.packet.conftest import Tamiz, filled_site

pytestmark = pytest.mark.whole

NO_PAGES = b"%PDF"
LETTER = ("approve", "--number", "(letter)", "--date", "2026-11-02", "--valid-until", "2027-11-02")


@pytest.fixture(autouse=True)
def _no_page_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded and compared is no matter of how pages are set, which is most of what a packet costs."""
    monkeypatch.setattr(write, "pdf", lambda _document: NO_PAGES)


def approval_said(tamiz: Tamiz) -> dict[str, object]:
    found = json.loads(tamiz("check", "--json").stdout)["findings"]
    return next(finding for finding in found if finding["name"] == "approval")


def test_without_an_approval_the_check_says_so_and_is_no_worse_for_it(home: Path, tamiz: Tamiz) -> None:
    said = approval_said(tamiz)
    assert said["problems"] == []
    assert "No approval is on record" in str(said["note"])


def test_an_approved_packet_has_nothing_missing_and_the_check_agrees_re_02(filled: Path, tamiz: Tamiz) -> None:
    """[RE-02] The texts are kept as they stood, with the hash of each language."""
    done = tamiz(*LETTER)
    assert done.exit_code == 0
    hashes = json.loads(tamiz("check", "--json").stdout)["wording"]
    assert all(f'{language} = "{digest}"' in done.stdout for language, digest in hashes.items())
    assert "What runs is what approval (letter) covers" in str(approval_said(tamiz)["note"])
    assert tamiz("packet", "--out", "out").exit_code == 0
    assert json.loads((filled / "out/manifest.json").read_text("utf-8"))["missing"] == []
    assert "BORRADOR" not in (filled / "out/packet-es.html").read_text("utf-8")


@pytest.mark.parametrize("word", ["pendiente", "en trámite", "Pending", "EXAMPLE: a number", " "])
def test_a_word_in_the_place_of_the_number_records_no_approval(word: str, filled: Path, tamiz: Tamiz) -> None:
    """[RE-01]"""
    letter = [word if each == LETTER[LETTER.index("--number") + 1] else each for each in LETTER]
    done = tamiz(*letter)
    assert done.exit_code == 2
    assert "no number of an approval" in str(done.exception or "") + done.output
    assert not (filled / "approved.json").exists()


def test_another_wording_in_either_language_is_said_by_the_check_and_by_the_packet_re_02(
    filled: Path, tamiz: Tamiz
) -> None:
    """[RE-02] Another wording than the approved one is a no."""
    tamiz(*LETTER)
    approved = json.loads((filled / "approved.json").read_text("utf-8"))
    for language in ("es", "en"):
        other = {**approved, "wording": {**approved["wording"], language: "0" * 64}}
        (filled / "approved.json").write_text(json.dumps(other), "utf-8")
        assert f"wording {language}" in str(approval_said(tamiz)["problems"])
    assert tamiz("check").exit_code == 1
    done = tamiz("packet", "--out", "out")
    assert done.exit_code == 1
    assert "approved.json, wording.en" in done.stderr


def test_the_last_day_still_counts_and_the_day_after_does_not(
    filled: Path, tamiz: Tamiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamiz(*LETTER)
    monkeypatch.setenv("TAMIZ_TODAY", "2027-11-02")
    assert approval_said(tamiz)["problems"] == []
    monkeypatch.setenv("TAMIZ_TODAY", "2027-11-03")
    assert "which is past" in str(approval_said(tamiz)["problems"])


def test_a_text_that_was_changed_is_tracked_and_closes_the_gate_re_16(filled: Path, tamiz: Tamiz) -> None:
    """[RE-16] [RE-17] As if the program had been given another word since the committee answered."""
    hashes = {line.split()[0]: line.split('"')[1] for line in tamiz(*LETTER).stdout.splitlines() if line[2:4] == " ="}
    site = filled_site(**hashes, confirmed_on="2026-11-20").replace('"not_recruiting"', '"recruiting"', 1)
    (filled / "site.toml").write_text(site, "utf-8")
    record = json.loads((filled / "approved.json").read_text("utf-8"))
    changed = next(text for text in record["texts"] if text["en"].startswith("From your answers, this study might"))
    changed["es"] = "Usted califica."
    other = {**record, "wording": {**record["wording"], "es": "0" * 64}}
    (filled / "approved.json").write_text(json.dumps(other), "utf-8")
    found = {each["name"]: each["problems"] for each in json.loads(tamiz("check", "--json").stdout)["findings"]}
    assert "wording es" in str(found["approval"])
    assert "approved.json: wording es" in str(found["recruiting"])
    assert tamiz("packet", "--out", "out", "--counts").exit_code == 2, "no database, no counts"
    assert tamiz("packet", "--out", "out").exit_code == 1
    assert "<del>[califica.]</del>" in (filled / "out/packet-es.html").read_text("utf-8")


def test_a_rule_that_was_changed_without_a_text_is_said_and_makes_a_draft_re_16(filled: Path, tamiz: Tamiz) -> None:
    """[RE-16] [RE-17] A limit stands in no text to a patient, and a committee must not read that nothing changed."""
    tamiz(*LETTER)
    record = json.loads((filled / "approved.json").read_text("utf-8"))
    (filled / "approved.json").write_text(json.dumps({**record, "study": "0" * 16}), "utf-8")
    assert "study file" in str(approval_said(tamiz)["problems"])
    done = tamiz("packet", "--out", "out")
    assert (done.exit_code, "approved.json, study" in done.stderr) == (1, True)
    page = (filled / "out/packet-es.html").read_text("utf-8")
    assert f"se aprobó {'0' * 16}, y ahora está" in page
    assert "BORRADOR" in page


def test_a_new_approval_leaves_the_one_before_in_a_file_of_its_own(filled: Path, tamiz: Tamiz) -> None:
    tamiz(*LETTER)
    first = (filled / "approved.json").read_bytes()
    done = tamiz("approve", "--number", "(second)", "--date", "2026-11-30", "--valid-until", "2027-11-30")
    assert done.exit_code == 0
    (before,) = filled.glob("approved-2026-11-02-*.json")
    assert before.read_bytes() == first
    assert json.loads((filled / "approved.json").read_text("utf-8"))["number"] == "(second)"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--number", " "), ("--number", "EXAMPLE: a number"), ("--date", "2026-12-02"), ("--date", "pendiente"),
        ("--valid-until", "2026-11-30"), ("--valid-until", "pendiente"),
    ],
)  # fmt: skip
def test_a_letter_that_cannot_be_one_is_refused_by_its_option(
    filled: Path, tamiz: Tamiz, option: str, value: str
) -> None:
    words = list(LETTER)
    words[words.index(option) + 1] = value
    done = tamiz(*words)
    assert done.exit_code == 2
    assert option in done.stderr
    assert not (filled / "approved.json").exists()


def test_a_record_that_cannot_be_read_is_named(filled: Path, tamiz: Tamiz) -> None:
    (filled / "approved.json").write_text("{}", "utf-8")
    assert tamiz("packet").exit_code == 2
    assert "approved.json" in str(approval_said(tamiz)["problems"])
