"""Screens as calls of the Bot API: escaping, folding, keyboards, length."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.messages import View, answer, cut, edit, message, pages, units
from bot.render.paragraphs import in_words, own_words, paragraphs, plain
from dialogs.replies import Notice
from dialogs.screens import Block, Button, Look, Screen, Text, kept
from dialogs.values import When
from tests.shell.english import English

VIEW = View(English(), "en")


def said(*lines: str, look: Look = Look.PLAIN, heading: str = "") -> Block:
    return Block(tuple(Text(line) for line in lines), look, Text(heading) if heading else None)


def options(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(name.lower(), Text(name)) for name in labels)


QUESTION = Screen(
    (
        said("About 7 left"),
        said("Do you have lupus?", look=Look.STRONG),
        said("For 3 < 4 & more", look=Look.HINT),
        said("It matters.", look=Look.FOLDED, heading="Why do we ask this?"),
    ),
    options=options("Yes", "No", "I don't know"),
    controls=options("Back", "Pause", "Talk to someone"),
    prompt=7,
)


class Counting(English):
    """Counts what it says."""

    def __init__(self) -> None:
        self.said = 0

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        self.said += 1
        return super().text(locale, msgid, **values)


def test_a_block_that_is_kept_is_drawn_once_in_each_language_and_catalogue_and_as_any_other() -> None:
    block = said("For 3 < 4 & more", "Second line", look=Look.FOLDED, heading="Why?")
    mine, before = Screen((kept(block),)), Screen((block,))
    for texts in (Counting(), Counting()):
        for locale in ("en", "es", "en"):
            assert message(View(texts, locale), mine) == message(View(English(), locale), before)
            assert edit(View(texts, locale), mine, 1) == edit(View(English(), locale), before, 1)
        assert texts.said == 6


def test_the_words_of_blocks_are_their_lines_and_drawn_once_where_they_are_kept() -> None:
    """[CL-06] The record of a consent proves the lines that were shown, without the heading above a folded part."""
    shown = kept(said("For 3 < 4 & more", "Second line", look=Look.FOLDED, heading="Why?")), said("Then")
    texts = Counting()
    for _ in range(3):
        assert in_words(shown, "en", texts) == ["For 3 < 4 & more", "Second line", "Then"]
    assert texts.said == 3 + 3 * 1


def test_a_long_block_that_is_kept_is_on_the_same_messages_as_any_other() -> None:
    block = said(*(f"Line {n} of a long notice, which goes on and on." for n in range(300)), look=Look.FOLDED)
    mine, before = Screen((kept(block), said("Then"))), Screen((block, said("Then")))
    for _ in range(2):
        assert message(VIEW, mine) == message(VIEW, before)
    assert len(message(VIEW, mine)) > 2
    (part,) = paragraphs(Screen((kept(block),)), "en", English())
    assert [len(pages([part], longest)) for longest in (1000, 4096, 1000)] == [
        len(pages(paragraphs(Screen((block,)), "en", English()), longest)) for longest in (1000, 4096, 1000)
    ]


def test_a_question_is_one_message_with_its_answers_below_each_other_and_the_controls_last() -> None:
    (call,) = message(VIEW, QUESTION)
    assert call.method == "sendMessage"
    assert call.prompt == 7
    assert call.payload["text"] == (
        "About 7 left\n\n<b>Do you have lupus?</b>\n\n<i>For 3 &lt; 4 &amp; more</i>\n\n"
        "<blockquote expandable><b>Why do we ask this?</b>\nIt matters.</blockquote>"
    )
    assert call.payload["link_preview_options"] == {"is_disabled": True}
    assert call.payload["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Yes", "callback_data": "q1.7.0"}],
            [{"text": "No", "callback_data": "q1.7.1"}],
            [{"text": "I don't know", "callback_data": "q1.7.2"}],
            [
                {"text": "Back", "callback_data": "q1.7.3"},
                {"text": "Pause", "callback_data": "q1.7.4"},
            ],
            [{"text": "Talk to someone", "callback_data": "q1.7.5"}],
        ]
    }


def test_options_are_listed_in_the_text_only_in_accessible_mode_and_one_a_line() -> None:
    """[AX-02]"""
    three = Screen((said("So?"),), options=options("Yes", "No, it was normal", "I don't know"), prompt=7)
    assert plain(three, "en", English()) == "So?"
    assert plain(three, "en", English(), accessible=True).endswith("1 Yes\n2 No, it was normal\n3 I don't know")


def test_whoever_asked_for_it_gets_every_option_on_a_line_of_its_own() -> None:
    """[AX-02]"""
    two = Screen((said("So?"),), options=options("Yes", "No"))
    assert plain(two, "en", English(), accessible=True) == "So?\n\n1 Yes\n2 No"


def test_a_ticked_option_is_marked_with_a_sign() -> None:
    """[AX-03]"""
    screen = Screen((said("Which?"),), options=(Button("a", Text("Gamma globulin"), chosen=True),), prompt=1)
    markup = message(VIEW, screen)[0].payload["reply_markup"]
    assert markup == {"inline_keyboard": [[{"text": "✓ Gamma globulin", "callback_data": "q1.1.0"}]]}


def test_the_button_that_copies_needs_no_callback() -> None:
    screen = Screen((said("Your code"),), options=(Button("copy", Text("Copy"), copies="LUP-7K3Q"),), prompt=1)
    markup = message(VIEW, screen)[0].payload["reply_markup"]
    assert markup == {"inline_keyboard": [[{"text": "Copy", "copy_text": {"text": "LUP-7K3Q"}}]]}


def test_a_button_that_is_done_keeps_its_place_and_does_nothing() -> None:
    """[TG-34]"""
    screen = Screen((said("Card"),), options=(Button("take", Text("Taken"), done=True),), prompt=1)
    markup = message(VIEW, screen)[0].payload["reply_markup"]
    assert markup == {"inline_keyboard": [[{"text": "Taken", "disabled": {}}]]}


def test_sharing_the_number_brings_up_the_phones_keyboard_and_it_goes_afterwards() -> None:
    share = Button("phone", Text("Share my number"), shares_contact=True)
    screen = Screen(
        (said("How?"),), options=(share, *options("Write to me in this chat")), controls=options("Back"), prompt=3
    )
    assert message(VIEW, screen)[0].payload["reply_markup"] == {
        "keyboard": [
            [{"text": "Share my number", "request_contact": True}],
            [{"text": "Write to me in this chat"}],
            [{"text": "Back"}],
        ],
        "one_time_keyboard": True,
        "resize_keyboard": True,
    }
    after = message(View(English(), "en", keyboard_up=True), Screen((said("Thank you"),)))
    assert after[0].payload["reply_markup"] == {"remove_keyboard": True}


def test_an_edit_names_the_prompt_it_changes_and_drops_the_buttons() -> None:
    call = edit(View(English(), "en", protected=True), Screen((said("Lupus: yes"),)), replaces=7)
    assert (call.method, call.replaces) == ("editMessageText", 7)
    assert "reply_markup" not in call.payload
    assert "protect_content" not in call.payload


def test_what_the_team_sees_of_a_person_cannot_be_forwarded() -> None:
    """[TG-14]"""
    assert message(View(English(), "en", protected=True), QUESTION)[0].payload["protect_content"] is True


def test_what_is_said_to_a_press_fits_and_can_be_a_dialog() -> None:
    long = answer(VIEW, "id", Notice(Text("{x}", {"x": "word " * 100})))
    assert len(str(long.payload["text"])) <= 200
    assert long.urgent
    assert answer(View(English(), "en", accessible=True), "id", Notice(Text("Old"))).payload["show_alert"] is True


@pytest.mark.parametrize("typed", ["<b>x</b>", "Tom & Ana", "<a href='x'>", "*4141_", "&lt;"])
def test_what_a_person_wrote_is_escaped_once_and_not_formatted(typed: str) -> None:
    """[TG-29]"""
    screen = Screen((Block((Text("You wrote: {words}", {"words": typed}),)),))
    text = str(message(VIEW, screen)[0].payload["text"])
    assert unescape(text) == f"You wrote: {typed}"
    assert not re.search(r"<[a-z]", text)


def test_braces_in_a_persons_words_are_only_words() -> None:
    screen = Screen((Block((Text("You wrote: {words}", {"words": "{name} {0}"}),)),))
    assert plain(screen, "en", English()) == "You wrote: {name} {0}"


def test_a_persons_words_cannot_turn_the_line_or_break_it() -> None:
    assert own_words("a\u202eb\x00c\u2066\nd\ud800") == "abc d"
    assert own_words("\u05e9\u05dc\u05d5\u05dd") == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"


def test_fields_are_said_in_the_language_of_the_message() -> None:
    fields = {
        "day": When.parse("2026-10-05"),
        "month": When.parse("2026-06"),
        "year": When.parse("2025"),
        "span": When.parse("2026-06-01/2026-07-15"),
        "list": (Text("age"), Text("lupus"), Text("urine")),
    }
    screen = Screen((Block((Text("{day} / {month} / {year} / {span} / {list}", fields),)),))
    assert plain(screen, "es", English()) == (
        "es:5 de octubre de 2026 / junio de 2026 / 2025 / es:between 1 de junio de 2026 and 15 de julio de 2026 / "
        "es:age, es:lupus y es:urine"
    )


def test_too_long_a_message_is_cut_at_a_paragraph_and_the_buttons_stand_under_the_last() -> None:
    screen = Screen(tuple(said("word " * 300) for _ in range(4)), options=options("Yes", "No"), prompt=1)
    calls = message(VIEW, screen)
    assert len(calls) == 2
    assert "reply_markup" not in calls[0].payload
    assert "reply_markup" in calls[1].payload
    assert [call.prompt for call in calls] == [0, 1]


words = st.text(st.sampled_from("ab <&\U0001f600\u200d\u0301"), max_size=120)


@given(st.lists(st.tuples(st.lists(words, min_size=1, max_size=4), st.sampled_from(Look), words), max_size=5))
def test_no_page_is_too_long_and_no_tag_is_cut(blocks: list[tuple[list[str], Look, str]]) -> None:
    screen = Screen(tuple(said(*lines, look=look, heading=heading[:40]) for lines, look, heading in blocks))
    for page in pages(paragraphs(screen, "en", Doubled()), longest=100):
        bare = unescape(re.sub(r"</?(b|i|blockquote( expandable)?)>", "", page))
        assert units(bare) <= 100
        assert page.count("<b>") == page.count("</b>")
        assert page.count("<blockquote") == page.count("</blockquote>")


def test_what_is_folded_stands_apart_where_one_message_is_too_short() -> None:
    """The consent is never torn by a long notice: it stands whole under its own, with the buttons."""
    screen = Screen((said("n" * 60, "m" * 60, look=Look.FOLDED), said("agreed", "to"), said("and this")))
    told = pages(paragraphs(screen, "en", Doubled()), longest=100)
    assert [page.startswith("<blockquote") for page in told] == [True, True, False]
    assert told[-1] == "agreed\nto\n\nand this"
    assert len(pages(paragraphs(screen, "en", Doubled()), longest=200)) == 1


class Doubled:
    """Says the id as it is: it may hold braces."""

    def text(self, locale: str, msgid: str, /, **values: object) -> str:
        """The id."""
        return msgid


@given(st.text(st.sampled_from("a \U0001f600\u200d\ufe0f"), max_size=60), st.integers(4, 40))
def test_a_cut_never_exceeds_its_room(text: str, room: int) -> None:
    assert units(cut(text, room)) <= room
