"""The privacy notice: the twelve items of art. 14 ter (CL-17), filled from the site's file.

Each item is one paragraph or more under its own name, so that a test can look for all twelve in both languages.
"""

from __future__ import annotations

from dialogs.privacy.retention import lifetimes
from dialogs.screens import N_, Block, Look, Text
from dialogs.site import Site

#: (item of CL-17, text). Fields in braces are facts of the site's file. The table of retention follows its item.
NOTICE: tuple[tuple[str, str], ...] = (
    (
        "policy",
        # Translators: notice
        N_("This is the privacy notice of this bot. Version {policy_version}, {policy_date}."),
    ),
    (
        "controller",
        # Translators: notice
        N_("Who is responsible for your data: {controller}. Legal representative: {representative}."),
    ),
    (
        "officer",
        # Translators: notice
        N_("Prevention officer: {officer}."),
    ),
    (
        "contact",
        # Translators: notice
        N_("Write to: {postal}, or {email}. Call: {phone}."),
    ),
    (
        "categories",
        # Translators: notice
        N_(
            "What we hold: your answers about your health, your language, and the inner number of your Telegram "
            "account. Only if you give it: your phone or your e-mail, the first name of the person you help, and "
            "your own notes. If you send something to the team: your Telegram name. Whose data: adults who answer "
            "here, and adults whom they help. We use it for one thing: to see if this study might be for you and to "
            "contact you."
        ),
    ),
    (
        "recipients",
        # Translators: notice
        N_(
            "Who gets it: the study team, only if you send it. Telegram carries the messages. {host} hosts the "
            "server. Those who run it hold the key, and by contract they may not look at your data."
        ),
    ),
    (
        "basis",
        # Translators: notice
        N_("Why we may: because you agree, for each use separately (Law 19.628, with Law 21.719)."),
    ),
    (
        "security",
        # Translators: notice
        N_("How we protect it: we encrypt it. The key to each person's data is kept in another place."),
    ),
    (
        "rights",
        # Translators: notice
        N_(
            "Your rights cost nothing. At any time you can see your data (/mydata), correct it and erase it "
            "(/delete). You can also take a copy with you, object to a use, or block it (/block)."
        ),
    ),
    (
        "agency",
        # Translators: notice
        N_(
            "We answer within 30 days. If we say no, or do not answer, you can complain to the data protection "
            "agency of Chile. You have 30 working days."
        ),
    ),
    (
        "court",
        # Translators: notice
        N_("The agency may not be at work yet. Until then, you can go to a court."),
    ),
    (
        "transfer",
        # Translators: notice
        N_(
            "Your messages pass through Telegram, a foreign company, and servers in other countries. They are "
            "not end-to-end encrypted. Those countries may not protect data as Chile does, and we have no "
            "contract with Telegram that makes sure of it. So we ask for little and keep all of it encrypted. "
            "Do not write more than you need."
        ),
    ),
    (
        "risk",
        # Translators: notice
        N_("The risk of answering here: somebody may see this chat on your phone."),
    ),
    (
        "retention",
        # Translators: notice
        N_("What we keep, what for, and for how long:"),
    ),
    (
        "source",
        # Translators: notice
        N_(
            "Where it comes from: from you, in this chat. Telegram also gives us your name and the inner "
            "number of your account, which is not your phone number."
        ),
    ),
    (
        "withdraw",
        # Translators: notice
        N_(
            "You can take back your consent at any time, without giving a reason: write /delete. What was done "
            "with it before stays valid."
        ),
    ),
    (
        "automated",
        # Translators: notice
        N_(
            "A program compares your answers with what the study asks for. It then offers you to talk with the "
            "team, or not. It decides nothing else. You can see the reasons, say what you think, and ask that "
            "a person look at it."
        ),
    ),
)
#: Items that stand only where the site's file gives their fact: an officer is voluntary (CL-35).
ONLY_WITH = {"officer": "officer"}
#: Items that go once the site's file gives the fact: who checked, and when, that the Agency works (CL-28).
ONLY_WITHOUT = {"court": "agency_at_work"}

#: The facts of the site that the notice prints.
FACTS = (
    *("policy_version", "policy_date", "controller", "representative", "officer"),
    *("postal", "email", "phone", "host"),
)

# Translators: notice
WHOLE = N_("The whole privacy notice")


def notice_texts(site: Site, language: str) -> tuple[Text, ...]:
    """Return the whole notice, item by item."""
    facts = {name: site.fact(name, language) or Text(N_("not set yet")) for name in FACTS}
    found: list[Text] = []
    for item, text in NOTICE:
        if (item in ONLY_WITH and not site.fact(ONLY_WITH[item], language)) or (
            item in ONLY_WITHOUT and site.fact(ONLY_WITHOUT[item], language)
        ):
            continue
        found.append(Text(text, facts))
        if item == "retention":
            found += lifetimes(site)
    return tuple(found)


def notice_block(site: Site, language: str, whole: bool = False) -> Block:
    """Return the notice folded away under its heading, or open where the person asked to read it all."""
    texts = notice_texts(site, language)
    return Block(texts, Look.PLAIN if whole else Look.FOLDED, Text(WHOLE))
