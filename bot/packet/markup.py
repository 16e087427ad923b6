"""Small pieces of HTML: everything that is said is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

#: One file: no script, nothing loaded from elsewhere.
STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 75rem; margin: 0 auto;
  padding: 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: start; font-weight: bold; padding: .5rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: start; vertical-align: top; min-width: 4rem; }
th { background: #eee; }
td p { margin: 0; }
ins { text-decoration: underline; background: none; font-weight: bold; }
del { text-decoration: line-through; background: none; }
.missing { border: 2px solid #111; padding: 0 .2rem; font-weight: bold; }
.draft { border: 3px double #111; padding: .5rem; font-weight: bold; }
svg { max-width: 100%; height: auto; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } tr, svg { break-inside: avoid; }
  thead { display: table-header-group; } .scroll { overflow: visible; } }
"""


def element(name: str, inner: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element around markup that is finished.

    >>> element("p", escaped("a < b"), {"lang": "en"})
    '<p lang="en">a &lt; b</p>'
    """
    said = "".join(f' {key}="{escape(value)}"' for key, value in (attributes or {}).items())
    return f"<{name}{said}>{inner}</{name}>"


def escaped(text: str) -> str:
    """Return words as markup; a new line stays one."""
    return escape(text).replace("\n", "<br>")


def page(language: str, title: str, body: str) -> str:
    """Return a whole page."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        + element("title", escaped(title))
        + element("style", STYLE)
    )
    whole = element("head", head) + element("body", body)
    return f"<!doctype html>\n{element('html', whole, {'lang': language})}\n"
