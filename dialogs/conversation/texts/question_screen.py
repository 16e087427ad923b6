"""A question as it is shown: progress, text, hint, help, why, buttons; and a reading as it is read back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dialogs.answers.alike import asks_which
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, folded_text, line
from dialogs.screens import N_, NP_, Block, Button, Look, Screen, Text, kept
from dialogs.study.study import NUMBERS, Kind, Option, Question, Slot
from dialogs.value_texts import medicine_name, plain, read_value, shown, slot_text
from dialogs.values import APART, UNKNOWN, UNKNOWN_WORD, UNRECOGNISED, Medicine, Unknown, Value

#: Below every question.
CONTROLS = (BACK, PAUSE, PERSON)
YES = Button("yes", Text(N_("Yes")))
CORRECT = Button("correct", Text(N_("Correct it")))
DONE = Button("done", Text(N_("Done")))
#: Keeps the answer that a question has when it is asked again.
KEEP = Button("keep", Text(N_("Leave it as it is")))
#: Words in a list of medicines that nobody knows: are they one?
IS_MEDICINE = Button("yes", Text(N_("Yes, it is a medicine")))
NO_MEDICINE = Button("no", Text(N_("No, it is not")))
#: At the read-back of a name that is only like one we know: it is kept as it was typed.
IS_ANOTHER = Button("another", Text(N_("None of these, it is another")))
#: At the read-back of a list of medicines: the rest of it is asked for.
IS_MISSING = Button("missing", Text(N_("There was another one")))


#: Beside the units of a number that came without one.
ANOTHER_UNIT = N_("Other unit")
STRANGE = N_("We did not understand “{words}”. Is it a medicine?")
REST = NP_(
    "We noted {count} medicine. Please type the rest in a new message.",
    "We noted {count} medicines. Please type the rest in a new message.",
)


def open_slots(turn: Turn) -> list[Slot]:
    """Return the slots that apply to the answers, in order."""
    return list(turn.slots())


def current_slot(turn: Turn) -> Slot:
    """Return the slot that is asked now."""
    for slot in open_slots(turn):
        if slot.key == turn.c.draft.slot:
            return slot
    return Slot(turn.study.question(turn.c.state))


def asks_of_pregnancy(turn: Turn) -> bool:
    """Tell whether the open question is the one whose yes says that there is a pregnancy."""
    return any(turn.study.asks_of_pregnancy(slot.question) for slot in turn.slots() if slot.key == turn.c.draft.slot)


def asks_of_age(turn: Turn) -> bool:
    """Tell whether the open question is one whose whole number is an age."""
    return any(slot.question.age for slot in turn.slots() if slot.key == turn.c.draft.slot)


def asks_for_number(turn: Turn) -> bool:
    """Tell whether the open question is answered by a number."""
    return any(slot.question.asks_for_number for slot in turn.slots() if slot.key == turn.c.draft.slot)


def open_question_screen(turn: Turn) -> Screen:
    """Return the question that is asked now, or its reading that waits for a yes."""
    slot = current_slot(turn)
    if turn.c.draft.reading:
        return read_back_screen(turn, slot)
    return strange_words_screen(turn, slot) if asks_of_words(turn) else question_screen(turn, slot)


def open_question_buttons(turn: Turn) -> tuple[Button, ...]:
    """Return the buttons of that screen, without its texts: a press asks for nothing else."""
    if turn.c.draft.reading:
        return (*read_back_buttons(turn), *CONTROLS)
    if asks_of_words(turn):
        return (IS_MEDICINE, NO_MEDICINE, *CONTROLS)
    return (*_options(turn, current_slot(turn)), *CONTROLS)


def asks_of_words(turn: Turn) -> bool:
    """Tell whether it is asked if the words that were not understood are a medicine.

    What one of them may mean is asked before."""
    return bool(turn.c.draft.strange) and not turn.c.draft.reading and not turn.c.draft.offers


def strange_words_screen(turn: Turn, slot: Slot) -> Screen:
    """Return the words of a list that were not understood, as they were typed, with what was noted beside them."""
    blocks = [line(STRANGE, Look.STRONG, words=APART.join(turn.c.draft.strange)), *_noted_blocks(turn, slot)]
    return Screen(tuple(blocks), slot.key, str(slot.question.kind), (IS_MEDICINE, NO_MEDICINE), CONTROLS)


def _noted_blocks(turn: Turn, slot: Slot) -> list[Block]:
    """Return what was understood already of a list."""
    noted = turn.c.draft.noted.get(slot.key)
    if not noted or turn.c.draft.ticked:
        return []
    names = shown(turn.study, turn.lexicon, turn.c.language, slot.question, noted)
    return [line(N_("Noted so far: {names}."), names=names)]


def question_screen(turn: Turn, slot: Slot, intro: tuple[Block, ...] = ()) -> Screen:
    """Return one question: progress, text, hint, help, why, buttons; `intro` stands above it.

    What is marked is added below, so that the text stays as it was; sent anew, it stands alone."""
    question, c = slot.question, turn.c
    template = question.variants.get(slot.medicine.group, question.text) if slot.medicine else question.text
    asked = line(template, Look.STRONG)
    if slot.medicine:
        asked = Block((slot_text(template, turn.study, turn.lexicon, c.language, slot),), Look.STRONG)
    blocks = [*intro]
    if not (c.draft.ticked and c.accessible):
        blocks += [*_left_blocks(turn), asked, *_below(turn, slot)]
    buttons = _options(turn, slot)
    numbered = _may_be_numbered(turn, slot)
    if not numbered and c.accessible and buttons:
        blocks.append(Block(tuple(button.label for button in buttons)))
    if not (c.draft.ticked and c.accessible):
        blocks += _folded_blocks(question)
    if ticked := c.draft.ticked:
        marked = tuple(Text(option(slot, value).label) for value in ticked)
        blocks.append(line(N_("Marked: {chosen}. Any other?"), chosen=marked))
    return Screen(tuple(blocks), slot.key, str(question.kind), buttons, CONTROLS, numbered=numbered, stays=True)


def _below(turn: Turn, slot: Slot) -> Iterator[Block]:
    """Return what stands below a question: its hint, its answer so far, what was noted of a list."""
    if slot.question.hint:
        yield line(slot.question.hint, Look.HINT)
    if slot.key in turn.c.answers:
        before = shown(turn.study, turn.lexicon, turn.c.language, slot.question, turn.c.answers[slot.key])
        yield line(N_("Answer so far: {answer}"), answer=before)
    yield from _noted_blocks(turn, slot)


def _folded_blocks(question: Question) -> Iterator[Block]:
    """Return what is one tap away: where to look on the paper, and why it is asked."""
    if question.guide:
        yield folded_text(N_("Help with this question"), question.guide)
    if question.why:
        yield folded_text(N_("Why do we ask this?"), question.why)


def _left_blocks(turn: Turn) -> tuple[Block, ...]:
    """Say how many questions are left, this one too; nothing where all have an answer and one is only changed."""
    left = sum(slot.key not in turn.c.answers for slot in open_slots(turn))
    if left > 1:
        return (_about(left),)
    return (line(N_("One left"), Look.HINT),) if left else ()


@lru_cache(maxsize=64)
def _about(left: int) -> Block:
    return kept(line(N_("About {n} left"), Look.HINT, n=left))


def _may_be_numbered(turn: Turn, slot: Slot) -> bool:
    """May the buttons be numbered in the text? Not where a number is an answer itself: "2" would mean two things."""
    if slot.question.terms:
        return False
    if slot.question.kind in NUMBERS:
        return turn.c.draft.ranges
    return slot.question.kind is not Kind.QUANTITY or bool(_offered(turn, slot))


def _offered(turn: Turn, slot: Slot) -> tuple[Button, ...]:
    """Possible readings of what was typed, but those that have a button anyway."""
    known = {option.value for option in slot.question.options}
    return tuple(
        Button("offer", _offer_label(turn, slot, value), argument=str(i))
        for i, value in enumerate(turn.c.draft.offers)
        if not (isinstance(value, str) and value in known) and not (value == UNKNOWN and UNKNOWN_WORD in known)
    )


def _offer_label(turn: Turn, slot: Slot, value: Value) -> Text:
    """Return what stands on the button of an offered reading."""
    first = value[0] if isinstance(value, tuple) and value else None
    if isinstance(first, Medicine) and is_another(first):
        several = len(turn.c.draft.offers) > 1
        return Text(N_("None of these, it is another") if several else N_("No, it is another"))
    if slot.question.kind is Kind.QUANTITY and (label := _offered_test(turn, slot, value)):
        return Text(label)
    return shown(turn.study, turn.lexicon, turn.c.language, slot.question, value)


def _offered_test(turn: Turn, slot: Slot, value: Value) -> str:
    """Return the button of one of two tests, or of a unit that is not offered; nothing for a value with its unit."""
    which = next((each.alike for each in slot.question.measures if each.alike), None)
    if which is not None and asks_which(turn.c.draft.offers):
        return which.other if isinstance(value, Unknown) else which.own
    return ANOTHER_UNIT if isinstance(value, Unknown) else ""


def is_another(medicine: Medicine) -> bool:
    """Is it none that is known: kept by the person's own words alone?"""
    return medicine.group == UNRECOGNISED and not medicine.name


