"""A page that a person shared: making the link, asking for the passcode, opening, and telling the person.

What is said to somebody without the right passcode is always the same, whether there is such a link or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk import passcodes
from bot.desk.context import DeskContext
from bot.desk.effects import EffectContext
from bot.desk.link_news import tell_opened, tell_tried_out
from bot.desk.unfiled import urgent_calls
from bot.render.call import Call
from bot.render.messages import View, message
from bot.render.paper import as_parts
from bot.store import people, settings, shares
from bot.store.outbox import post
from bot.store.shares import Link, NewLink
from bot.store.tx import PersonId, Tx
from dialogs.conversation.incoming import Typed
from dialogs.conversation.link import Audience, SharedLink
from dialogs.languages import Language, language_of
from dialogs.replies import Share
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.values import member

#: A passcode is taken for so long after it was asked for.
ASKED_FOR = timedelta(minutes=15)
#: The bot's name on the platform, as the platform told it.
BOT = "bot_username"

HERE_IS = N_("Somebody shares a page with you. You can read it until {last}.")
IN_BROWSER = N_("Read it in your browser: {link}")
IN_TELEGRAM = N_("Read it in Telegram: {link}")
ASKS_CODE = N_("You also need a passcode of 8 letters and numbers. You get it apart from this message.")
CODE = N_("Passcode of link {number}: {passcode}")
TELL_IT = N_("Tell it to your doctor yourself. Do not send it together with the link.")
NO_ADDRESS = N_("The link could not be made just now. Please try again later.")
ASKED = N_("A page was shared with you. Please write its passcode: 8 letters and numbers.")
WRONG = N_("That does not open a page. The passcode may be another one, or the link is closed.")
TOO_OFTEN = N_("Too many passcodes were tried from your network. Please wait a minute.")
IN_THE_OTHER = {Language.ES: N_("The same page in English"), Language.EN: N_("The same page in Spanish")}


#: Language → the page in it, part by part.
Pages = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A link with one more try counted, and what it holds."""

    link: Link
    passcode: str
    pages: Pages


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a link in Telegram; nothing of them is kept but their chat's digest, for some minutes."""

    chat_id: int
    language_code: str = ""


def make_link(at: EffectContext, asked: Share) -> list[Call]:
    """File a link to the page; what the person is told of it: link and passcode, apart."""
    view = View(at.context.texts, at.c.language)
    token, passcode = shares.new_token(), passcodes.new_passcode()
    addresses = addresses_of(at.tx, at.context, token)
    if not addresses:
        at.c.links = [link for link in at.c.links if link.number != asked.number]
        return message(view, Screen((Block((Text(NO_ADDRESS),)),)))
    pages = {str(language): as_parts(blocks, language, at.context.texts) for language, blocks in asked.pages.items()}
    link = NewLink(
        number=asked.number,
        language=at.c.language,
        passcode=passcodes.passcode_hash(passcode),
        pages=pages,
        made_at=at.now,
        expires_at=at.now + timedelta(days=(asked.until - at.context.today(at.now)).days),
    )
    shares.add_link(at.tx, at.person, token, link)
    lines = [Block((Text(HERE_IS, {"last": asked.until}),))]
    lines += [Block((Text(words, {"link": address}),)) for words, address in addresses]
    copy = Button("copy", Text(N_("Copy the link")), copies=addresses[0][1])
    first = Screen((*lines, Block((Text(ASKS_CODE),))), options=(copy,), numbered=False)
    code = Block((Text(CODE, {"number": asked.number, "passcode": passcode}),), Look.STRONG)
    second = Screen((code, Block((Text(TELL_IT),))))
    return [*message(view, first), *message(view, second)]


def open_links(tx: Tx, context: DeskContext, person: PersonId, now: datetime) -> list[SharedLink]:
    """Return the person's links that open, as they are told of them."""
    return [
        SharedLink(
            link.number,
            context.today(link.expires_at).isoformat(),
            link.opened,
            member(Audience, link.audience) or Audience.OWN,
        )
        for link in shares.links_of(tx, person, now)
    ]


