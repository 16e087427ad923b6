"""The packet as one HTML file: no script, nothing loaded from elsewhere, every word escaped."""

from __future__ import annotations

from bot.packet.document import (
    Block,
    Cell,
    Document,
    Heading,
    Listing,
    Mark,
    Pair,
    Picture,
    Prose,
    Section,
    Span,
    Table,
)
from bot.packet.markup import element, escaped, page
from dialogs.languages import Language

_ELEMENTS = {Mark.STRONG: "strong", Mark.ADDED: "ins", Mark.REMOVED: "del"}


def html_page(document: Document) -> str:
    """Return the whole packet."""
    lead = document.lead
    contents = "".join(
        element("li", element("a", escaped(f"{s.number}. {s.title.of(lead)}"), {"href": f"#s{s.number}"}))
        for s in document.sections
    )
    draft = element("p", escaped(document.draft), {"class": "draft"}) if document.draft else ""
    running = element("p", escaped(document.running))
    body = (
        element("header", element("h1", _title(document.title, lead)) + running + draft)
        + element("nav", element("ul", contents), {"aria-label": document.title.of(lead)})
        + element("main", "".join(_section(section, lead) for section in document.sections))
        + element("footer", running + draft)
    )
    return page(lead, document.title.of(lead), body)


def _section(section: Section, lead: Language) -> str:
    heading = element("h2", escaped(f"{section.number}. ") + _title(section.title, lead))
    return element(
        "section", heading + "".join(_block(block, lead) for block in section.blocks), {"id": f"s{section.number}"}
    )


def _title(title: Pair, lead: Language) -> str:
    """Return a title in the leading language, then in the other."""
    other = _other(lead)
    return f"{escaped(title.of(lead))} / {element('span', escaped(title.of(other)), {'lang': other})}"


def _other(lead: Language) -> Language:
    return next(language for language in Language if language is not lead)


def _block(block: Block, lead: Language) -> str:
    match block:
        case Heading(number=number, title=title):
            return element("h3", escaped(f"{number} ") + _title(title, lead))
        case Prose(said=said):
            said_in = "".join(element("p", escaped(said.of(one)), {"lang": one}) for one in (lead, _other(lead)))
            return element("div", said_in, {"class": "pair"})
        case Listing(items=items):
            return element("ul", "".join(element("li", _cell(item)) for item in items))
        case Table():
            return _table(block, lead)
        case Picture(caption=caption, drawings=drawings):
            drawn = "".join(
                element("div", svg, {"role": "img", "aria-label": alt, "lang": language})
                for svg, alt, language in drawings
            )
            return element("div", element("p", _title(caption, lead)) + element("div", drawn, {"class": "pair"}))


def _table(table: Table, lead: Language) -> str:
    heads = "".join(element("th", _cell(column.title), {"scope": "col"}) for column in table.columns)
    rows = "".join(
        element("tr", "".join(_first(cell) if n == 0 else element("td", _cell(cell)) for n, cell in enumerate(row)))
        for row in table.rows
    )
    caption = element("caption", _title(table.caption, lead))
    whole = element("table", caption + element("thead", element("tr", heads)) + element("tbody", rows))
    # What scrolls has to be reached by the keyboard too.
    return element(
        "div", whole, {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": table.caption.of(lead)}
    )


def _first(cell: Cell) -> str:
    return element("th", _cell(cell), {"scope": "row"})


def _cell(cell: Cell) -> str:
    return "".join(_span(span) for span in cell)


def _span(span: Span) -> str:
    signs = {Mark.ADDED: "+{}", Mark.REMOVED: "[{}]"}
    words = escaped(signs.get(span.mark, "{}").format(span.text))
    attributes = {"lang": str(span.language)} if span.language else {}
    if span.mark is Mark.MISSING:
        return element("span", words, {**attributes, "class": "missing"})
    if span.mark in _ELEMENTS:
        return element(_ELEMENTS[span.mark], words, attributes)
    return element("span", words, attributes) if attributes else words