def _buttons(turn: Turn, slot: Slot) -> tuple[Button, ...]:
    question, draft = slot.question, turn.c.draft
    options = [o for o in question.options if not o.folded]
    if draft.more:
        options = [o for o in question.options if o.folded or o.exclusive]
    if draft.ranges:
        options = [*question.fallback, *(o for o in options if o.exclusive)]
    buttons = [*_steps(question), *(_option_button(o.value, o.label, o.value in draft.ticked) for o in options)]
    if slot.key in turn.c.answers and not draft.ticked:
        buttons.append(KEEP)
    if draft.ticked or draft.noted:
        buttons.append(DONE)  # last, so that no number of the list moves with the first tick
    return tuple(buttons)


# An answer looks at the buttons of two questions, and each is made in 3 µs.
@lru_cache(maxsize=1024)
def _option_button(value: str, label: str, chosen: bool) -> Button:
    return Button(value, Text(label), chosen=chosen)


def _options(turn: Turn, slot: Slot) -> tuple[Button, ...]:
    """Return the options of a question, and what is offered besides."""
    # A number names an option by its place: what is offered besides must not move the options.
    if slot.question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.MEDICINES):
        return (*_buttons(turn, slot), *_offered(turn, slot))
    return (*_offered(turn, slot), *_buttons(turn, slot))


