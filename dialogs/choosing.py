"""Typed words that mean a button: a number, a label, a yes or a no (AX-01)."""

from __future__ import annotations

from dialogs.answers import Labels, Misread, fold, parse_answer
from dialogs.replies import Screen, Text
from dialogs.study import Kind, Option, Question
from dialogs.turn import Turn

#: Longer texts than this are no plain yes or no.
LONGEST_YES = 4

YES_OR_NO = Question(
    id="yes_or_no",
    kind=Kind.CHOICE,
    text="",
    short="",
    options=(Option(value="yes", label="Yes"), Option(value="no", label="No")),
)


def yes_or_no(turn: Turn, text: str) -> str | None:
    """`yes`, `no` or `unknown` where the whole text is that; None for anything else."""
    if len(fold(text).split()) > LONGEST_YES:
        return None
    try:
        reading = parse_answer(YES_OR_NO, text, turn.labels(YES_OR_NO), turn.today)
    except Misread:
        return None
    return str(reading.value) if reading.sure and reading.value in ("yes", "no") else None


def chosen(turn: Turn, screen: Screen, text: str) -> str | None:
    """The value of the button that the text names by number or by its words; None where it names none."""
    options = tuple(Option(value=button.value, label="") for button in screen.options)
    question = Question(id=screen.ask or "", kind=Kind.CHOICE, text="", short="", options=options)
    labels = {b.value: _label(turn, b.label) for b in (*screen.options, *screen.controls)}
    folded = fold(text)
    for value, label in labels.items():
        if folded and folded == fold(label):
            return value
    shown = {b.value: labels[b.value] for b in screen.options}
    try:
        reading = parse_answer(question, text, Labels(turn.c.language, shown, turn.lexicon), turn.today)
    except Misread:
        return None
    return reading.value if reading.sure and isinstance(reading.value, str) and reading.value in shown else None


def _label(turn: Turn, text: Text) -> str:
    """A label as it stands on the button; fields that are texts are translated too."""
    said = turn.translate(turn.c.language, text.id)
    for name, value in text.fields.items():
        said = said.replace("{" + name + "}", _label(turn, value) if isinstance(value, Text) else str(value))
    return said
