"""Writing a packet's files: the same input gives the same bytes, and what is there already is never overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.config.settings import SettingsError
from bot.packet.assemble import SECTIONS, assemble
from bot.packet.html_page import html_page
from bot.packet.inputs import Inputs
from bot.packet.notice_page import notice_page
from bot.packet.pdf import pdf
from dialogs.languages import Language

#: How the hash of a language's wording is made of `texts.json`; the annex says it in words.
RECIPE = (
    "for each text: [the JSON of its id as Python's json.dumps writes it without escaping letters, [its forms]]; "
    "the list of these, sorted; the same JSON of that list; SHA-256 of its UTF-8 bytes"
)
#: The steps of `outputs`: each section, and each file but the manifest.
STEPS = len(SECTIONS) + 4


def languages_from(lead: Language) -> tuple[Language, ...]:
    """Return both languages, the leading one first."""
    return (lead, *(language for language in Language if language is not lead))


def outputs(inputs: Inputs, lead: Language, step: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Return every file of the packet by its name. Each section is a step, and so is each file (`STEPS` in all)."""
    document = assemble(inputs, lead, step)
    texts = {"recipe": RECIPE, "wording": dict(inputs.wording), "texts": [text.to_json() for text in inputs.texts]}
    made: dict[str, Callable[[], bytes]] = {
        f"packet-{lead}.pdf": lambda: pdf(document),
        f"packet-{lead}.html": lambda: html_page(document).encode(),
        "texts.json": lambda: _json(texts),
        "notice.html": lambda: notice_page(inputs, languages_from(lead)).encode(),
    }
    files: dict[str, bytes] = {}
    for name, make in made.items():
        files[name] = make()
        step()
    return {**files, "manifest.json": _json(_manifest(inputs, lead, files))}


def _manifest(inputs: Inputs, lead: Language, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "date": inputs.today.isoformat(),
        "language": str(lead),
        "program": inputs.program,
        "study": {"id": inputs.study.id, "version": inputs.study.version},
        "wording": dict(inputs.wording),
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())},
        "missing": list(inputs.missing),
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files; SettingsError where the folder holds another packet."""
    others = [name for name, body in files.items() if (folder / name).exists() and (folder / name).read_bytes() != body]
    if others:
        raise SettingsError([f"{folder}: holds another packet ({', '.join(others)}). Name another folder with --out."])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as fault:
        raise SettingsError(
            [f"{folder}: cannot be written ({fault.strerror}). Name another folder with --out."]
        ) from None


def default_folder(inputs: Inputs, lead: Language) -> Path:
    """Return the folder of a packet for which none was named: by its day and wording."""
    both: Sequence[str] = [inputs.wording[language][:6] for language in Language]
    return Path("packets") / "-".join([inputs.today.isoformat(), *both, str(lead)])
