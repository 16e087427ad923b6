"""The bill of materials: every pinned package of the running bot, as CycloneDX 1.6 (`python -m bot.dev.bill`).

It is made of `requirements/run.txt` alone, so that it says what is installed with hashes checked, and nothing is asked
of the network. The licence of a package is added where it is installed here and says one.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from bot import VERSION

_PINS = Path(__file__).parents[2] / "requirements" / "run.txt"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill(pins: str) -> dict[str, Any]:
    """Return the document for these pins.

    >>> made = bill("click==8.5.0 --hash=sha256:" + "0" * 64)
    >>> made["components"][0]["purl"]
    'pkg:pypi/click@8.5.0'
    """
    components = [_component(block) for block in re.split(r"\n(?=\S)", pins.strip()) if _PIN.match(block)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": _serial(pins),
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "tamiz", "name": "tamiz", "version": VERSION}},
        "components": components,
        "dependencies": [{"ref": "tamiz", "dependsOn": [each["bom-ref"] for each in components]}],
    }


def _component(block: str) -> dict[str, Any]:
    pin = _PIN.match(block)
    assert pin is not None
    name, version = pin[1].lower(), pin[2]
    purl = f"pkg:pypi/{name}@{version}"
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    # A package has a file for each platform; any of these is the one that was checked.
    properties = [{"name": "tamiz:sha256", "value": value} for value in _HASH.findall(block)]
    licence = _licence(name)
    return found | ({"licenses": [{"license": {"name": licence}}]} if licence else {}) | {"properties": properties}


def _licence(name: str) -> str:
    try:
        said = metadata(name).json
    except PackageNotFoundError:
        return ""
    lines = str(said.get("license_expression") or said.get("license") or "").strip().splitlines()
    return lines[0][:100] if lines else ""


def _serial(pins: str) -> str:
    """Return a number of the same pins that is the same each time."""
    made = hashlib.sha256(pins.encode()).hexdigest()
    return f"urn:uuid:{made[:8]}-{made[8:12]}-5{made[13:16]}-8{made[17:20]}-{made[20:32]}"


def main() -> None:
    """Write it to standard output."""
    json.dump(bill(_PINS.read_text("utf-8")), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