def addresses_of(tx: Tx, context: DeskContext, token: str) -> list[tuple[str, str]]:
    """Return where the link can be opened, in the words of each; a browser first, where the site has its page."""
    found = []
    if context.settings.share_url:
        found.append((IN_BROWSER, f"{context.settings.share_url.rstrip('/')}/v/{token}"))
    if name := settings.setting(tx, BOT):
        found.append((IN_TELEGRAM, f"https://t.me/{name}?start=v_{token}"))
    return found


def ask_passcode(tx: Tx, context: DeskContext, now: datetime, *, who: Reader, token: str) -> None:
    """Ask for the passcode, whether there is such a link or not."""
    link = shares.link_of(tx, token, now)
    shares.ask_reader(tx, who.chat_id, link.id if link is not None else None, now)
    _say(tx, context, who, Text(ASKED))


def takes(tx: Tx, context: DeskContext, who: Reader, text: str, now: datetime) -> bool:
    """Take a text as the passcode that was asked for; False where none was, or where it is something else."""
    passcode = passcodes.said(text)
    if not passcode and people.find_person(tx, who.chat_id) is not None:
        return False  # somebody who answers questions here goes on with them
    asked = shares.asked_reader(tx, who.chat_id, now - ASKED_FOR)
    if asked is None or urgent_calls(context, Typed(text), language_of(who.language_code), now):
        return False  # a danger is no wrong passcode: whoever writes it gets the safety text
    claimed = _claim(tx, asked.link, now) if asked.link is not None and passcode else None
    page = None
    if claimed is not None:
        right = passcodes.is_right(claimed.passcode, passcode)
        page = finish(tx, context, claimed.link, claimed.pages, right, now)
    if page is None or claimed is None:
        _say(tx, context, who, Text(WRONG))
        return True
    shares.forget_reader(tx, who.chat_id)
    for call in _page_calls(context, who, page):
        # Sealed with the key of whom it is about: it goes with that person.
        post(tx, who.chat_id, call, subject=tx.subject(claimed.link.person))
    return True


def claim(tx: Tx, token: str, passcode: str, now: datetime) -> Claimed | None:
    """Count one more try at the link; None where there is none, no try is left, or what was typed is no passcode."""
    link = shares.link_of(tx, token, now)
    return _claim(tx, link.id, now) if link is not None and passcode else None


def _claim(tx: Tx, link: int, now: datetime) -> Claimed | None:
    found = shares.claim_try(tx, link, now)
    return None if found is None else Claimed(found[0], str(found[1]["passcode"]), found[1]["pages"])


def finish(tx: Tx, context: DeskContext, link: Link, pages: Pages, right: bool, now: datetime) -> Pages | None:
    """Note what became of a try, tell the person, and return the page where the passcode was right."""
    if not right:
        if shares.close_when_tried_out(tx, link.id):
            tell_tried_out(tx, context, link, now)
        return None
    if not shares.note_opened(tx, link.id):
        return None
    tell_opened(tx, context, link, now)
    return pages


def _page_calls(context: DeskContext, who: Reader, pages: Mapping[str, Any]) -> list[Call]:
    """Return the page in the reader's language, and folded below it in the other one; it cannot be forwarded."""
    first = language_of(who.language_code)
    other = next(language for language in Language if language is not first)
    view = View(context.texts, first, protected=True)
    blocks = [
        Block(_lines(part["lines"]), Look(part["look"]), _words(part["heading"]) if part["heading"] else None)
        for part in pages[first]
    ]
    every = [each for part in pages[other] for each in (part["heading"], *part["lines"]) if each]
    folded = Block(_lines(every), Look.FOLDED, Text(IN_THE_OTHER[first]))
    return message(view, Screen((*blocks, folded)))


def _lines(said: list[str]) -> tuple[Text, ...]:
    return tuple(_words(each) for each in said)


def _words(said: str) -> Text:
    return Text("{value}", {"value": said})


def _say(tx: Tx, context: DeskContext, who: Reader, text: Text) -> None:
    view = View(context.texts, language_of(who.language_code))
    for call in message(view, Screen((Block((text,)),))):
        post(tx, who.chat_id, call)
