"""`tamiz poster`: a page (A4) and a card for the wallet, in both languages, for one campaign.

Printed is only what was approved: another wording, or a site's file with examples, prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from bot.admin.paper import pdf_of_page, quoted
from bot.config.approval import APPROVED, read_approval
from bot.config.bundled import load_study
from bot.config.clock import clock_of, day_at
from bot.config.recruiting import is_approved
from bot.config.settings import Settings, SettingsError
from bot.config.site import EXAMPLE, SiteFile, read_place, site_on
from bot.render.paragraphs import say
from bot.render.texts import Texts
from dialogs.exports.poster import LINK, NEEDED, Poster, poster
from dialogs.languages import Language
from dialogs.screens import Text
from dialogs.site import RecruitmentSwitch
from dialogs.study.study import Study

SQUARE = "square.svg"
MISSING = "Posters need the packages segno and typst. Install them: pip install segno typst."

PAGE = """#set document(title: "{heading}")
#set page(paper: "a4", margin: 2cm)
#set text(lang: "{language}", size: 17pt)
#set par(leading: 0.75em, spacing: 1.1em)
#heading(level: 1)[#text(size: 34pt)[#"{heading}"]]
#v(6mm)
{about}
#v(1fr)
#grid(columns: (7cm, 1fr), gutter: 8mm, align: horizon,
  image("square.svg", width: 7cm, alt: "{qr_says}"),
  [#par[#"{scan}"] #par[#strong[#"{otherwise}"]]])
#v(1fr)
#set text(size: 10pt)
{foot}
"""
CARD = """#set document(title: "{heading}")
#set page(width: 85mm, height: 55mm, margin: 4mm)
#set text(lang: "{language}", size: 7.5pt)
#set par(leading: 0.5em, spacing: 0.7em)
#grid(columns: (30mm, 1fr), gutter: 4mm, align: horizon,
  image("square.svg", width: 30mm, alt: "{qr_says}"),
  [#heading(level: 1)[#text(size: 11pt)[#"{heading}"]]
  #par[#"{scan}"] #par[#strong[#"{otherwise}"]] #par[#"{free}"]])
#v(1fr)
#set text(size: 5pt)
{foot}
"""
SHEETS: Mapping[str, str] = {"poster": PAGE, "card": CARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What is printed, from what."""

    settings: Settings
    study: Study
    texts: Texts
    campaign: str
    #: The bot's name on the platform, without its @.
    bot: str
    #: Language → hash of the wording as it stands.
    wording: Mapping[str, str]


def write_posters(asked: Printing, switch: RecruitmentSwitch | None, folder: Path) -> list[str]:
    """Write all sheets; a line for each. SettingsError where one may not be printed."""
    place = read_place(asked.settings.site, examples_allowed=True)
    if problems := list(_problems(asked, place)):
        raise SettingsError(problems)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for language in Language:
        for name, source in pages(asked, place, switch, language).items():
            printed = pdf_of_page(source, {SQUARE: square(asked)})
            if printed is None:
                raise SettingsError([MISSING])
            path = folder / f"{name}-{asked.campaign}-{language}.pdf"
            path.write_bytes(printed)
            lines.append(f"{path}: written")
    return lines


def _problems(asked: Printing, place: SiteFile) -> Iterator[str]:
    path = asked.settings.site
    if asked.campaign not in place.campaigns:
        yield f"{path}, site.campaigns: holds no {asked.campaign[:40]}. Add it there: the bot keeps only known names."
    if not asked.bot:
        yield "The bot's name is not known: Telegram did not say it. Set TAMIZ_BOT_TOKEN, or name it with --bot."
    yield from (f"{path}, {name}: a poster says it. Fill it in." for name in NEEDED if not _is_given(place, name))
    record = read_approval(path.with_name(APPROVED))
    if not is_approved(place, asked.wording, record, load_study().version) and not asked.settings.loopback:
        yield (
            f"{path}, wording: this wording is not the approved one, and a poster is recruitment material. "
            "Have the texts approved and put in the hashes that `tamiz check` prints."
        )


def _is_given(place: SiteFile, name: str) -> bool:
    values = place.facts.get(name, {}).values()
    return bool(values) and not any(value.startswith(EXAMPLE) for value in values)


def square(asked: Printing) -> str:
    """Return the QR code of the campaign's link as a picture."""
    try:
        import segno  # an extra: only posters need it
    except ImportError:
        raise SettingsError([MISSING]) from None
    written = BytesIO()
    link = LINK.format(bot=asked.bot, campaign=asked.campaign)
    segno.make(link, error="q", micro=False).save(written, kind="svg", border=4)
    return written.getvalue().decode()


def pages(asked: Printing, place: SiteFile, switch: RecruitmentSwitch | None, language: Language) -> dict[str, str]:
    """Return the sheets of a language as typst has them."""
    now = clock_of(asked.settings, place.zone)()
    site = site_on(place, now, switch=switch, override=asked.settings.recruitment, trusted=asked.settings.loopback)
    sheet = poster(asked.study, site, language, f"@{asked.bot}", day_at(place.zone, now))
    return {name: _filled(source, sheet, asked.texts, language) for name, source in SHEETS.items()}


def _filled(source: str, sheet: Poster, texts: Texts, language: Language) -> str:
    def words(text: Text) -> str:
        return quoted(say(text, language, texts))

    def paragraphs(each: tuple[Text, ...]) -> str:
        return "\n".join(f'#par[#"{words(text)}"]' for text in each)

    told = {
        "language": str(language),
        "heading": words(sheet.heading),
        "about": paragraphs(sheet.about),
        "scan": words(sheet.scan),
        "otherwise": words(sheet.otherwise),
        "free": words(sheet.about[-1]),
        "foot": paragraphs(sheet.foot),
        "qr_says": words(sheet.qr_says),
    }
    for name, said in told.items():
        source = source.replace(f"{{{name}}}", said)
    return source
