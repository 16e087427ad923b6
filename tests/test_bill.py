"""The bill of materials names every pinned package once, with its hashes, and nothing else (G16)."""

import json
import re
from pathlib import Path

from bot.dev.bill import bill


def test_every_pin_of_the_running_bot_is_in_the_bill(root: Path) -> None:
    pins = (root / "requirements" / "run.txt").read_text("utf-8")
    made = bill(pins)
    wanted = {(name.lower(), version) for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", pins, re.MULTILINE)}
    assert {(each["name"], each["version"]) for each in made["components"]} == wanted
    assert len(made["components"]) == len(wanted) > 20
    assert all(each["properties"] for each in made["components"])
    assert sum(len(each["properties"]) for each in made["components"]) == pins.count("--hash=")


def test_it_is_a_cyclonedx_document_that_is_the_same_each_time(root: Path) -> None:
    pins = (root / "requirements" / "run.txt").read_text("utf-8")
    made = bill(pins)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    references = [each["bom-ref"] for each in made["components"]]
    assert made["dependencies"][0]["dependsOn"] == references
    assert len(set(references)) == len(references)
    assert json.dumps(made) == json.dumps(bill(pins))
