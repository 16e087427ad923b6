"""The demonstration's Bot API server against an ordinary client: updates, people, chats and the bot's own texts."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramForbiddenError, TelegramNotFound
from aiogram.methods import SendVenue
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from aiohttp import ClientSession

from bot.demo.acts import NoSuchThing
from bot.demo.samples import KINDS
from tests.demo.echo import tap
from tests.waiting import HANG, until


async def test_the_bot_is_told_what_a_person_said_with_its_command_marked(bot, patient):
    (update,) = await bot.get_updates()
    message = update.message
    assert (message.chat.id, message.from_user.language_code, message.text) == (patient, "es", "/start c_afiche")
    assert [(entity.type, entity.offset, entity.length) for entity in message.entities] == [("bot_command", 0, 6)]


@pytest.mark.parametrize("header", ["Origin", "Referer", "Sec-Fetch-Site", "Host"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_foreign_page_cannot_call_it(emulator, header, method):
    """It could set a webhook, and the bot would hear nothing any more."""
    address = f"{emulator.base}/bot{emulator.token}/setWebhook?url=https://elsewhere.example.org"
    async with ClientSession() as page, page.request(method, address, headers={header: "cross-site"}) as answer:
        assert answer.status == 403
    assert emulator.world.webhook == ""


async def test_an_update_stays_until_a_later_offset_confirms_it(bot, emulator, patient):
    emulator.say(patient, patient, "hola")
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == []
    assert first.update_id + 1 == second.update_id


async def test_a_long_poll_ends_when_somebody_writes(bot, emulator, patient):
    (first,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=int(HANG)))
    await until(lambda: emulator.world.inbox._bell is not None)
    emulator.say(patient, patient, "18")
    (update,) = await poll
    assert update.message.text == "18"


async def test_of_two_pollers_the_older_is_sent_away(bot, emulator, patient):
    (first,) = await bot.get_updates()
    older = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=int(HANG)))
    await until(lambda: emulator.world.inbox._bell is not None)
    assert await bot.get_updates(offset=first.update_id + 1) == []
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await older


async def test_only_the_kinds_of_update_that_were_asked_for_are_kept(bot, emulator, patient):
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    message = await bot.send_message(patient, "¿Sí?", reply_markup=tap([("Sí", "yes")]))
    emulator.say(patient, patient, "sí")
    emulator.press(patient, patient, message.message_id, "Sí")
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "callback_query"], "the first was there before the bot said what it wants"


async def test_polling_is_refused_while_a_webhook_is_set(bot, patient):
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_reply_keyboard_stays_until_it_is_used_or_removed(bot, emulator, patient):
    room = emulator.world.rooms[patient]
    button = KeyboardButton(text="Compartir", request_contact=True)
    once = ReplyKeyboardMarkup(keyboard=[[button]], one_time_keyboard=True)
    await bot.send_message(patient, "¿Teléfono?", reply_markup=once)
    assert room.keyboard["keyboard"][0][0]["request_contact"]
    emulator.share_contact(patient, patient)
    assert room.keyboard is None
    contact = (await bot.get_updates())[-1].message
    assert contact.contact.user_id == patient
    assert contact.reply_to_message.text == "¿Teléfono?"
    await bot.send_message(patient, "x", reply_markup=ForceReply(input_field_placeholder="su edad"))
    assert room.keyboard["force_reply"]
    await bot.send_message(patient, "x", reply_markup=ReplyKeyboardRemove())
    assert room.keyboard is None
    with pytest.raises(TelegramBadRequest, match="private chats only"):
        await bot.send_message(emulator.staff_chat, "x", reply_markup=once)


async def test_somebody_elses_contact_has_no_user_id_of_the_sender(bot, emulator, patient):
    emulator.share_contact(patient, patient, own=False)
    assert (await bot.get_updates())[-1].message.contact.user_id is None


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_not_a_text_arrives_as_an_update_that_the_client_can_read(bot, emulator, patient, kind):
    emulator.send_other(patient, patient, kind)
    message = (await bot.get_updates())[-1].message
    assert message.content_type == kind


async def test_an_album_is_several_messages_of_one_group(bot, emulator, patient):
    emulator.send_album(patient, patient, 3)
    messages = [update.message for update in (await bot.get_updates())[-3:]]
    assert len({message.media_group_id for message in messages}) == 1


async def test_the_bot_cannot_write_first_nor_to_who_blocked_it(bot, emulator):
    patient = emulator.patients[1]
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(patient, "x")
    emulator.say(patient, patient, "/start")
    await bot.send_message(patient, "x")
    emulator.block(patient)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(patient, "x")
    emulator.say(patient, patient, "/start")
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]
    await bot.send_message(patient, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(12345, "x")


async def test_the_bots_texts_are_kept_per_language(bot):
    await bot.set_my_name("Tamiz")
    await bot.set_my_description("A trial about lupus")
    await bot.set_my_description("Un estudio sobre lupus", language_code="es")
    await bot.set_my_short_description("Lupus", language_code="es")
    assert (await bot.get_my_name(language_code="es")).name == "Tamiz"
    assert (await bot.get_my_description()).description == "A trial about lupus"
    assert (await bot.get_my_description(language_code="es")).description == "Un estudio sobre lupus"
    assert (await bot.get_my_short_description()).short_description == ""
    with pytest.raises(TelegramBadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_the_narrowest_commands_win(bot, emulator):
    def command(name: str) -> list[BotCommand]:
        return [BotCommand(command=name, description=name)]

    everywhere, private = emulator.world.profile, emulator.world.rooms[emulator.patients[0]].chat
    await bot.set_my_commands(command("help"))
    await bot.set_my_commands(command("ayuda"), language_code="es")
    assert everywhere.commands_for(private, "en")[0]["command"] == "help"
    assert everywhere.commands_for(private, "es")[0]["command"] == "ayuda"
    await bot.set_my_commands(command("estado"), BotCommandScopeAllPrivateChats())
    assert everywhere.commands_for(private, "es")[0]["command"] == "estado"
    await bot.set_my_commands(command("equipo"), BotCommandScopeChat(chat_id=private["id"]))
    assert everywhere.commands_for(private, "es")[0]["command"] == "equipo"
    assert (await bot.get_my_commands(language_code="es"))[0].command == "ayuda"
    await bot.delete_my_commands(language_code="es")
    assert await bot.get_my_commands(language_code="es") == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands(command("Ayuda"))


async def test_who_is_in_the_group_is_known(bot, emulator):
    group = emulator.staff_chat
    coordinator, second, *_others = emulator.staff
    statuses = [(await bot.get_chat_member(group, user)).status for user in (coordinator, second, bot.id)]
    assert statuses[:2] == ["creator", "member"]
    outsider = await bot.get_chat_member(group, emulator.patients[0])
    assert outsider.status == "left"
    administrators = await bot.get_chat_administrators(group)
    assert [member.status for member in administrators] == ["creator", "administrator"]
    assert (await bot.get_chat(group)).title == "Equipo del estudio"
    await bot.leave_chat(group)
    with pytest.raises(TelegramForbiddenError, match="not a member"):
        await bot.send_message(group, "x")


async def test_who_leaves_the_group_is_out_of_it_and_the_bot_is_told(bot, emulator):
    """[GRP-02]"""
    group, (_coordinator, second, *_others) = emulator.staff_chat, emulator.staff
    await bot.get_updates(allowed_updates=["chat_member"])
    emulator.leave_group(second)
    emulator.leave_group(second)
    assert (await bot.get_chat_member(group, second)).status == "left"
    (update,) = await bot.get_updates()
    assert update.chat_member.new_chat_member.status == "left"
    with pytest.raises(NoSuchThing):
        emulator.say(group, second, "hola")
    emulator.leave_group(second, gone=False)
    assert (await bot.get_chat_member(group, second)).status == "member"


async def test_an_unknown_method_and_a_wrong_token_are_told_apart(bot, emulator, patient):
    with pytest.raises(TelegramNotFound, match="method not found"):
        await bot(SendVenue(chat_id=patient, latitude=0, longitude=0, title="x", address="x"))
    async with Bot("1:wrong", session=AiohttpSession(api=TelegramAPIServer.from_base(emulator.base))) as stranger:
        with pytest.raises(Exception, match="Unauthorized"):
            await stranger.get_me()


async def test_the_same_call_may_come_as_json_as_a_form_or_in_the_address(bot, emulator, patient):
    session = await bot.session.create_session()
    address = f"{emulator.base}/bot{emulator.token}/sendmessage"
    fields = {"chat_id": str(patient), "text": "hola", "reply_markup": tap([("Sí", "yes")]).model_dump_json()}
    for form in ({"json": {"chat_id": patient, "text": "hola"}}, {"data": fields}, {"params": fields}):
        async with session.post(address, **form) as response:
            assert (await response.json())["ok"]


async def test_a_reset_forgets_people_and_updates_but_not_the_bots_texts(bot, emulator, patient):
    await bot.set_my_description("Un estudio", language_code="es")
    emulator.new_patient("en")
    emulator.reset()
    assert await bot.get_updates() == []
    assert emulator.messages(patient) == []
    assert len(emulator.patients) == 3
    assert (await bot.get_my_description(language_code="es")).description == "Un estudio"


async def test_every_update_is_one_that_the_client_library_understands(bot, emulator, patient):
    said = emulator.say(patient, patient, "hola")
    emulator.edit(patient, patient, said["message_id"], "hola /ayuda")
    emulator.say(emulator.staff_chat, emulator.staff[1], "/estado", reply_to=None)
    assert all(isinstance(update, Update) for update in await bot.get_updates())
