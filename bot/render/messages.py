"""What the core says, as calls of the Bot API: HTML, every finished line escaped once.

Nothing is decided here but the look of one message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby
from typing import cast

from bot.render.call import Call, Payload
from bot.render.callback_data import tap_data
from bot.render.paragraphs import Catalogue, Paragraph, label, paragraphs, say
from bot.render.texts import MissingText
from dialogs.fixed import fixed, replace
from dialogs.replies import Notice
from dialogs.screens import Button, Look, Screen

#: UTF-16 units of one message, after its tags are read (TG-17), and of the answer to a press.
LONGEST = 4096
LONGEST_NOTICE = 200
#: Three would be cut on a phone that is 390 points wide.
CONTROLS_IN_A_ROW = 2

#: Where a paragraph that is kept holds how it is drawn.
_HTML = "html"

#: What goes on the wire for the button at a position.
Data = Callable[[int, Button], str]

MARKS = {
    Look.PLAIN: ("", ""),
    Look.STRONG: ("<b>", "</b>"),
    Look.HINT: ("<i>", "</i>"),
    Look.FOLDED: ("<blockquote expandable>", "</blockquote>"),
    Look.QUOTE: ("<blockquote>", "</blockquote>"),
}


@fixed(frozen=True, slots=True)
class View:
    """For whom it is drawn."""

    texts: Catalogue
    locale: str
    #: Numbered options one per line; nothing is edited in place (AX-07).
    accessible: bool = False
    #: Cannot be forwarded or saved: whatever the team sees of a person.
    protected: bool = False
    #: The phone's keyboard of an earlier message is still up and should go.
    keyboard_up: bool = False


def patient_data(screen: Screen) -> Data:
    """Return the wire form of a patient's buttons: where it stands on this prompt, and nothing more."""
    return lambda position, _button: tap_data(screen.prompt, position)


def message(view: View, screen: Screen, data: Data | None = None, *, urgent: bool = False) -> list[Call]:
    """Return new messages that say the screen: one, or several where it is too long; the buttons stand under the
    last."""
    bodies = pages(paragraphs(screen, view.locale, view.texts, view.accessible))
    markup = _markup(view, screen, data or patient_data(screen))
    calls = [Call("sendMessage", _text(view, body), urgent=urgent) for body in bodies[:-1]]
    last = {**_text(view, bodies[-1]), **markup}
    return [*calls, Call("sendMessage", last, urgent=urgent, prompt=screen.prompt)]


def edit(view: View, screen: Screen, replaces: int, data: Data | None = None) -> Call:
    """Return the message of that prompt, shown anew; without buttons where the screen has none.

    Of several it is the last, under which the buttons stand. Where an upgrade has changed what a message that is only
    to lose its buttons once said, its text stays as it is in the chat (AX-07)."""
    try:
        body = pages(paragraphs(screen, view.locale, view.texts, view.accessible))[-1]
    except MissingText:
        if screen.options or screen.controls:
            raise
        return Call("editMessageReplyMarkup", {}, replaces=replaces)
    unkeyed = replace(view, keyboard_up=False) if view.keyboard_up else view
    markup = _markup(unkeyed, screen, data or patient_data(screen))
    payload = {name: value for name, value in _text(view, body).items() if name != "protect_content"}
    return Call("editMessageText", {**payload, **markup}, prompt=screen.prompt, replaces=replaces)


def answer(view: View, press: str, notice: Notice) -> Call:
    """Return what a press is answered; a dialog that waits where a passing line could be missed.

    A press to which nothing is to be said is answered by whoever received it (TG-25)."""
    said = cut(say(notice.text, view.locale, view.texts), LONGEST_NOTICE)
    alert = notice.alert or view.accessible
    payload = {"callback_query_id": press, "text": said, "show_alert": alert}
    return Call("answerCallbackQuery", payload, urgent=True)


def shares_contact(screen: Screen) -> bool:
    """Tell whether this message brings up the phone's own keyboard."""
    return True in [button.shares_contact for button in screen.options]


