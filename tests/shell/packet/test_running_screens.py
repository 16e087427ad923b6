"""What the running bot sends is found in the packet, to the letter: every line and every button, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from bot.packet.inputs import Inputs
from bot.render.texts import Texts
from bot.store.engine import Store
from tests.shell.front import EVA, WAY, Front, buttons

pytestmark = pytest.mark.whole

TEXTS = Texts.load()
#: What is looked at before the questions, and how it ends.
BEFORE = ("/start", "/about", "/questions", "/who", "/help", "/privacy", "/permissions", "/card")
AFTER = ("All good", "Yes, put me on the list", "Write to me in this chat", "Yes, keep my answers")
COMMANDS_AFTER = ("/status", "/mydata", "/permissions", "/summary", "/delete")
#: A field, which the site, the day or the person fills.
_FIELD = re.compile(r"\\\{\w+\\\}")

#: What stands between texts that are said in one line.
_BETWEEN = re.compile(r"[\s:.,;“”«»]+|$")
#: Before a question in the list of answers.
_NUMBER = re.compile(r"(?:\d+\. )?")


@pytest.fixture(scope="module")
def inputs(bare_inputs: Inputs) -> Inputs:
    return bare_inputs


def bare(text: str) -> str:
    return unescape(re.sub(r"</?[a-z][^>]*>", "", text)).strip()


def lines(text: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, bare(text).split("\n")))


def put_together(line: str, whole: set[str], short: list[re.Pattern[str]]) -> bool:
    """Is the line nothing but texts of the packet, one after the other?"""
    starts = [found.end() for found in [_NUMBER.match(line)] if found]
    seen: set[int] = set()
    while starts:
        if (at := starts.pop()) == len(line):
            return True
        if at in seen:
            continue
        seen.add(at)
        ends = [at + len(part) for part in whole if line.startswith(part, at)]
        ends += [found.end() for pattern in short if (found := pattern.match(line, at))]
        starts += [found.end() for end in ends if (found := _BETWEEN.match(line, end))]
    return False


def walk(front: Front, language: str) -> None:
    """From the first word to what is sent, by buttons alone, and what can be looked at on the way."""
    for command in BEFORE:
        front.write(EVA, command)
    if language == "es":
        front.press(EVA, "Español")
    way, pressed = [TEXTS.text(language, label) for label in (*WAY, *AFTER)], set()
    for _ in range(60):
        wanted = next((label for label in way if label in front.keys(EVA)), None)
        if wanted is None and front.keys(EVA).count(TEXTS.text(language, "I'd rather not say")):
            front.write(EVA, "34")
        elif wanted is None:
            break
        else:
            front.press(EVA, wanted)
            pressed.add(wanted)
    assert way[-1] in pressed, "the way did not come to its end"
    for command in COMMANDS_AFTER:
        front.write(EVA, command)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_screen_of_the_running_bot_is_in_the_packet_to_the_letter(
    store: Store, inputs: Inputs, language: str, tmp_path: Path
) -> None:
    """[RE-07]"""
    front = Front(store, TEXTS)
    walk(front, language)
    shown = [call for method, call in front.calls if method in ("sendMessage", "editMessageText")]
    screens = [call for call in shown if call["chat_id"] == EVA]
    spoken = {line for call in screens for line in lines(call["text"])}
    spoken |= {bare(button["text"]) for call in screens for button in buttons(call)}
    whole = {line for text in inputs.texts for form in (*text.es, *text.en) for line in lines(form)}
    fields = [re.escape(line) for line in whole if "{" in line and re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", line))]
    patterns, short = ([re.compile(_FIELD.sub(any, line)) for line in fields] for any in (".+", r"\\w+"))
    left = [line for line in spoken - whole if not any(pattern.fullmatch(line) for pattern in patterns)]
    unknown = sorted(line for line in left if not put_together(line, whole, short))
    assert len(screens) > 20
    assert not any(put_together(f"{line} whatever", whole, short) for line in left)
    assert unknown == [], "\n".join(unknown)
