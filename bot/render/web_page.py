"""A shared page, and the form that asks for its passcode, as HTML: both languages on one page, no script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from bot.render.paragraphs import Catalogue
from dialogs.languages import Language
from dialogs.screens import N_

STYLE = """
:root { color-scheme: light; }
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 42rem; margin: 0 auto;
  padding: 1rem; overflow-wrap: anywhere; }
h2, h3 { font-size: 1.15rem; line-height: 1.25; } h1, #en > h2 { font-size: 1.4rem; line-height: 1.25; }
ul { padding-inline-start: 1.25rem; } a { color: #0b4a8f; }
label { display: block; font-weight: bold; margin: 1rem 0 .25rem; }
input, button { font: inherit; padding: .6rem; min-height: 2.75rem; border: 2px solid #333; border-radius: .25rem; }
input { width: 100%; box-sizing: border-box; text-transform: uppercase; letter-spacing: .1em; }
button { margin-top: 1rem; background: #0b4a8f; color: #fff; border-color: #0b4a8f; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.why { border-inline-start: .4rem solid #8a1c1c; padding-inline-start: .6rem; font-weight: bold; }
@media print { nav { display: none; } body { font-size: 11pt; max-width: none; } }
"""

TITLE = N_("A page that was shared with you")
NEEDS = N_("To read it you need the passcode: 8 letters and numbers, from whoever sent you the link.")
PASSCODE = N_("Passcode")
READ = N_("Read the page")
#: Each by its own name: the same word in both catalogues.
NAMES = {Language.ES: N_("Español"), Language.EN: N_("English")}


def page_html(texts: Catalogue, pages: Mapping[str, Any] | None, why: str = "") -> str:
    """Return the shared page; where there is none, the form, with what was wrong before."""
    parts = [_shown(language, pages) if pages else _form(texts, language, why) for language in Language]
    links = " · ".join(
        f'<a href="#{language}" lang="{language}" hreflang="{language}">{escape(texts.text(language, name))}</a>'
        for language, name in NAMES.items()
    )
    title = escape(texts.text(Language.ES, TITLE))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title><style>{STYLE}</style>'
    )
    body = f'<header><nav aria-label="Español, English">{links}</nav></header><main>{"".join(parts)}</main>'
    return f'<!doctype html>\n<html lang="es"><head>{head}</head><body>{body}</body></html>\n'


def _form(texts: Catalogue, language: Language, why: str) -> str:
    def say(text: str) -> str:
        return escape(texts.text(language, text))

    wrong = f'<p class="why" id="why-{language}">{say(why)}</p>' if why else ""
    described = f' aria-describedby="why-{language}"' if why else ""
    level = "h1" if language is Language.ES else "h2"
    return (
        f'<section id="{language}" lang="{language}"><{level}>{say(TITLE)}</{level}>{wrong}<p>{say(NEEDS)}</p>'
        f'<form method="post" autocomplete="off"><label for="code-{language}">{say(PASSCODE)}</label>'
        f'<input id="code-{language}" name="passcode" maxlength="20" required autocapitalize="characters" '
        f'autocomplete="off" spellcheck="false"{described}><button type="submit">{say(READ)}</button></form></section>'
    )


def _shown(language: Language, pages: Mapping[str, Any]) -> str:
    said = []
    for number, part in enumerate(pages[language]):
        lines = [escape(each) for each in part["lines"]]
        level = "h1" if language is Language.ES else "h2"
        if number == 0:
            said.append(f"<{level}>{lines[0]}</{level}>")
        elif part["heading"]:
            below = "h2" if language is Language.ES else "h3"
            items = "".join(f"<li>{each}</li>" for each in lines)
            said.append(f"<{below}>{escape(part['heading'])}</{below}><ul>{items}</ul>")
        else:
            strong = part["look"] == "strong"
            said += [f"<p><strong>{each}</strong></p>" if strong else f"<p>{each}</p>" for each in lines]
    return f'<section id="{language}" lang="{language}">{"".join(said)}</section>'
