"""What the rules on wording know of one study is a file, read with every problem named."""

import tomllib
from pathlib import Path

import pytest

from bot.wording import Entry, check_entries
from bot.wording.of_study import NOTHING, may_say, parse_wording, shipped_wording, whole_words, wording_flaws
from tests.docs.pages import fenced, page


@pytest.mark.parametrize("text", ["Al FINAL hay más", "CD19 alto", "aa bb", "cc dd", "Hoy MISMO", "Ahora no"])
def test_a_first_look_misses_nothing_that_a_second_finds(text: str) -> None:
    """Capitals in a text or a pattern, and groups that have a number or a name, change nothing."""
    wanted = (r"final(?! de)", r"CD\d+", r"(\w)\1", r"(?P<n>c)(?P=n)", r"(?P<n>c)c d\B\S", "hoy mismo", r"(?!)")
    found = any(whole_words(pattern).search(text) for pattern in wanted)
    assert may_say(text, wanted) is found is (text != "Ahora no")


@pytest.mark.parametrize(
    ("es", "en", "rule"),
    [
        ("¿Qué VFG? Menos de 40.", "Which eGFR? Less than 40.", "RE-14"),
        ("El filtrado de los riñones.", "Your kidney filtering.", "PL-10"),
        ("Pida una biopsia.", "Get a biopsy.", "PL-11"),
    ],
)
def test_what_one_study_forbids_another_may_say(es: str, en: str, rule: str) -> None:
    for language, text in (("es", es), ("en", en)):
        said = [Entry(language, en, (text,), comments=("question x: text",))]
        assert rule in {problem.rule for problem in check_entries(said, study=shipped_wording())}
        assert rule not in {problem.rule for problem in check_entries(said, study=NOTHING)}


def test_each_problem_of_a_wording_file_is_named_at_once() -> None:
    source = 'name = ["A"]\nthresholds = ["("]\n[long]\nes = "a"\n[[term]]\nthing = "a"\n'
    source += '[family.order]\nnevr = { es = "a" }\n'
    told = "\n".join(wording_flaws(source, "x.wording.toml"))
    for part in ('nobody reads "name"', "`long` has another form", "never, says", 'nobody reads "nevr"'):
        assert part in told
    assert "no regular expression" in wording_flaws('thresholds = ["("]', "x")[0]
    assert "not readable TOML" in wording_flaws("[", "x")[0]
    assert wording_flaws("", "x") == []


def test_the_file_of_the_package_and_the_example_of_the_page_are_read() -> None:
    shipped = Path("dialogs/studies/nct03917797.wording.toml").read_text("utf-8")
    (example,) = fenced(page("docs/study-file.md"), "toml wording")
    assert wording_flaws(shipped, "x") == wording_flaws(example, "x") == []
    assert parse_wording(shipped).names == shipped_wording().names
    assert parse_wording(example).terms[0].thing == tomllib.loads(example)["term"][0]["thing"]
