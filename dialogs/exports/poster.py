"""What stands on a poster and on a card: the approved texts of the study, and how to reach the bot and the site.

A poster is recruitment material (RE-02): every sentence is a text of the catalogues, under the hash that the committee
approves. It says that this is research, asks nobody to come, and works for people without Telegram too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.languages import Language
from dialogs.screens import N_, Text
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study

HEADING = N_("A research study")
FREE = N_("You are free to say no, and your care stays the same.")
SCAN = N_("Point your phone's camera at the square. Or look for {bot} in Telegram.")
OTHERWISE = N_("Without Telegram: call {phone} or write to {email}.")
APPROVED = N_("Approved by: {committee}. Number {approval}, {approval_date}.")
REGISTERED = N_("Number in the public register: {study}. Printed on {day}.")
QR_SAYS = N_("A square that opens the chat with {bot} in Telegram.")

#: What a poster cannot do without, of the site's file.
NEEDED = ("phone", "email", "approval", "approval_date", "committee", "sites")
#: A link carries what it opens with: the campaign.
LINK = "https://t.me/{bot}?start=c_{campaign}"

STATUS = {
    Recruitment.RECRUITING: "status_recruiting",
    Recruitment.NOT_RECRUITING: "status_not_recruiting",
    Recruitment.CLOSED: "status_closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Everything on one sheet, in one language; the card takes what is short."""

    heading: Text
    #: What the study is, and that one is free.
    about: tuple[Text, ...]
    scan: Text
    otherwise: Text
    #: In small letters at the foot.
    foot: tuple[Text, ...]
    qr_says: Text


def poster_texts(study: Study) -> tuple[str, ...]:
    """Return every text that a sheet can hold, by its English, whatever the state of the study."""
    of_study = (*study.texts["card"][:1], *(text for name in STATUS.values() for text in study.texts[name]))
    return (HEADING, *of_study, FREE, SCAN, OTHERWISE, APPROVED, REGISTERED, QR_SAYS)


def poster(study: Study, site: Site, language: Language, bot: str, today: date) -> Poster:
    """Return the texts of the sheet; `bot` is the bot's name on the platform, with its @."""
    told = {name: site.fact(name, language) for name in NEEDED}
    status = study.texts[STATUS[site.standing(today)]]
    card = tuple(Text(text, {"sites": told["sites"]}) for text in study.texts["card"][:1])
    return Poster(
        heading=Text(HEADING),
        about=(*card, *map(Text, status), Text(FREE)),
        scan=Text(SCAN, {"bot": bot}),
        otherwise=Text(OTHERWISE, {"phone": told["phone"], "email": told["email"]}),
        foot=(
            Text(APPROVED, {name: told[name] for name in ("committee", "approval", "approval_date")}),
            Text(REGISTERED, {"study": study.id, "day": today}),
        ),
        qr_says=Text(QR_SAYS, {"bot": bot}),
    )
