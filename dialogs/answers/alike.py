"""A name that two tests have: where no unit tells which of them is meant, that is asked."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.answers.number_format import WrittenNumber, readings_of
from dialogs.answers.units import names_pattern, names_test
from dialogs.lexicon.spelling import fold
from dialogs.study.study import Measure
from dialogs.values import Quantity, Value

#: The unit of a number of which it is asked first of which test it is.
NO_UNIT_YET = ""


def of_two_tests(measure: Measure, folded: str, written: WrittenNumber) -> tuple[Quantity, ...]:
    """Return the number of a text that names a test by nothing but a name that another one has as well, its unit still
    open; nothing of any other text."""
    alike = measure.alike
    if alike is None or not names_test(alike.words, folded):
        return ()
    if names_test(tuple(word for word in measure.words if word not in alike.words), folded):
        return ()
    return tuple(Quantity(number, NO_UNIT_YET, "", measure.id) for number in readings_of(written, NO_UNIT_YET)[:1])


def asks_which(offers: Sequence[Value]) -> bool:
    """Tell whether the tests are offered that a name can mean, and not values of one."""
    return any(isinstance(each, Quantity) and each.unit == NO_UNIT_YET for each in offers)


def by_its_own_name(measure: Measure, typed: str) -> str:
    """Return what was typed, with a name of this test that no other one has."""
    words = measure.alike.words if measure.alike else ()
    name = next(iter(measure.on_paper or measure.words))
    return names_pattern(words).sub(name, fold(typed))
