"""The shared page in a browser: what it says, what it never lets anybody keep, and what guessing brings."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright

from bot.routers import shared_web
from bot.routers.shared_web import SharedPages
from bot.store.engine import Store
from dialogs.errors import SetUpError
from tests.shell.desk.test_sharing import CANARY, share
from tests.shell.english import English
from tests.shell.front import EVA, Front
from tests.waiting import until

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def front(store: Store) -> Front:
    address = f"127.0.0.1:{free_port()}"
    return Front(store, English(), share_listen=address, share_url=f"http://{address}")


def is_open(port: int) -> bool:
    """Does anybody listen there?"""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@asynccontextmanager
async def served(front: Front) -> AsyncIterator[str]:
    """The pages while they are served; their address."""
    task = asyncio.create_task(SharedPages(front.context).run())
    address = str(front.context.settings.share_url)
    port = urlsplit(address).port
    assert port is not None
    await until(lambda: is_open(port))
    try:
        yield address
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def opened(address: str, token: str, code: str) -> tuple[int, str]:
    async with ClientSession() as session, session.post(f"{address}/v/{token}", data={"passcode": code}) as answer:
        return answer.status, await answer.text()


def link(front: Front) -> tuple[str, str]:
    """A shared page: the secret part of its link in the browser, and the passcode."""
    before = len(front.chat(EVA))
    token, code = share(front)
    said = "\n".join(front.chat(EVA)[before:])
    assert f"{front.context.settings.share_url}/v/{token}" in said
    return token, code


def test_the_right_passcode_shows_the_page_in_both_languages_and_the_person_is_told(front: Front) -> None:
    token, code = link(front)

    async def work() -> tuple[int, str]:
        async with served(front) as address:
            return await opened(address, token, code.lower())

    status, page = asyncio.run(work())
    assert status == 200
    assert "Summary of my answers" in page
    assert "es:Summary of my answers" in page
    assert "NCT03917797" in page
    front.deliver()
    assert "Your page was opened on" in front.last(EVA)


def test_looking_at_the_form_tells_nothing_and_counts_as_no_try(front: Front) -> None:
    token, code = link(front)

    async def work() -> tuple[list[str], int]:
        async with served(front) as address, ClientSession() as session:
            pages = []
            for path in [token] * 10 + ["never"]:
                async with session.get(f"{address}/v/{path}") as answer:
                    pages.append(await answer.text())
            return pages, (await opened(address, token, code))[0]

    pages, status = asyncio.run(work())
    assert len(set(pages)) == 1
    assert status == 200


def test_nothing_may_be_kept_embedded_or_passed_on(front: Front) -> None:
    token, code = link(front)

    async def work() -> list[dict[str, str]]:
        async with served(front) as address, ClientSession() as session:
            async with session.get(f"{address}/v/{token}") as form:
                pass
            async with session.post(f"{address}/v/{token}", data={"passcode": code}) as page:
                return [dict(form.headers), dict(page.headers)]

    for headers in asyncio.run(work()):
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert "script" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "Set-Cookie" not in headers


def test_wrong_unknown_closed_and_locked_are_answered_alike(front: Front) -> None:
    token, code = link(front)

    async def work() -> list[tuple[int, str]]:
        async with served(front) as address:
            answers = [await opened(address, "never-was", code)]
            answers += [await opened(address, token, guess) for guess in ["AAAAAAAA"] * 6]
            return [*answers, await opened(address, token, code), await opened(address, token, "")]

    answers = asyncio.run(work())
    assert {status for status, _page in answers} == {403}
    assert len({page for _status, page in answers}) == 1
    front.deliver()
    assert "Somebody tried five passcodes" in front.last(EVA)


@pytest.mark.slow
def test_fifty_guesses_at_once_are_five_tries(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_web, "TRIES_A_MINUTE", 60)
    token, code = link(front)

    async def work() -> list[int]:
        async with served(front) as address:
            many = await asyncio.gather(*(opened(address, token, "AAAAAAAA") for _ in range(50)))
            return [*(status for status, _page in many), (await opened(address, token, code))[0]]

    assert set(asyncio.run(work())) == {403}


def test_one_address_may_try_so_often_in_a_minute(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_web, "TRIES_A_MINUTE", 3)

    async def work() -> list[int]:
        async with served(front) as address:
            first = [(await opened(address, "x", "AAAAAAAA"))[0] for _ in range(5)]
            front.wait(minutes=2)
            return [*first, (await opened(address, "x", "AAAAAAAA"))[0]]

    assert asyncio.run(work()) == [403, 403, 403, 429, 429, 403]


def test_behind_a_proxy_each_address_is_counted_and_all_of_them_together(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy's own word stands last in its line: what somebody writes before it makes them nobody else."""
    monkeypatch.setattr(shared_web, "TRIES_A_MINUTE", 2)
    monkeypatch.setattr(shared_web, "ALL_A_MINUTE", 5)

    async def work(came: list[str]) -> list[int]:
        async with served(front) as address, ClientSession() as session:
            found = []
            for line in came:
                told = {"X-Forwarded-For": line}
                async with session.post(f"{address}/v/x", data={"passcode": "AAAAAAAA"}, headers=told) as answer:
                    found.append(answer.status)
            return found

    assert asyncio.run(work(["10.0.0.1", "10.0.0.2, 10.0.0.1", "10.0.0.3,10.0.0.1"])) == [403, 403, 429]
    assert asyncio.run(work([f"10.0.0.{number}" for number in range(7)])) == [403] * 5 + [429] * 2


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"passcode=" + b"x" * 5000, b"&" * 900, b"passcode=%00%ff", b"a=b"])
def test_odd_forms_are_refused_and_the_page_goes_on(front: Front, body: bytes) -> None:
    async def work() -> tuple[int, int]:
        async with served(front) as address, ClientSession() as session:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            async with session.post(f"{address}/v/x", data=body, headers=kind) as answer:
                status = answer.status
            async with session.get(f"{address}/v/x") as after:
                return status, after.status

    status, after = asyncio.run(work())
    assert 400 <= status < 500
    assert after == 200


