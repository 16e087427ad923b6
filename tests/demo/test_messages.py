"""Messages of the demonstration's Bot API: sent, edited, deleted, formatted, with their buttons."""

import doctest
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.demo import formatting
from bot.demo.acts import NoSuchThing
from tests.demo.echo import tap


async def test_every_example_in_the_formatting_rules_holds():
    assert doctest.testmod(formatting).failed == 0


async def test_html_becomes_text_with_entities(bot, patient):
    source = (
        'Hola <b>Año <i>2026</i></b> 🙂 <a href="https://example.org/?a=1&amp;b=2">aquí</a> &lt;b&gt;'
        "<blockquote expandable>Nota <tg-spoiler>s</tg-spoiler></blockquote><pre>x</pre>"
        " <code>y</code> <u>u</u> <s>t</s>"
    )
    message = await bot.send_message(patient, source, parse_mode="HTML")
    assert message.text == "Hola Año 2026 🙂 aquí <b>Nota sx y u t"
    found = {(entity.type, entity.extract_from(message.text)) for entity in message.entities}
    assert found == {
        ("bold", "Año 2026"), ("italic", "2026"), ("text_link", "aquí"), ("expandable_blockquote", "Nota s"),
        ("spoiler", "s"), ("pre", "x"), ("code", "y"), ("underline", "u"), ("strikethrough", "t"),
    }  # fmt: skip
    assert message.entities[2].url == "https://example.org/?a=1&b=2"


@pytest.mark.parametrize(
    "source", ["<b>a", "a</b>", "<b><i>a</b></i>", "1 < 2", "<br>", "<div>a</div>", "<span>a</span>"]
)
async def test_malformed_html_is_refused(bot, patient, source):
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(patient, source, parse_mode="HTML")


async def test_the_limit_of_length_counts_what_is_read_not_the_markup(bot, patient):
    await bot.send_message(patient, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(patient, "🙂" * 2049)
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(patient, "<b> </b>", parse_mode="HTML")


async def test_an_edit_replaces_text_and_takes_the_keyboard_away(bot, emulator, patient):
    sent = await bot.send_message(patient, "¿Sí?", reply_markup=tap([("Sí", "yes")]))
    edited = await bot.edit_message_text("Sí", chat_id=patient, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Sí", None)
    assert emulator.messages(patient)[-1]["text"] == "Sí"
    for _ in range(2):
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await bot.edit_message_text("Sí", chat_id=patient, message_id=sent.message_id)


async def test_a_keyboard_alone_can_be_edited(bot, patient):
    sent = await bot.send_message(patient, "¿Sí?", reply_markup=tap([("Sí", "yes")]))
    edited = await bot.edit_message_reply_markup(chat_id=patient, message_id=sent.message_id)
    assert edited.reply_markup is None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=patient, message_id=sent.message_id)


async def test_what_cannot_be_edited_is_refused(bot, emulator, patient):
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=patient, message_id=999)
    theirs = emulator.say(patient, patient, "hola")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=patient, message_id=theirs["message_id"])
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Compartir", request_contact=True)]])
    fixed = await bot.send_message(patient, "¿Teléfono?", reply_markup=keyboard)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=patient, message_id=fixed.message_id)


async def test_a_message_can_be_deleted_for_two_days(bot, emulator, patient, watch):
    first, second = [await bot.send_message(patient, text) for text in ("uno", "dos")]
    await bot.delete_message(patient, first.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(patient, first.message_id)
    watch.now += timedelta(hours=49)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(patient, second.message_id)


async def test_a_tap_is_answered_until_it_is_too_old(bot, emulator, patient, watch):
    news = emulator.subscribe()
    sent = await bot.send_message(patient, "¿Sí?", reply_markup=tap([("Sí", "yes"), ("No", "no")]))
    query = emulator.press(patient, patient, sent.message_id, (0, 1))
    update = (await bot.get_updates())[-1]
    assert (update.callback_query.id, update.callback_query.data) == (query, "no")
    await bot.answer_callback_query(query, text="Listo", show_alert=True)
    heard = [news.get_nowait() for _ in range(news.qsize())]
    assert heard[-1] | {"text": "Listo", "alert": True, "user": patient} == heard[-1]
    watch.now += timedelta(hours=1)
    for stale in (query, "1"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(stale)


async def test_a_button_that_is_gone_cannot_be_pressed_but_an_old_client_may_send_it(bot, emulator, patient):
    sent = await bot.send_message(patient, "¿Sí?", reply_markup=tap([("Sí", "yes")]))
    with pytest.raises(NoSuchThing):
        emulator.press(patient, patient, sent.message_id, "No")
    with pytest.raises(NoSuchThing):
        emulator.press(patient, emulator.patients[1], sent.message_id, "Sí")
    emulator.tap(patient, patient, sent.message_id, "forged")
    assert (await bot.get_updates())[-1].callback_query.data == "forged"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "ñ" * 33}, "BUTTON_DATA_INVALID"),
        ({"url": "not an address"}, "BUTTON_URL_INVALID"),
        ({"copy_text": CopyTextButton.model_construct(text="x" * 257)}, "BUTTON_COPY_TEXT_INVALID"),
        ({}, "Text buttons are unallowed"),
    ],
)
async def test_a_wrong_button_is_refused(bot, patient, button, reason):
    wrong = InlineKeyboardButton.model_construct(text="Sí", **button)
    markup = InlineKeyboardMarkup.model_construct(inline_keyboard=[[wrong]])
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(patient, "x", reply_markup=markup)


async def test_a_document_is_sent_with_its_caption_and_kept(bot, emulator, patient):
    file = BufferedInputFile(b'{"a": 1}', "datos.json")
    message = await bot.send_document(patient, file, caption="<b>Sus datos</b>", parse_mode="HTML")
    assert (message.document.file_name, message.caption) == ("datos.json", "Sus datos")
    assert emulator.world.files[message.document.file_id].content == b'{"a": 1}'


async def test_a_reply_names_its_message_and_a_lost_one_is_refused(bot, emulator, patient):
    theirs = emulator.say(patient, patient, "hola")["message_id"]
    sent = await bot.send_message(patient, "x", reply_parameters=ReplyParameters(message_id=theirs))
    assert sent.reply_to_message.text == "hola"
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(patient, "x", reply_parameters=ReplyParameters(message_id=999))
    loose = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(patient, "x", reply_parameters=loose)).reply_to_message is None


async def test_protected_and_quiet_messages_are_taken(bot, emulator):
    quiet = LinkPreviewOptions(is_disabled=True)
    card = await bot.send_message(
        emulator.staff_chat, "LUP", protect_content=True, link_preview_options=quiet, disable_notification=True
    )
    assert card.has_protected_content
