"""Brings `locales/` up to date with the code and the study file: `python -m bot.dev.catalogs`, or `--check` to look
only.

Two domains: `bot` (texts marked in Python: `N_`, `NP_`, for staff `S_`, `SP_`) and `study`
(`dialogs/study/extract.py`).
English is filled from the ids. Spanish keeps what it has; a changed English text is a new id, so it gets a new empty
entry and the old one becomes obsolete: nothing is matched by likeness, since a translation that is nearly right is
wrong in a consent. Entries stand in the order of file and line, without line numbers and dates, so a second run
changes nothing.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from bot.render.texts import DOMAINS, LANGUAGES, read_catalog
from bot.wording.entries import BUTTON, STAFF
from dialogs.study.extract import extract_study

ROOT = Path(__file__).parents[2]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "NP_": (1, 2), "S_": None, "SP_": (1, 2)}
#: A comment that begins so, above a marked text, is for the translator.
TRANSLATOR = "Translators:"
WIDTH = 100

_HEADER = """\
# {title}
msgid ""
msgstr ""
"Project-Id-Version: tamiz\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""

Found = tuple[str, int, str | tuple[str, ...], list[str]]


#: The table that only a study file has; the words of the files beside it are looked up, never said as they stand.
STUDY_TABLE = "[[question]]"


def sources(domain: str, root: Path) -> list[Path]:
    """Return the files whose texts belong to a domain, in a fixed order."""
    if domain == "study":
        files = root.glob("dialogs/studies/*.toml")
        return sorted(path for path in files if STUDY_TABLE in path.read_text(encoding="utf-8").splitlines())
    return sorted([*root.glob("bot/**/*.py"), *root.glob("dialogs/**/*.py")])


def extracted(domain: str, root: Path) -> Iterator[Found]:
    """File, line, id and comments of each text of a domain."""
    for path in sources(domain, root):
        place = path.relative_to(root).as_posix()
        if domain == "study":
            with path.open("rb") as file:
                for line, _, ids, notes in extract_study(file):
                    yield place, line, ids, notes
            continue
        marked = extract_from_file("python", path, KEYWORDS, (TRANSLATOR,), strip_comment_tags=True)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        labels = button_labels(tree)
        staff = (marked_texts(tree, "S_") | marked_texts(tree, "SP_")) - marked_texts(tree, "N_")
        for line, ids, comments, _context in marked:
            text = ids if isinstance(ids, str) else ids[-1]
            said = [BUTTON] if text in labels and BUTTON not in comments else []
            yield place, line, ids, [*comments, *said, *([STAFF] if text in staff else [])]


def button_labels(tree: ast.AST) -> set[str]:
    """Return the texts that are marked inside a call of `Button`.

    >>> button_labels(ast.parse('Button("end", Text(N_("End here"))); N_("We end here.")'))
    {'End here'}
    """
    return set().union(*(marked_texts(button, mark) for button in _calls(tree, "Button") for mark in ("N_", "S_")))


def marked_texts(tree: ast.AST, mark: str) -> set[str]:
    """Return the texts that this mark stands on.

    >>> marked_texts(ast.parse('N_("Yes"); S_("See")'), "S_")
    {'See'}
    """
    return {
        text.value
        for call in _calls(tree, mark)
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def template(domain: str, language: str, found: Sequence[Found]) -> Catalog:
    """Return a catalogue with every text that was found in a domain, and no translation."""
    catalog = Catalog(locale=language, domain=domain, fuzzy=False)
    # One mark for a patient is enough: a text that both read keeps every rule for patients.
    for_patients = {ids for _, _, ids, comments in found if STAFF not in comments}
    for place, line, ids, comments in found:
        if ids in for_patients:
            comments = [comment for comment in comments if comment != STAFF]
        catalog.add(ids, locations=[(place, line)], auto_comments=comments)
    return catalog


def updated(catalog: Catalog, known: Catalog | None, language: str) -> Catalog:
    """Return the template with the translations that are already there; those no longer used become obsolete."""
    used = {message.id for message in catalog if message.id}
    before = [*known, *known.obsolete.values()] if known else []
    for message in before:
        if not message.id or language == "en":
            continue
        if message.id in used:
            entry = catalog[message.id]
            if entry is not None and any(message.string):
                entry.string, entry.flags = message.string, entry.flags | (message.flags & {"fuzzy"})
        elif any(message.string):
            catalog.obsolete[message.id] = message
    if language == "en":
        for message in catalog:
            message.string = message.id
    return catalog


def written(catalog: Catalog, language: str, domain: str) -> str:
    """Return the catalogue as the text of its file."""
    body = io.BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, include_lineno=False)
    title = f"Tamiz, {domain}, {language}. Made by `make catalogs`; only the translations are written by hand."
    header = _HEADER.format(title=title, language=language, plural=catalog.plural_forms)
    return f"{header}\n{body.getvalue().decode('utf-8').strip()}".strip() + "\n"


def outdated(root: Path = ROOT) -> dict[Path, str]:
    """Return the catalogue files that differ from what they should be, with what they should be."""
    found = {}
    for domain in DOMAINS:
        there = list(extracted(domain, root))
        for language in LANGUAGES:
            path = root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"
            known = read_catalog(path, language) if path.is_file() else None
            text = written(updated(template(domain, language, there), known, language), language, domain)
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                found[path] = text
    return found


def main(arguments: list[str]) -> int:
    """Rewrites what is out of date, or with `--check` only names it."""
    late = outdated()
    for path, text in late.items():
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is out of date: run `make catalogs`, then translate what is empty.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if late and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
