"""Every rule that software can show is cited by a test, or is listed in rules.md with the reason why not yet.

A test cites a rule in its docstring or in a comment: `[CL-02]`, or a docstring that begins with `CL-02:`.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent
RULES = (HERE / "rules.md").read_text(encoding="utf-8")
KEPT, _, WAITING = RULES.partition("## Not shown yet")

_ID = r"(?:CL|RE|US|EU|UK|AP|TG|AX|PL)-\d{2}"
_CITATION = re.compile(rf"\[({_ID})\]")
#: Ids that a docstring begins with, those of other lists among them.
_OPENING = re.compile(r'"""((?:[A-Z]{2,4}-\d{2}(?:,| and)? ?)+)[:.]')


def marked() -> dict[str, str]:
    """Rule id → who can show it."""
    return dict(re.findall(rf"^- ({_ID}) · (software|doc|people) · \S", KEPT, re.MULTILINE))


def waiting() -> dict[str, str]:
    """Rule id → why no test shows it yet."""
    return dict(re.findall(rf"^- ({_ID}): (\S.*)$", WAITING, re.MULTILINE))


def cited() -> set[str]:
    """Rule ids that the tests and transcripts cite."""
    files = [path for path in HERE.rglob("*") if path.suffix in {".py", ".txt"} and path != Path(__file__)]
    texts = [path.read_text(encoding="utf-8") for path in files]
    begun = " ".join(found for text in texts for found in _OPENING.findall(text))
    return {rule for text in texts for rule in _CITATION.findall(text)} | set(re.findall(_ID, begun))


def test_every_line_of_the_rules_has_a_mark() -> None:
    lines = [line for line in KEPT.splitlines() if line.startswith("- ")]
    assert len(lines) == len(marked()), "a rule without a mark, or twice"
    assert len([line for line in WAITING.splitlines() if line.startswith("- ")]) == len(waiting())


def test_tests_cite_only_rules_that_exist() -> None:
    assert cited() <= set(marked())


def test_a_rule_is_cited_or_waits_with_a_reason() -> None:
    owed = {rule for rule, who in marked().items() if who == "software"} - cited()
    assert sorted(owed - set(waiting())) == [], "cite these in a test, or list them under “Not shown yet”"
    assert sorted(set(waiting()) - owed) == [], "these are shown now: remove their lines under “Not shown yet”"