def _steps(question: Question) -> tuple[Button, ...]:
    """Return the steps of a scale, each as a button."""
    if question.kind is not Kind.SCALE:
        return ()
    return tuple(Button(str(step), plain(step)) for step in range(int(question.lowest), int(question.highest) + 1))


def is_step(question: Question, value: str) -> bool:
    """Is this the value of a step of a scale?"""
    return any(button.value == value for button in _steps(question))


def pressed(slot: Slot, value: str) -> Value:
    """Return the answer that the button of an option, or of a step, gives."""
    if value == UNKNOWN_WORD or is_step(slot.question, value):
        return UNKNOWN if value == UNKNOWN_WORD else int(value)
    several = slot.question.kind in (Kind.CHOICES, Kind.MEDICINES)
    return () if several and value == "none" else value


def option(slot: Slot, value: str) -> Option:
    found = (o for o in (*slot.question.options, *slot.question.fallback) if o.value == value)
    return next(found, Option(value=value, label=value))


def read_back_screen(turn: Turn, slot: Slot) -> Screen:
    """Return the reading in words, with the arithmetic of a unit and the class of a medicine."""
    c, question = turn.c, slot.question
    value = c.draft.reading[slot.key]
    said = read_value(turn.study, turn.lexicon, c.language, question, value)
    blocks = [line(N_("We read: {value}. Is that right?"), Look.STRONG, value=said)]
    if isinstance(value, tuple):
        named = [m for m in value if isinstance(m, Medicine)]
        blocks += [_explained(turn, m) for m in named if _needs_words(turn, m)]
        if named:
            more = REST if c.draft.cut else N_("If there was another one, write it now.")
            blocks.append(line(more, Look.HINT, count=len(named)))
    for key, extra in c.draft.reading.items():
        if key != slot.key:
            blocks += _also(turn, key, extra, value)
    return Screen(tuple(blocks), slot.key, str(question.kind), read_back_buttons(turn), CONTROLS)


def read_back_buttons(turn: Turn) -> tuple[Button, ...]:
    """Return the buttons of a reading that waits for a yes; of a list of medicines, more than a yes and a no."""
    slot = current_slot(turn)
    named = turn.c.draft.reading.get(slot.key)
    if slot.question.kind is not Kind.MEDICINES or not isinstance(named, tuple) or not named:
        return (YES, CORRECT)
    near = (IS_ANOTHER,) if set(named) & set(turn.c.draft.near) else ()
    return (YES, CORRECT, *near, IS_MISSING)


def meant_screen(turn: Turn, of: Screen, button: Button, *, pressed: bool = False) -> Screen:
    """Return a button that was named in words, or pressed and cannot be undone, read back in the words on it."""
    words = N_("You pressed: {value}. Is that right?") if pressed else N_("We read: {value}. Is that right?")
    said = line(words, Look.STRONG, value=button.label)
    return Screen((said,), of.ask, of.kind, (YES, CORRECT), of.controls)


def _needs_words(turn: Turn, medicine: Medicine) -> bool:
    """Tell whether the class says more than the name does."""
    if medicine.group not in turn.study.groups or not medicine.name:
        return False
    name = turn.lexicon.shown_name(medicine.group, medicine.name, turn.c.language)
    return turn.translate(turn.c.language, turn.study.groups[medicine.group]) != name


def _explained(turn: Turn, medicine: Medicine) -> Block:
    name = medicine_name(turn.lexicon, turn.c.language, turn.study, medicine)
    plain = Text(turn.study.groups[medicine.group])
    return line(N_("{name}: {plain}."), Look.HINT, name=name, plain=plain)


def _also(turn: Turn, key: str, value: Value, medicines: Value) -> list[Block]:
    """Return what else the same text told, by the short name of its question."""
    id, _, item = key.partition(":")
    found = [m for m in medicines if isinstance(m, Medicine)] if isinstance(medicines, tuple) else []
    slot = Slot(turn.study.question(id), next((m for m in found if m.key == item), None))
    short = slot_text(slot.question.short, turn.study, turn.lexicon, turn.c.language, slot)
    said = shown(turn.study, turn.lexicon, turn.c.language, slot.question, value)
    return [line(N_("{name}: {plain}."), name=short, plain=said)]
