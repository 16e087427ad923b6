"""The demonstration's page in a real browser: what a visitor sees, presses and hears."""

import shutil
from datetime import timedelta

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright, expect

from bot.demo.world import STAFF_CHAT
from tests.demo.conftest import BROWSERS, FLAGS, demonstration
from tests.waiting import HANG

#: One browser for all of them, so one event loop too; each test has a demonstration and a window of its own.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

SIZES = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 800}}
PATIENT, TEAM = "#patient", "#team"
LAST = ".message:last-of-type"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """An installed Chromium."""
    async with async_playwright() as running:
        found = next(filter(None, map(shutil.which, (*BROWSERS, running.chromium.executable_path))), None)
        if found is None:
            pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is in PATH, and playwright has none of its own")
        browser = await running.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo():
    """A demonstration of the test's own, in the loop of the browser."""
    async with demonstration() as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, demo):
    """Open the page in a window of its own; what the page complains about fails the test."""
    complaints, windows = [], []

    async def visit(query="", size="desktop", **settings):
        context = await browser.new_context(viewport=SIZES[size], locale="es-CL", **settings)
        windows.append(context)
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        page.set_default_timeout(HANG * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(f"{demo.page}/{query}")
        return page

    yield visit
    for window in windows:
        await window.close()
    assert complaints == []


async def say(page, text, side=PATIENT):
    await page.fill(f"{side} textarea", text)
    await page.press(f"{side} textarea", "Enter")


async def begin(page):
    await page.click(f"{PATIENT} .main")
    await page.wait_for_selector(f"{PATIENT} .key")


async def test_an_empty_chat_says_what_the_bot_is_and_offers_to_start(visit):
    page = await visit()
    assert "Le hago unas preguntas" in await page.inner_text(f"{PATIENT} .empty")
    assert await page.inner_text(f"{PATIENT} h3") == "Estudio clínico"
    await begin(page)
    assert "biopsia" in await page.inner_text(f"{PATIENT} {LAST}")


async def test_a_press_changes_the_message_in_place_and_brings_the_next(visit):
    page = await visit()
    await begin(page)
    await page.click("text=No sé")
    await page.wait_for_selector("text=¿Qué edad tiene?")
    assert await page.locator(f"{PATIENT} .message").count() == 3
    assert "Su respuesta: unknown" in await page.inner_text(f"{PATIENT} .message >> nth=1")
    assert await page.locator(f"{PATIENT} .key").count() == 0


async def test_everything_can_be_done_with_the_keyboard_alone(visit):
    page = await visit()
    await page.wait_for_selector(f"{PATIENT} .main")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "log-patient"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(f"{PATIENT} .key")
    await page.focus("text=No sé")
    await page.keyboard.press("Space")
    await page.wait_for_selector("text=¿Qué edad tiene?")
    assert await page.evaluate("document.activeElement.classList.contains('message')"), "the focus is not lost"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.textContent") == "Foto"
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"


async def test_ticking_a_list_changes_only_the_buttons_and_keeps_the_focus(visit):
    page = await visit()
    await begin(page)
    await say(page, "/lista")
    await page.focus("text=[ ] Prednisona")
    await page.evaluate("document.querySelector('#patient .message:last-of-type .bubble').dataset.kept = 'yes'")
    for label in ("[x] Prednisona", "[ ] Prednisona"):
        await page.keyboard.press("Enter")
        await page.wait_for_selector(f"text={label}")
        assert await page.evaluate("document.activeElement.textContent") == label
    assert await page.locator("[data-kept=yes]").count() == 1


async def test_a_folded_quote_opens_with_a_button(visit):
    page = await visit()
    await begin(page)
    folded = page.locator(".foldable blockquote")
    before = (await folded.bounding_box())["height"]
    await page.click("text=Leer más")
    assert (await folded.bounding_box())["height"] > before
    assert await page.get_attribute("text=Leer menos", "aria-expanded") == "true"


async def test_an_answer_to_a_tap_is_a_toast_or_a_dialog(visit):
    page = await visit()
    await begin(page)
    await page.click("text=Atrás")
    await page.wait_for_selector(f"{PATIENT} .toast.shown >> text=Esto es un aviso")
    await page.click("text=Pausa")
    await page.wait_for_selector("dialog >> text=Esto es un aviso")
    await page.click("dialog >> text=Entendido")
    await page.wait_for_selector("dialog", state="detached")


async def test_ones_own_number_is_shared_after_a_question(visit, demo):
    page = await visit()
    await begin(page)
    await say(page, "/contacto")
    await page.click("text=Compartir mi número")
    assert "+56900000001" in await page.inner_text("dialog")
    await page.click("dialog .main")
    await page.wait_for_selector(f"text=Recibí: contacto {demo.emulator.patients[0]}")
    await page.wait_for_selector(".answers", state="hidden")


async def test_codes_are_copied_and_files_downloaded(visit):
    page = await visit()
    await begin(page)
    await say(page, "/codigo")
    await page.click("text=Copiar código")
    assert await page.evaluate("navigator.clipboard.readText()") == "LUP-7K3Q"
    async with page.expect_download() as download:
        await page.click("text=mis-datos.json")
    assert (await download.value).suggested_filename == "mis-datos.json"
    assert await page.locator(f"{PATIENT} {LAST} .mark").count() == 1, "its mark says that it cannot be forwarded"


async def test_the_team_sees_the_card_and_the_second_member_takes_it(visit):
    page = await visit()
    await begin(page)
    await say(page, "/codigo")
    await page.wait_for_selector(f"{TEAM} >> text=LUP-7K3Q")
    await page.select_option("#acting", label="Coordinación 2")
    await page.click("text=Tomar")
    await page.wait_for_selector(f"{TEAM} >> text=Lo tomó Coordinación 2")


async def test_a_member_of_staff_answers_one_message(visit, demo):
    page = await visit()
    await page.click("text=Coordinación >> nth=0")
    await page.click(f"{TEAM} .main")
    await page.wait_for_selector(f"{TEAM} .key")
    await page.click(f"{TEAM} .message:nth-of-type(2) .reply, {TEAM} .message.theirs .reply")
    await say(page, "una nota", TEAM)
    await page.wait_for_selector("text=Recibí: una nota")
    coordinator = demo.emulator.staff[0]
    (note,) = [one for one in demo.emulator.messages(coordinator) if one.get("text") == "una nota"]
    assert "biopsia" in note["reply_to_message"]["text"]


async def test_on_a_phone_one_side_shows_at_a_time_and_the_other_counts(visit):
    page = await visit(size="phone")
    await begin(page)
    await say(page, "/codigo")
    await page.wait_for_selector("[data-side=team] .count >> text=1")
    assert not await page.is_visible(TEAM)
    await page.click("[data-side=team]")
    await page.wait_for_selector(f"{TEAM} >> text=LUP-7K3Q")
    assert not await page.is_visible(PATIENT)
    assert await page.locator(".count").count() == 0


async def test_a_new_person_has_the_language_of_her_telegram(visit, demo):
    page = await visit()
    await page.click("#new-patient")
    await page.check("dialog input[value=en]")
    await page.click("dialog .main")
    await page.wait_for_selector("#who option:checked[value='700000004']", state="attached")
    assert demo.emulator.world.people[demo.emulator.patients[-1]].language == "en"


async def test_the_address_chooses_the_patients_language_and_link(visit, demo):
    page = await visit("?patient_lang=en&start=c_poster&lang=en")
    await page.wait_for_selector("text=Start over")
    await page.click(f"{PATIENT} .main")
    await page.wait_for_selector("text=Enlace: c_poster")
    assert demo.emulator.messages(demo.emulator.patients[0]), "the first patient is one whose Telegram is English"
    assert await page.inner_text("#team-800000001") == "Coordinator"
    assert demo.asked == ["reset en"], "the team speaks the visitor's language, and nobody was there to lose anything"


async def test_a_link_opens_a_chat_that_was_already_used(visit):
    page = await visit()
    await begin(page)
    await page.click(f"{PATIENT} .options")
    await page.click("text=Abrir con un enlace")
    await page.fill("#link-code", "https://t.me/tamiz_demo_bot?start=v_abc")
    await page.click("dialog .main")
    await page.click(f"{PATIENT} .foot .main")
    await page.wait_for_selector("text=Enlace: v_abc")


async def test_blocking_stops_the_bot_and_restarting_brings_it_back(visit, demo):
    page = await visit()
    await begin(page)
    await page.click(f"{PATIENT} .options")
    await page.click("text=Bloquear este bot")
    await page.click("text=Reiniciar")
    await page.wait_for_selector(f"{PATIENT} textarea")
    assert demo.emulator.world.rooms[demo.emulator.patients[0]].standing == "member"


async def test_the_attach_menu_sends_examples_and_the_commands_menu_commands(visit):
    page = await visit()
    await begin(page)
    for kind, name in (("Foto", "photo"), ("Mensaje de voz", "voice"), ("Documento", "document")):
        await page.click(f"{PATIENT} .attach")
        await page.click(f"{PATIENT} .menu-list >> text={kind}")
        await page.wait_for_selector(f"text=Recibí: {name}")
    await page.click(f"{PATIENT} .commands")
    await page.click("text=Qué puede hacer aquí")
    await page.wait_for_selector("text=Recibí: /ayuda")


async def test_the_bar_turns_the_switch_the_clock_and_everything_back(visit, demo):
    page = await visit()
    await begin(page)
    await page.click("text=Abierto")
    await page.click("#next_hour")
    await page.click("#next_day")
    await page.wait_for_selector("time >> text=lun, 23 nov 2026, 13:00")
    await page.click("#reset")
    await page.click("dialog .main")
    await page.wait_for_selector(f"{PATIENT} .empty")
    assert demo.asked == ["recruiting", timedelta(hours=1), timedelta(days=1), "reset es"]
    await page.wait_for_selector("#recruitment-not_recruiting:checked", state="attached")


async def test_the_page_speaks_the_visitors_language_apart_from_the_patients(visit, demo):
    page = await visit()
    await begin(page)
    await page.click("#language-en")
    await page.wait_for_selector("text=Start over")
    assert demo.asked == [], "with somebody in the middle of it, the team speaks as it did"
    assert await page.get_attribute("html", "lang") == "en"
    assert "biopsia" in await page.inner_text(f"{PATIENT} {LAST}"), "what the bot said stays as it was"
    assert await page.get_attribute(f"{PATIENT} {LAST} .text", "lang") == "es"


async def test_a_quick_second_press_begins_nothing_twice(visit, demo):
    page = await visit()
    await page.dblclick(f"{PATIENT} .main")
    await page.wait_for_selector(f"{PATIENT} .key")
    assert demo.said() == ["/start"]


async def test_what_could_not_be_sent_is_given_back(visit, demo):
    """Also what a link carried."""
    page = await visit("?start=c_poster")

    async def lost(route):
        await route.fulfill(status=200, body="")

    await page.route("**/acts/say", lost)
    await page.click(f"{PATIENT} .main")
    await page.wait_for_selector("#toast:not(:empty)")
    await page.unroute("**/acts/say")
    await page.click(f"{PATIENT} .main:enabled")
    await page.wait_for_selector("text=Enlace: c_poster")
    await page.route("**/acts/say", lost)
    await say(page, "una respuesta larga")
    await expect(page.locator(f"{PATIENT} textarea")).to_have_value("una respuesta larga", timeout=HANG * 1000)
    await page.unroute("**/acts/say")
    await page.press(f"{PATIENT} textarea", "Enter")
    await page.wait_for_selector("text=Recibí: una respuesta larga")
    assert demo.said() == ["/start c_poster", "una respuesta larga"]


async def test_nothing_can_be_said_to_a_world_that_is_about_to_end(visit, demo):
    page = await visit()
    await page.wait_for_selector(f"{PATIENT} .main")
    at_rest = []

    async def held(route):
        at_rest.append(await page.evaluate("[...document.querySelectorAll('.phone')].every((one) => one.inert)"))
        await route.continue_()

    await page.route("**/bar/reset", held)
    await page.click("#language-en")
    await page.wait_for_selector("#team-800000001 >> text=Coordinator")
    await page.click(f"{PATIENT} .main")
    await page.wait_for_selector(f"{PATIENT} .key")
    assert at_rest == [True]
    assert demo.said() == ["/start"]


async def test_who_left_the_group_is_outside_on_a_page_that_is_loaded_anew(visit):
    page = await visit()
    await page.click(f"{TEAM} >> text=Salir del grupo")
    await page.wait_for_selector(f"{TEAM} >> text=Volver al grupo")
    await page.reload()
    await page.click(f"{TEAM} >> text=Volver al grupo")
    await page.wait_for_selector(f"{TEAM} >> text=Salir del grupo")


async def test_html_in_a_message_stays_text(visit):
    page = await visit()
    await begin(page)
    await say(page, "<img src=x onerror=alert(1)> <b>x</b>")
    await page.wait_for_selector("text=Recibí: <img src=x onerror=alert(1)> <b>x</b>")


async def test_messages_are_announced_and_the_landmarks_are_there(visit):
    page = await visit()
    await begin(page)
    log = page.locator("#log-patient")
    assert [await log.get_attribute(name) for name in ("role", "aria-live")] == ["log", "polite"]
    assert await page.locator("header, main, section[aria-labelledby]").count() == 4
    said = await page.text_content(f"{PATIENT} .message.theirs")
    assert said.startswith("Estudio clínico: "), "by the name that stands above, in the language of the chat"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_an_accessibility_check_finds_nothing(visit, scheme, size):
    axe = Axe()
    page = await visit(size=size, color_scheme=scheme, reduced_motion="reduce")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}}

    async def check(what):
        results = await axe.run(page, options=options)
        found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in results.response["violations"]]
        assert found == [], what

    await page.wait_for_selector(f"{PATIENT} .empty")
    await check("empty chats")
    await begin(page)
    await check("a question")
    await say(page, "/codigo")
    await say(page, "/contacto")
    await page.wait_for_selector(f"{PATIENT} .answers .key")
    await page.click(f"{PATIENT} .commands")
    await check("files, a keyboard and an open menu")
    await page.keyboard.press("Escape")
    await page.click("text=Compartir mi número")
    await check("a dialog")
    await page.click("dialog .quiet")
    if size == "phone":
        await page.click("#more")
        await page.click("[data-side=team]")
    await page.click(f"{TEAM} .reply")
    await check("the team's side")


async def test_the_page_fits_a_narrow_screen_without_sideways_scrolling(visit):
    page = await visit(size="phone")
    await page.set_viewport_size({"width": 320, "height": 640})
    await begin(page)
    for press in ("#patient .log", "#more", "[data-side=team]"):
        await page.click(press)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        edges = "[...document.querySelectorAll('button, select')].map((one) => one.getBoundingClientRect().right)"
        assert max(await page.evaluate(edges)) <= 320


async def test_the_group_is_the_one_the_bot_was_given(demo):
    assert demo.emulator.staff_chat == STAFF_CHAT
