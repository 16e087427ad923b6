"""The files of a packet: every text once, hashes that anybody can work out, and nothing overwritten."""

from __future__ import annotations

import hashlib
import json
from html import unescape
from pathlib import Path

import pytest
from click.testing import Result

from bot.config.bundled import load_study
from bot.packet import write
from bot.packet.assemble import SECTIONS
from bot.packet.inputs import Inputs
from bot.packet.texts import packet_texts
from bot.render.texts import shipped_catalogs, translations
from bot.wording import entries
from bot.wording.entries import Entry
from dialogs.languages import Language
from dialogs.privacy.notice import NOTICE
from tests.shell.packet.conftest import Tamiz

pytestmark = pytest.mark.whole


def hash_by_the_recipe(texts: list[dict[str, object]], language: str) -> str:
    """The hash of a language's wording from `texts.json` alone, with nothing of the program's own."""

    def written(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    rows = []
    for text in texts:
        said = text[language]
        rows.append([written(text["id"]), said if isinstance(said, list) else [said]])
    return hashlib.sha256(written(sorted(rows)).encode("utf-8")).hexdigest()


def test_every_text_of_both_catalogues_is_listed_once_and_to_the_letter_in_both_languages_re_07(
    drawn: Path,
) -> None:
    """[RE-07] A dated export of all texts."""
    listed = json.loads((drawn / "texts.json").read_text("utf-8"))["texts"]
    for language, catalogs in shipped_catalogs().items():
        said = {msgid: [*forms] for catalog in catalogs for msgid, forms in translations(catalog)}
        forms = {text["id"]: text[language] for text in listed}
        assert {id: [each] if isinstance(each, str) else each for id, each in forms.items()} == said
        assert len(forms) == len(listed)
    assert [text["number"] for text in listed] == list(range(1, len(listed) + 1))


def test_a_third_party_works_out_the_hash_of_the_wording_from_the_texts_alone_re_02(drawn: Path, tamiz: Tamiz) -> None:
    """[RE-02] The recipe in the file is enough."""
    file = json.loads((drawn / "texts.json").read_text("utf-8"))
    manifest = json.loads((drawn / "manifest.json").read_text("utf-8"))
    printed = json.loads(tamiz("check", "--json").stdout)["wording"]
    for language in ("es", "en"):
        assert hash_by_the_recipe(file["texts"], language) == manifest["wording"][language] == printed[language]


def test_what_only_the_team_reads_stands_last_and_apart() -> None:
    audiences = [text.audience for text in packet_texts(entries(shipped_catalogs()), load_study())]
    first = audiences.index("team")
    assert set(audiences[first:]) == {"team"}
    assert "anyone" in audiences[:first]
    assert "helper" in audiences[:first]


def test_a_text_of_a_place_that_no_group_has_is_no_text_that_is_left_out() -> None:
    strays = [Entry(language, "New.", ("New.",), ("elsewhere/new.py",)) for language in ("es", "en")]
    with pytest.raises(LookupError, match=r"places\.toml"):
        packet_texts(strays, load_study())


def test_a_legal_text_says_its_rules_and_why_its_pin_was_changed_re_17() -> None:
    """[RE-17] The reason of the last change stands beside the text."""
    texts = {text.id: text for text in packet_texts(entries(shipped_catalogs()), load_study())}
    consent = [texts[line] for line in load_study().texts["consent"]]
    assert all({"CL-02", "RE-08"} <= set(text.rules) and text.pinned for text in consent)


def test_the_manifest_has_the_hash_of_every_file(drawn: Path) -> None:
    hashes = json.loads((drawn / "manifest.json").read_text("utf-8"))["files"]
    written = {path.name: path for path in drawn.iterdir() if path.name != "manifest.json"}
    assert hashes == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in written.items()}


def test_the_same_input_gives_the_same_bytes(drawn: Path, tamiz: Tamiz) -> None:
    before = {path.name: path.read_bytes() for path in drawn.iterdir()}
    assert tamiz("packet", "--out", "out").exit_code == 1, "the folder holds the same packet, so it may stay"
    for path in drawn.iterdir():
        assert path.read_bytes() == before.pop(path.name), path.name
    assert not before


def test_a_folder_with_another_packet_is_left_as_it_is(
    drawn: Path, tamiz: Tamiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in drawn.iterdir()}
    monkeypatch.setenv("TAMIZ_TODAY", "2026-12-02")
    done = tamiz("packet", "--out", "out")
    assert done.exit_code == 2
    assert "another packet" in done.stderr
    assert {path.name: path.read_bytes() for path in drawn.iterdir()} == before


def test_with_no_site_file_everything_that_it_should_say_is_missing(unfilled: tuple[Path, Result]) -> None:
    out, done = unfilled
    missing = json.loads((out / "manifest.json").read_text("utf-8"))["missing"]
    assert done.exit_code == 1
    for line in ("site.toml, facts.email", "site.toml, keep.filed_months", "packet.toml, read_by.clinician"):
        assert line in missing
        assert f"missing: {line}" in done.stderr


def test_a_site_file_that_cannot_be_read_is_wrong_set_up(home: Path, tamiz: Tamiz) -> None:
    (home / "site.toml").write_text("[site", "utf-8")
    assert tamiz("packet").exit_code == 2


def test_a_key_that_nobody_asks_for_is_named(filled: Path, tamiz: Tamiz) -> None:
    (filled / "packet.toml").write_text('[packet]\nprepared = "x"\n', "utf-8")
    done = tamiz("packet")
    assert done.exit_code == 2
    assert "packet.prepared" in done.stderr


def test_the_notice_alone_has_every_item_in_both_languages_with_the_sites_values_cl_17(
    filled: Path, tamiz: Tamiz
) -> None:
    """[CL-17] The page of the public address says what the bot says."""
    done = tamiz("notice", "--out", "public/notice.html")
    page = unescape((filled / "public/notice.html").read_text("utf-8"))
    assert done.exit_code == 0
    assert page.count("(controller)") == page.count("(policy_version)") == page.count("(host)") == 2
    for language, catalogs in shipped_catalogs().items():
        said = {msgid: forms[-1] for catalog in catalogs for msgid, forms in translations(catalog)}
        assert f'lang="{language}"' in page
        for item, text in NOTICE:
            if item != "officer":
                assert said[text].split("{")[0].strip() in page, item


def test_a_notice_with_a_value_missing_is_written_and_says_no(home: Path, tamiz: Tamiz) -> None:
    done = tamiz("notice", "--out", "notice.html")
    assert done.exit_code == 1
    assert "facts.host" in done.stderr
    assert "packet.toml" not in done.stderr
    assert "EXAMPLE" not in (home / "notice.html").read_text("utf-8")


def test_how_far_a_packet_is_counts_each_section_and_each_file(
    bare_inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits at a terminal sees it; the last step is the last one that was announced."""
    monkeypatch.setattr(write, "pdf", lambda document: b"")
    steps: list[int] = []
    files = write.outputs(bare_inputs, Language.ES, lambda: steps.append(1))
    assert len(steps) == write.STEPS
    assert len(files) == write.STEPS - len(SECTIONS) + 1, "the manifest is none"
