"""Plain English, and nobody is "she" by default: words of our own that a newcomer would have to ask about.

Names, comments, docstrings and messages of the program, and the documents. Texts of the catalogues have a page and
rules of their own (`bot/wording`), so they are left out here, also where a document quotes them.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from bot.render.texts import DOMAINS, read_catalog
from bot.wording.entries import entries

ROOT = Path(__file__).parent.parent
#: What a migration calls by the name of its day stays as it was.
EXCEPT = ("bot/store/migrations/",)

#: What must not be said → what is said instead.
WORDS = {
    r"doom(?:ed|s)?": "the keys are destroyed",
    r"deeds?": "an effect",
    r"mend(?:s|ed|ing)?": "correct, repair, fix",
    r"nobody's (?:button|again|own)": "an unknown button; unassigned",
    r"put(?:s|ting)? (?:\w+ ){0,3}aside": "quarantine",
    r"(?:the|our|this) house": "the installation, the package",
    r"stor(?:y|ies)": "a transcript",
    r"tongues?": "language words",
    r"numerals?|figures?": "digits, number words",
    r"(?:write|writes|written|wrote) over": "overwrite",
    r"words? to the (?:team|group)": "a message to the team",
    r"(?:she|her|hers|herself)": "the patient, the person, they",
}
#: Words that mean something else outside the core: an alarm there is the operators'.
WORDS_OF_THE_CORE = {r"alarms?": "a red flag"}
#: File → a word that is right there.
RIGHT = {
    # Names of the platform: a kind of message, and rights of an administrator.
    "bot/routers/patient.py": r"story",
    "bot/demo/membership.py": r"stories",
    # Looks for the words in the texts of the catalogues.
    "bot/wording/families.py": r"she|her|hers",
}
MARKS = {"N_", "S_", "NP_", "SP_"}


def pattern(words: dict[str, str]) -> re.Pattern[str]:
    """Any of the words, in a sentence or as a part of a name."""
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(words)})(?![A-Za-z])", re.IGNORECASE)


ANYWHERE, IN_THE_CORE = pattern(WORDS), pattern(WORDS_OF_THE_CORE)


def said_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every name, comment and string, those inside a mark of the catalogues left out."""
    marked, depth = False, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and token.string in MARKS:
            marked, depth = True, 0
        elif token.type == tokenize.OP and token.string in "()" and marked:
            depth += 1 if token.string == "(" else -1
            marked = depth > 0
        elif token.type in {tokenize.NAME, tokenize.COMMENT, tokenize.STRING} and not marked:
            yield token.start[0], token.string


def offences(path: str, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    """Every word that must not be said, with its place."""
    patterns = [ANYWHERE, IN_THE_CORE] if path.startswith("dialogs/") else [ANYWHERE]
    for number, text in lines:
        for words in patterns:
            for found in words.finditer(text):
                if not re.fullmatch(RIGHT.get(path, r"\b\B"), found[0]):
                    yield f"{path}:{number}: {found[0]}"


def programs() -> list[str]:
    """The modules that are looked at."""
    paths = [path.relative_to(ROOT).as_posix() for part in ("bot", "dialogs") for path in (ROOT / part).rglob("*.py")]
    return sorted(path for path in paths if not path.startswith(EXCEPT))


def test_the_program_speaks_plainly() -> None:
    sources = ((path, (ROOT / path).read_text(encoding="utf-8")) for path in programs())
    assert not [offence for path, source in sources for offence in offences(path, said_in(source))]


def test_the_bot_api_is_called_the_api() -> None:
    """A line is a line of text here."""
    lines = [
        f"{path}: {argument.arg}"
        for path in programs()
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in [*node.args.args, *node.args.kwonlyargs]
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "BotApi" and argument.arg != "api"
    ]
    assert not lines


def test_the_documents_speak_plainly() -> None:
    catalogs = {"en": [read_catalog(ROOT / f"locales/en/LC_MESSAGES/{domain}.po", "en") for domain in DOMAINS]}
    texts = sorted({entry.id for entry in entries(catalogs)}, key=len, reverse=True)
    found = []
    for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        page = path.read_text(encoding="utf-8")
        for text in texts:
            page = page.replace(text, "") if len(text) > 20 else page
        lines = enumerate(re.sub(r"“[^”\n]*”|`[^`\n]*`", "", page).splitlines(), 1)
        found += list(offences(path.relative_to(ROOT).as_posix(), iter(lines)))
    assert not found


def test_a_private_word_is_seen_and_a_text_of_the_catalogue_is_left_alone() -> None:
    source = '# Her deed.\nA = S_("she mends it")\nmended_story = f(N_("x"), "the house")\n'
    found = [each.split(": ")[1] for each in offences("bot/x.py", said_in(source))]
    assert found == ["Her", "deed", "mended", "story", "the house"]