def test_nothing_of_a_link_a_passcode_or_a_page_is_logged(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token, code = link(front)

    async def work() -> None:
        async with served(front) as address:
            await opened(address, token, "AAAAAAAA")
            await opened(address, token, code)

    asyncio.run(work())
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("asyncio"))
    assert not any(each in logged for each in (token, code, CANARY, "NCT03917797"))


def test_a_port_that_is_taken_is_named_by_its_setting(front: Front) -> None:
    async def work() -> None:
        async with served(front):
            await SharedPages(front.context).run()

    with pytest.raises(SetUpError, match="TAMIZ_SHARE_LISTEN"):
        asyncio.run(work())


async def looked_at_in_a_browser(front: Front, browser_path: str, token: str, code: str) -> list[tuple[str, int, int]]:
    """Each page, its width on a phone, and how many faults of accessibility it has."""
    seen = []
    async with served(front) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        without = await browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
        page = await without.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.headers.get("referer", "")))
        await page.goto(f"{address}/v/{token}")
        await page.locator("#code-es").fill(code)
        await page.locator("#es button").click()
        assert "NCT03917797" in await page.locator("main").inner_text()
        assert not any(asked)
        looked_at = await browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 700})
        for text, wrong in (("form", False), ("wrong", True), ("page", False)):
            page = await looked_at.new_page()
            await page.goto(f"{address}/v/{token}")
            if text != "form":
                await page.locator("#code-en").fill("AAAAAAAA" if wrong else code)
                await page.locator("#en button").click()
            width = int(await page.evaluate("document.documentElement.scrollWidth"))
            results = await Axe().run(page)
            seen.append((text, width, results.violations_count))
        await browser.close()
    return seen


@pytest.mark.browser
@pytest.mark.slow
def test_a_doctor_opens_it_in_a_browser_without_script_on_a_phone_and_nothing_is_at_fault(front: Front) -> None:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    for text, width, faults in asyncio.run(looked_at_in_a_browser(front, found, *link(front))):
        assert width <= 320, text
        assert faults == 0, text
