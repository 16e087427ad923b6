"""The page's own server: who may use it, and what it refuses."""

import asyncio
import json

import aiohttp
import pytest

from bot.demo import views
from bot.demo.emulator import Emulator
from bot.demo.server import Hooks, serve_demo


@pytest.fixture
async def client():
    async with aiohttp.ClientSession() as client:
        yield client


async def test_only_the_loopback_interface_is_served():
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        await serve_demo(Emulator(), "0.0.0.0", 0, Hooks())


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}],
)
async def test_a_request_from_another_place_is_refused(client, demo, headers):
    async with client.post(f"{demo.page}/bar/reset", json={}, headers=headers) as answer:
        assert answer.status == 403
    assert demo.asked == []


async def test_a_form_of_another_page_cannot_act(client, demo):
    async with client.post(f"{demo.page}/bar/reset", data={"a": "b"}) as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("acts/say", {"chat": 1, "user": 1, "text": "x"}),
        ("acts/say", {}),
        ("acts/press", {"chat": 700_000_001, "user": 700_000_001, "message_id": 1, "button": [0, 0]}),
        ("acts/other", {"chat": 700_000_001, "user": 700_000_001, "kind": "nothing"}),
        ("bar/recruitment", {"state": "maybe"}),
        ("bar/advance", {"hours": -1}),
        ("bar/advance", {"hours": 10**9}),
        ("bar/unknown", {}),
    ],
)
async def test_an_act_that_cannot_be_is_a_bad_request(client, demo, address, body):
    async with client.post(f"{demo.page}/{address}", json=body) as answer:
        assert answer.status == 400
    assert demo.asked == []


async def test_a_control_without_its_hook_is_not_offered(client):
    emulator = Emulator()
    runner = await serve_demo(emulator, "127.0.0.1", 0, Hooks())
    page = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with client.get(f"{page}/events") as stream:
        first = json.loads((await stream.content.readline()).removeprefix(b"data: "))
    assert first["controls"] == {"recruitment": None, "reset": False, "advance": False}
    for control in ("recruitment", "reset", "advance"):
        async with client.post(f"{page}/bar/{control}", json={"state": "closed", "hours": 1}) as answer:
            assert answer.status == 400
    await runner.cleanup()


async def test_the_page_brings_everything_itself_and_runs_nothing_foreign(client, demo):
    async with client.get(demo.page) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "http" not in (await answer.text()).replace("http-equiv", "")
    async with client.get(f"{demo.page}/page/app.js") as script:
        assert script.status == 200
        assert script.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_that_is_not_a_picture_is_only_downloaded(client, demo):
    patient = demo.emulator.patients[0]
    message = demo.emulator.send_other(patient, patient, "document")
    async with client.get(f"{demo.page}/files/{message['document']['file_id']}") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    async with client.get(f"{demo.page}/files/nothing") as answer:
        assert answer.status == 404


async def test_an_answer_says_up_to_which_news_it_holds(client, demo):
    """So that the page shows what the server says before anything can be pressed once more."""
    listener = demo.emulator.subscribe()
    patient = demo.emulator.patients[0]
    async with client.post(
        f"{demo.page}/acts/say", json={"chat": patient, "user": patient, "text": "/start"}
    ) as answer:
        number = (await answer.json())["number"]
    told = [listener.get_nowait() for _ in range(listener.qsize())]
    numbers = [event["number"] for event in told]
    assert numbers == sorted(set(numbers))
    assert next(event["number"] for event in told if event["event"] == "message") <= number


async def test_a_button_that_says_something_else_by_now_is_not_pressed(client, demo):
    emulator, group = demo.emulator, demo.emulator.staff_chat
    room, member = emulator.world.rooms[group], emulator.staff[0]
    keyboard = {"inline_keyboard": [[{"text": "Give it back", "callback_data": "b"}]]}
    room.messages[77] = {"message_id": 77, "from": emulator.world.bot(), "chat": room.chat, "reply_markup": keyboard}
    act = {"chat": group, "user": member, "message_id": 77, "button": [0, 0]}
    for label, status in (("Take", 400), ("Give it back", 200)):
        async with client.post(f"{demo.page}/acts/press", json={**act, "label": label}) as answer:
            assert answer.status == status
    assert [query.message for query in emulator.world.queries.values()] == [77]


async def test_who_left_the_group_is_told_to_every_page(client, demo):
    emulator, gone = demo.emulator, demo.emulator.staff[1]
    listener = emulator.subscribe()
    emulator.leave_group(gone)
    assert [event["left"] for event in [listener.get_nowait()] if event["event"] == "standing"] == [[gone]]
    assert [
        views.chat(emulator.world, room)["left"] for room in emulator.world.rooms.values() if room.chat["id"] < 0
    ] == [[gone]]
    emulator.reset("en")
    assert all(views.chat(emulator.world, room)["left"] == [] for room in emulator.world.rooms.values())


async def test_two_controls_at_once_are_turned_one_after_the_other(client):
    """A world that begins anew twice at once had two bots."""
    begun, most = 0, 0

    async def reset(_language: str) -> None:
        nonlocal begun, most
        begun += 1
        most = max(most, begun)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        begun -= 1

    emulator = Emulator()
    runner = await serve_demo(emulator, "127.0.0.1", 0, Hooks(on_reset=reset))
    page = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def ask() -> int:
        async with client.post(f"{page}/bar/reset", json={"language": "en"}) as answer:
            return answer.status

    assert await asyncio.gather(*(ask() for _ in range(6))) == [200] * 6
    assert most == 1
    await runner.cleanup()
