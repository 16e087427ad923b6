"""What is built, where and when: constants on top, nothing alive at import, one clock, no hidden import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Where the time may be asked for: everything else is handed a clock.
CLOCK = "bot/config/clock.py"


def sources() -> Iterator[tuple[str, str]]:
    """Path and text of every module of the program but the migrations."""
    for part in ("bot", "dialogs"):
        for path in sorted((ROOT / part).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def names_in(node: ast.AST) -> set[str]:
    """Names that a value reads, those of quoted types too."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    return names | {
        each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def late_constants(text: str) -> Iterator[str]:
    """Constants below the first function that need nothing which is defined in the file."""
    below, own = False, set[str]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
            below = below or not isinstance(node, ast.ClassDef)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            assigned = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            if names_in(node) & own:
                own |= assigned
            elif below:
                yield from assigned


def test_constants_stand_on_top_of_the_file() -> None:
    late = {path: found for path, text in sources() if (found := sorted(late_constants(text)))}
    assert not {path: found for path, found in late.items() if found}


def test_an_import_inside_a_function_says_why_in_its_line() -> None:
    hidden = []
    for path, text in sources():
        lines = text.splitlines()
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom) and "#" not in lines[node.lineno - 1]:
                        hidden.append(f"{path}:{node.lineno}")
    assert not hidden


def test_only_the_clock_asks_for_the_time() -> None:
    asking = {
        path
        for path, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    }
    assert asking == {CLOCK}


def test_importing_the_program_builds_no_machine() -> None:
    """`app` builds them, once, where one sees that it does."""
    code = (
        "import transitions; made = []; transitions.Machine.__init__ = lambda self, *a, **k: made.append(1);"
        "import bot.app, bot.cli.main, bot.cli.talk, bot.dev.drawings; raise SystemExit(len(made))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_late_constant_is_seen() -> None:
    text = "A = 1\ndef f(): ...\nB = 2\nC = f()\nD = C\nclass K: ...\nE: K = 1\n"
    assert list(late_constants(text)) == ["B"]
