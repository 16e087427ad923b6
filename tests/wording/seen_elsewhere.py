"""Texts that are seen, and that neither a story nor a place of the conversation says."""

from __future__ import annotations

from typing import Final

#: What is seen, and neither a story nor a test says in words: how one comes to it.
SEEN_ELSEWHERE: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "About another study. To go there: /studies.",
            "Answers were begun here.",
            "Only “{title}”",
            "Something was sent to its team. Code: {code}.",
            "Study “{title}”",
            "Study “{title}”: {what}",
            "The studies here",
            "This holds in every study of this chat.",
        ),
        "several studies at one place (tests/shell/desk/test_several_studies.py)",
    ),
    "This is about another question: {name}.": (
        "a medicine that comes to mind later (tests/core/conversation/test_late_medicines.py)"
    ),
    "A page that was shared with you": (
        "the page of a shared link in a browser (tests/shell/routers/test_shared_web.py)"
    ),
    "A page was shared with you. Please write its passcode: 8 letters and numbers.": (
        "a doctor opens a link in Telegram"
    ),
    "Done. No link to your page opens any more.": "/share: a link that is closed, or none",
    "Done. The note is deleted.": "/notes",
    "Done. We erased your notes.": "/notes",
    "Choose who is to read it.": "an answer to a press (tests/shell/desk/test_showing.py)",
    "The link is closed. What was read by then cannot be taken back.": "an answer to a press",
    "The person cannot be asked here any more, so their doctor cannot be shown it.": (
        "a person who has blocked the bot (tests/shell/desk/test_showing.py)"
    ),
    "IN THEIR OWN WORDS": "the ledger of a study with a question that only the team reads",
    "It is suspended already.": "an owner's chat, about the approval (tests/shell/desk/test_standing.py)",
    "No link is open.": "/share: a link that is closed, or none",
    "Nothing was shared.": "/share: a link that is closed, or none",
    "Read it in your browser: {link}": "/share, until a link is made",
    "Read the page": "the page of a shared link in a browser (tests/shell/routers/test_shared_web.py)",
    "Somebody shares a page with you. You can read it until {last}.": "/share, until a link is made",
    "Suspended.": "an owner's chat, about the approval (tests/shell/desk/test_standing.py)",
    "Tell it to your doctor yourself. Do not send it together with the link.": "/share, until a link is made",
    "That is too long for a note. Up to {count} letters fit.": "/notes",
    "It is confirmed until {date} that this study takes people. After that this bot gives information only. "
    "To confirm it again: `tamiz state`.": "an owner's chat, about the state (tests/shell/desk/test_standing.py)",
    "The approval of the committee ends on {date}. Without a new one this bot then gives information only.": (
        "an owner's chat, about the approval (tests/shell/desk/test_standing.py)"
    ),
    "The notes are below.": "/notes",
    "The same page in English": "the page of a shared link in a browser (tests/shell/routers/test_shared_web.py)",
    "This bot brings people to the team now. To stop that at once, press the button.": (
        "an owner's chat, about the approval (tests/shell/desk/test_standing.py)"
    ),
    "To read it you need the passcode: 8 letters and numbers, from whoever sent you the link.": (
        "the page of a shared link in a browser (tests/shell/routers/test_shared_web.py)"
    ),
    "Too many passcodes were tried from your network. Please wait a minute.": (
        "the page of a shared link in a browser (tests/shell/routers/test_shared_web.py)"
    ),
    "We did not keep it.": "/notes",
    "Write your note now, in one message.": "/notes",
    "You also need a passcode of 8 letters and numbers. You get it apart from this message.": (
        "/share, until a link is made"
    ),
    "You can keep notes here once you have agreed, and we know your age.": "/notes",
    "{name}, worked out: {values} {unit}": "an export of a study with such a question",
    "{question}: lower number, mmHg": "an export of a study with such a question",
    "{question}: upper number, mmHg": "an export of a study with such a question",
    "“{text}”": "/notes",
    "{criterion}: we worked this number out from another unit. The team checks it.": "why, of a number in another unit",
    "Done. We erased your health answers.": "/permissions, on the interest list",
    "Done. We will not write to you about that.": "/permissions, a message later",
    "Done: {state}.": "every staff action but the first and the question for a phone",
    "This bot reads only text, and we did not keep what you sent. Please write it, or use the buttons.": "a game",
    "This bot cannot read polls. Please write it, or use the buttons.": "a poll",
    "Nobody is there right now. Someone will be there again on {date}.": "/person at night, no phone of the site",
    "That number is outside the usual. Can you check it?": "an age of 200",
    "To be contacted we must know your age. You can change that answer.": "a contact asked for without an age",
    "Prevention officer: {officer}.": "the notice of a site that names one",
    "We erase it within an hour, or when you finish.": "/mydata at a result that says no",
    "{criterion}: does not fit.": "/mydata: the copy of a result",
    "{criterion}: does not fit for now.": "a criterion that fails without an answer of its own",
    "in the afternoon": "a phone, and when to call",
}
