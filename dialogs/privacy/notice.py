"""The privacy notice: the twelve items of art. 14 ter (CL-17), filled from the site's file.

Each item is one paragraph under its letter, so that a test can look for all twelve in both languages.
"""

from __future__ import annotations

from dialogs.privacy.retention import lifetimes
from dialogs.screens import N_, Block, Look, Text
from dialogs.site import Site

#: (item of CL-17, text). Fields in braces are facts of the site's file. The table of retention follows its item.
NOTICE: tuple[tuple[str, str], ...] = (
    # Translators: notice
    ("policy", N_("This is the privacy notice of this bot. Version {policy_version}, {policy_date}.")),
    # Translators: notice
    ("controller", N_("Who answers for your data: {controller}. Represented by {representative}.")),
    # Translators: notice
    ("contact", N_("Write to: {postal}, or {email}. Call: {phone}.")),
    (
        "categories",
        # Translators: notice
        N_(
            "What we hold: your answers about your health, your language, and your number inside Telegram. "
            "Only if you give it: your first name, your phone or your e-mail. "
            "Whose data: adults who answer here. The study team sees it, only if you agree. "
            "We use it for one thing: to see if you might fit this study and to call you."
        ),
    ),
    # Translators: notice
    ("basis", N_("Why we may: because you agree, for each use apart (Law 19.628, with Law 21.719).")),
    # Translators: notice
    ("security", N_("How we protect it: we encrypt it. The key to each person's data is kept in another place.")),
    (
        "rights",
        # Translators: notice
        N_(
            "Your rights, free and at any time: to see your data (/mydata), to mend it, to erase it (/delete), "
            "to take a copy with you, to object, and to pause its use."
        ),
    ),
    (
        "agency",
        # Translators: notice
        N_("If we do not answer well, you can go to the data protection agency of Chile. You have 30 working days."),
    ),
    (
        "transfer",
        # Translators: notice
        N_(
            "Telegram is a foreign company. Chats with bots are not sealed from end to end, and they pass through "
            "other countries. Do not write more than you need."
        ),
    ),
    (
        "retention",
        # Translators: notice
        N_("What we keep, what for, and for how long:"),
    ),
    # Translators: notice
    ("source", N_("Where it comes from: only from you, in this chat.")),
    # Translators: notice
    ("withdraw", N_("You can take back your consent at any time, without giving a reason: write /delete.")),
    (
        "automated",
        # Translators: notice
        N_(
            "A program compares your answers with what the study asks for. Its result is not a decision. "
            "You can see the reasons, say what you think, and ask that a person look at it."
        ),
    ),
)

# Translators: notice
WHOLE = N_("The whole privacy notice")


def notice_texts(site: Site, language: str) -> tuple[Text, ...]:
    """Return the whole notice, item by item."""
    names = ("policy_version", "policy_date", "controller", "representative", "postal", "email", "phone")
    facts = {name: site.fact(name, language) or Text(N_("not set yet")) for name in names}
    found: list[Text] = []
    for item, text in NOTICE:
        found.append(Text(text, facts))
        if item == "retention":
            found += lifetimes(site)
    return tuple(found)


def notice_block(site: Site, language: str, whole: bool = False) -> Block:
    """Return the notice folded away under its heading, or open where somebody asked to read it all."""
    texts = notice_texts(site, language)
    return Block(texts, Look.PLAIN if whole else Look.FOLDED, Text(WHOLE))
