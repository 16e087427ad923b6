"""Nothing loads and then never works: a rule that its facts could not decide is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.study.study import StudyError
from dialogs.study.study_file import parse_study

KNEE = (Path(__file__).parents[2] / "cases" / "second_study.toml").read_text(encoding="utf-8")


def problems(*more: str, source: str = KNEE) -> list[str]:
    """What is complained of where these tables stand in the file as well."""
    try:
        parse_study("\n".join((source, *more)), "knee.toml")
    except StudyError as error:
        return list(error.problems)
    return []


def criterion(rule: str) -> str:
    return f'[[criterion]]\nid = "new"\nname = "New"\nreason = "No."\nrule = {{ {rule} }}\n'


WEIGHT = '[[computed]]\nfact = "x"\nformula = "{formula}"\nfrom = {{ {of} }}\nname = "X"\n'
BODY = WEIGHT.format(formula="bmi", of='weight = "weight", height = "{height}"')

#: Short rules that stand in longer ones.
NO_METAL = '{ kind = "is", fact = "metal", wanted = "no", failure = "lasting" }'
HEAVY = '{ kind = "limits", fact = "weight", at_least = 50 }'
CLASS = 'kind = "class_within", fact = "grade", date = "picture_date"'

REFUSED = [
    ('kind = "limits", fact = "picture_date", at_least = 1', '"picture_date" is a date'),
    ('kind = "limits", fact = "one_knee", at_least = 1', '"one_knee" is yes or no'),
    ('kind = "limits", fact = "grade", at_least = 1', '"grade" is one of some answers'),
    ('kind = "limits", fact = "remedies", at_least = 1', '"remedies" is treatments'),
    ('kind = "limits", fact = "weight", at_least = 500', "lies outside what is believed"),
    ('kind = "limits", fact = "weight", at_least = -5', "lies outside what is believed"),
    ('kind = "limits", fact = "weight", at_least = 90, below = 80', "no number lies between"),
    ('kind = "limits", fact = "weight", at_least = 90, below = 90', "no number lies between"),
    ('kind = "limits", fact = "weight", at_least = 50, above = 60', "has both `above` and `at_least`"),
    ('kind = "limits", fact = "years_of_pain", at_least = 0', "is decided alike"),
    ('kind = "limits", fact = "years_of_pain", above = 80', "is decided alike"),
    ('kind = "limits", fact = "years_of_pain", below = 0', "is decided alike"),
    ('kind = "limits", fact = "years_of_pain", at_least = 0, at_most = 80', "is decided alike"),
    ('kind = "limits", fact = "weight"', "needs one of above, at_least, at_most, below"),
    ('kind = "limits", fact = "weight", at_least = 50, fails_on = ["much"]', '"much", which "weight" cannot be'),
    ('kind = "at_least", fact = "years_of_pain", threshold = "5"', "asks for a laboratory value"),
    ('kind = "between", fact = "weight", lowest = 1, highest = 2', "asks for a number"),
    ('kind = "between", fact = "picture_date", lowest = 1, highest = 2', "asks for a number"),
    ('kind = "is", fact = "grade", wanted = "yes", failure = "lasting"', "asks for yes or no"),
    ('kind = "ago", fact = "weight", at_most_ago = "1 month"', "asks for a date"),
    ('kind = "ago", fact = "picture_date", at_most_ago = "a month"', 'Write a number of days, weeks, months or years'),
    ('kind = "ago", fact = "picture_date", at_least_ago = "1 year", at_most_ago = "9 weeks"', "between its two"),
    ('kind = "one_of", fact = "grade", wanted = []', "`wanted` is empty"),
    ('kind = "one_of", fact = "grade", wanted = ["unknown"]', "no answer that could meet it"),
    ('kind = "one_of", fact = "one_knee", wanted = ["yes", "no"]', "every answer meets it"),
    (f'{CLASS}, months = 2, wanted = []', "`wanted` is empty"),
    ('kind = "none_of", facts = [], failure = "lasting"', "`facts` is empty"),
    ('kind = "ago", fact = "picture_date"', "needs one of at_least_ago, at_most_ago"),
    ('kind = "one_of", fact = "grade", wanted = ["D"]', '"D", which "grade" cannot be'),
    ('kind = "one_of", fact = "weight", wanted = ["D"]', "asks for one of some answers"),
    ('kind = "class_within", fact = "weight", date = "picture_date", months = 2, wanted = ["B"]', "asks for a class"),
    ('kind = "class_within", fact = "grade", date = "weight", months = 2, wanted = ["B"]', "the date of a rule"),
    (f'{CLASS}, months = 2, window = "1 day", wanted = ["B"]', "both"),
    (f'{CLASS}, months = 2, wanted = ["Z"]', '"Z", which "grade"'),
    ('kind = "washout", fact = "remedies", months = 2', "names no group"),
    ('kind = "washout", fact = "grade", months = 2, any_dose = ["gel"]', "asks for treatments"),
    ('kind = "washout", fact = "remedies", months = 2, any_dose = ["none"]', 'asks "date" or "start"'),
    ('kind = "washout", fact = "remedies", months = 2, newly_started = ["injection"]', 'asks "start"'),
    ('kind = "on_treatment", fact = "remedies", groups = ["injection"], since = "1 month"', 'asks "start"'),
    ('kind = "on_treatment", fact = "remedies", groups = ["gel"], at_least = 5', 'asks "dose"'),
    ('kind = "dose", fact = "remedies", groups = ["gel"], at_most = 5', 'asks "dose"'),
    ('kind = "never", fact = "remedies", groups = ["gell"]', 'Did you mean "gel"?'),
    ('kind = "count", facts = ["one_knee", "metal"], at_least = 3', "no answers could meet it"),
    ('kind = "count", facts = ["one_knee", "metal"], at_most = 2', "every answer meets it"),
    ('kind = "count", facts = ["one_knee", "grade"], at_least = 1', "asks for yes or no"),
    ('kind = "none_of", facts = ["grade"], unless = "one_knee", failure = "lasting"', "asks for yes or no"),
    ('kind = "none_of", facts = ["one_knee"], unless = "grade", failure = "lasting"', "asks for yes or no"),
    ('kind = "between", fact = "years_of_pain", lowest = 9, highest = 5', "no number lies between"),
    ('kind = "between", fact = "years_of_pain", lowest = -5, highest = 200', "lies in its range"),
    ('kind = "between", fact = "years_of_pain", lowest = 200, highest = 300', "lies in its range"),
    (f'kind = "any_of", rules = [{NO_METAL}]', "two rules or more"),
    (f'kind = "any_of", rules = [{{ kind = "iss" }}, {NO_METAL}]', "no kind of rule"),
    (
        f'kind = "only_if", if = {{ kind = "ago", fact = "weight", at_most_ago = "1 day" }}, then = {NO_METAL}',
        "asks for a date",
    ),
    (f'kind = "by_answer", fact = "grade", rules = {{ A = {HEAVY} }}', 'nothing for the answer "B"'),
    (
        f'kind = "by_answer", fact = "one_knee", rules = {{ yes = {HEAVY}, no = {HEAVY}, both = {HEAVY} }}',
        '"both", which "one_knee" cannot be',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence"), REFUSED)
def test_a_rule_that_could_never_be_decided_is_refused_with_a_sentence(rule: str, sentence: str) -> None:
    found = problems(criterion(rule))
    assert [problem for problem in found if sentence in problem and 'criterion "new"' in problem], found


OPTION = 'option = [{ value = "unknown", label = "I don\'t know", exclusive = true }]\n'


def question(kind: str, more: str = "", fact: str = 'fact = "new"\n') -> str:
    return f'[[question]]\nid = "new"\nkind = "{kind}"\nshort = "New"\ntext = "New?"\n{fact}{more}{OPTION}'


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (question("scale", "lowest = 0\nhighest = 30\n"), "a scale has at most 11 steps"),
        (question("scale", "lowest = 3\nhighest = 3\n"), "`highest` must be above `lowest`"),
        (question("integer", 'lowest = "0.5"\nhighest = 3\n'), "has whole numbers"),
        (question("decimal"), "`highest` must be above `lowest`"),
        (question("decimal", "age = true\nlowest = 1\nhighest = 2\n"), "can be an `age`"),
        (question("blood_pressure", fact=""), "needs a `fact`"),
        (question("birth", fact=""), "needs a `fact`"),
        (question("free_text"), "no rule can look at words"),
        (question("text"), "how to reach somebody is judged by no rule"),
        (question("choice", 'terms = ["1"]\ngrades = "greek"\n'), "Use one of: roman, numbers, letters"),
        (WEIGHT.format(formula="bmy", of='weight = "weight"'), '`formula` is "bmy"'),
        (WEIGHT.format(formula="bmi", of='weight = "weight"'), "must say where these come from: weight, height"),
        (WEIGHT.format(formula="bmi", of='weight = "weight", height = "tall"'), 'no question gives the fact "tall"'),
        (WEIGHT.format(formula="bmi", of='weight = "weight", height = "weight"'), "make it the first unit"),
        (
            WEIGHT.format(formula="ckd_epi_2021", of='creatinine = "weight", age = "years_of_pain", sex = "one_knee"'),
            '"sex" must be able to be female and male',
        ),
    ],
)
def test_a_table_that_could_not_work_is_refused_with_a_sentence(table: str, sentence: str) -> None:
    found = problems(table)
    assert [problem for problem in found if sentence in problem], found


def test_a_yes_that_nothing_can_make_a_no_is_refused() -> None:
    source = KNEE.replace('one_knee = "no"', 'one_knee = "unknown"')
    assert [problem for problem in problems(source=source) if 'no answer makes "one_knee" "no"' in problem]


def test_an_assumed_unit_is_one_of_the_units() -> None:
    source = KNEE.replace("unit_optional = true", 'assumed = { es = "stone" }')
    assert [problem for problem in problems(source=source) if '`assumed` says "stone" for es' in problem]


def test_every_one_of_several_problems_is_told() -> None:
    found = problems(*(criterion(rule).replace('"new"', f'"n{at}"', 1) for at, (rule, _) in enumerate(REFUSED)))
    assert all(any(f'criterion "n{at}"' in problem for problem in found) for at in range(len(REFUSED)))


BORN = """
[[question]]
id = "born"
kind = "birth"
fact = "age"
short = "Birth"
text = "When were you born?"
option = [{ value = "unknown", label = "I don't know", exclusive = true }]
"""


@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        ('kind = "between", fact = "age", lowest = 2, highest = 17', True),
        ('kind = "limits", fact = "age", at_least = 16', True),
        ('kind = "between", fact = "age", lowest = 18, highest = 75', False),
        ('kind = "limits", fact = "age", below = 76', False),
    ],
)
def test_a_study_that_takes_minors_is_refused(rule: str, refused: bool) -> None:
    """[CL-26]"""
    found = problems(BORN, criterion(rule))
    assert any("takes people under 18" in problem for problem in found) is refused, found


def test_none_of_some_answers_needs_no_other_answer_for_which_it_does_not_apply() -> None:
    assert problems(criterion('kind = "none_of", facts = ["metal"], failure = "lasting"')) == []


def test_what_a_unit_adds_may_be_a_fraction_below_zero_and_no_other_word() -> None:
    heat = (
        '[[question]]\nid = "heat"\nkind = "quantity"\nfact = "heat"\nshort = "Heat"\ntext = "How warm?"\n'
        'option = [{ value = "unknown", label = "I don\'t know", exclusive = true }]\n'
        '[[question.measure]]\nid = "heat"\nlowest = "33"\nhighest = "43"\n'
        'units = [{ name = "°C" }, { name = "°F", times = "5/9", plus = "%s" }]\n'
    )
    fever = criterion('kind = "limits", fact = "heat", below = "38"')
    assert problems(heat % "-160/9", fever) == []
    assert any("`plus` has another form" in problem for problem in problems(heat % "a lot", fever))