def _text(view: View, html: str) -> dict[str, object]:
    payload: dict[str, object] = {
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return {**payload, "protect_content": True} if view.protected else payload


def _markup(view: View, screen: Screen, data: Data) -> dict[str, object]:
    rows = [[button] for button in screen.options]
    controls = list(screen.controls)
    rows += [controls[at : at + CONTROLS_IN_A_ROW] for at in range(0, len(controls), CONTROLS_IN_A_ROW)]
    if not rows:
        return {"reply_markup": {"remove_keyboard": True}} if view.keyboard_up else {}
    if shares_contact(screen):
        keys = [[_key(view, button) for button in row] for row in rows]
        return {"reply_markup": {"keyboard": keys, "one_time_keyboard": True, "resize_keyboard": True}}
    position = iter(range(len(screen.options) + len(screen.controls)))
    inline = [[_button(view, button, data(next(position), button)) for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": inline}}


def _button(view: View, button: Button, data: str) -> Payload:
    words = label(button, view.locale, view.texts)
    if button.copies:
        return {"text": words, "copy_text": {"text": button.copies}}
    if button.done:
        return {"text": words, "disabled": {}}
    return {"text": words, "callback_data": data}


def _key(view: View, button: Button) -> Payload:
    """Return a key of the phone's keyboard: it types its own label, or shares the number."""
    words = label(button, view.locale, view.texts)
    return {"text": words, "request_contact": True} if button.shares_contact else {"text": words}


def pages(parts: Iterable[Paragraph], longest: int = LONGEST) -> list[str]:
    """Return the paragraphs as HTML, on as few messages as the platform's limit allows; no tag is ever cut.

    Where one message is too short for all, what is folded away stands apart, so that nothing else is torn."""
    whole = list(parts)
    htmls = [_html(part) for part in whole]
    page = "\n\n".join(htmls)
    if units(page) + 2 <= longest:
        return [page]  # nearly always: all of it is escaped and counted once (it was four times)
    groups = [list(group) for _, group in groupby(whole, lambda part: part.look is Look.FOLDED)]
    return [page for group in groups for page in _pages_of(group, longest)]


def _pages_of(parts: list[Paragraph], longest: int) -> list[str]:
    """Return the messages that hold the paragraphs; those of one that is kept are made once (the notice is two)."""
    made = parts[0].made if len(parts) == 1 else None
    if made is None:
        return _filled(parts, longest)
    if longest not in made:
        made[longest] = _filled(parts, longest)
    return cast(list[str], made[longest])


def _size(part: Paragraph) -> int:
    """Return the length with its marks: not every server of the Bot API leaves them out of the count."""
    return units(_html(part)) + 2


def _filled(parts: Iterable[Paragraph], longest: int) -> list[str]:
    """Return the messages that hold the paragraphs, each as full as it can be."""
    done: list[str] = []
    page: list[str] = []
    room = longest
    for part in parts:
        for piece in _pieces(part, longest):
            size = _size(piece)
            if page and size > room:
                done.append("\n\n".join(page))
                page, room = [], longest
            page.append(_html(piece))
            room -= size
    return [*done, "\n\n".join(page)]


def _html(part: Paragraph) -> str:
    """Return a paragraph as HTML: made once, where it is kept."""
    if part.made is None:
        return _marked(part)
    if (html := part.made.get(_HTML)) is None:
        html = part.made[_HTML] = _marked(part)
    return cast(str, html)


def _marked(part: Paragraph) -> str:
    before, after = MARKS[part.look]
    said = _escaped("\n".join(part.lines))
    if part.heading:
        said = f"<b>{_escaped(part.heading)}</b>" + (f"\n{said}" if part.lines else "")
    return before + said + after


def _escaped(line: str) -> str:
    """Return a finished line as HTML has it: nearly always it is that already."""
    return escape(line, quote=False) if "&" in line or "<" in line or ">" in line else line


def _pieces(part: Paragraph, longest: int) -> Iterable[Paragraph]:
    """Return the paragraph, or as many of the same look as it takes."""
    # A heading of nothing but signs that are escaped may leave no room; what is read of it is far shorter.
    room = max(longest - _size(replace(part, lines=())), longest // 4)
    lines: list[str] = []
    heading = part.heading
    left = room
    for line in (chunk for whole in part.lines for chunk in _chunks(whole, room)):
        if lines and units(_escaped(line)) + 1 > left:
            yield Paragraph(tuple(lines), part.look, heading)
            lines, heading, left = [], "", room
        lines.append(line)
        left -= units(_escaped(line)) + 1
    yield Paragraph(tuple(lines), part.look, heading)


def _chunks(line: str, longest: int) -> Sequence[str]:
    chunks = []
    while units(line) > longest - 2:
        chunk = cut(line, longest - 2, sign="")
        chunks.append(chunk)
        line = line[len(chunk) :].lstrip()
    return [*chunks, line]


def cut(text: str, longest: int, sign: str = "…") -> str:
    """Return the text, or as much of it as fits, ended at a word; never half a character.

    >>> cut("Según sus respuestas", 12)
    'Según sus…'
    """
    if units(text) <= longest:
        return text
    room, end = longest - units(sign), 0
    while units(text[end]) <= room:
        room -= units(text[end])
        end += 1
    while end > 1 and (text[end] in "\u200d\ufe0f\u20e3" or text[end - 1] == "\u200d"):
        end -= 1  # an emoji of several signs stays whole
    space = text.rfind(" ", end // 2, end + 1)
    return text[: space if space > 0 else end].rstrip() + sign


def units(text: str) -> int:
    """UTF-16 code units, which the platform counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
