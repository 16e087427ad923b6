"""The page in a browser: no script, nothing from elsewhere, no fault of accessibility, narrow enough for a phone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright

from bot.packet.html_page import html_page
from bot.packet.inputs import Inputs
from bot.packet.notice_page import notice_page
from dialogs.languages import Language
from tests.shell.packet.conftest import assembled

#: Rows of each table that are looked at for faults of accessibility.
ROWS = 8
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def inputs(bare_inputs: Inputs) -> Inputs:
    return bare_inputs


def test_it_has_no_script_and_loads_nothing(inputs: Inputs) -> None:
    for page in (html_page(assembled(inputs, Language.ES)), notice_page(inputs, list(Language))):
        assert "<script" not in page
        assert not re.findall(r'(?:src|href)="(?!#)', page)
        assert "url(http" not in page


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", ["packet", "notice"])
async def test_it_has_no_fault_of_accessibility_and_fits_a_narrow_screen(
    inputs: Inputs, tmp_path: Path, name: str
) -> None:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    written = html_page(assembled(inputs, Language.ES)) if name == "packet" else notice_page(inputs, list(Language))
    (tmp_path / "page.html").write_text(written, "utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page(viewport={"width": 320, "height": 800})
        await page.goto((tmp_path / "page.html").as_uri())
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        # The rows of a table are alike, and a look at every one of thousands takes half a minute.
        await page.evaluate(f"document.querySelectorAll('tr:nth-child(n + {ROWS})').forEach(row => row.remove())")
        results = await Axe().run(page)
        await browser.close()
    assert results.violations_count == 0, results.generate_report()
