"""Words after which the safety text comes first (study-facts 10). Both languages, always."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import pairwise

from dialogs.lexicon.flag_file import FlagSection, RedFlags, Said
from dialogs.lexicon.lexicon import FLAGS, Lexicon
from dialogs.lexicon.signs import Places, Span, apart_from

#: Most words of a part of a sentence that only says when something was taken, and of one that only says how.
SHORT_PART = 4
HOW = 3
#: An article or a pronoun has so many letters at most; a longer word may be another medicine.
SHORT_WORD = 4
#: What tells of pills that may be too many.
DOSES = (FlagSection.DOSES, FlagSection.COUNTED)
#: What says when it was, at any time before.
THEN = (FlagSection.LONG_AGO, FlagSection.BACK_THEN)
#: When a danger must have been to be over: an emergency years ago. A wish to die, and what was taken, never are.
OVER_SINCE = {FlagSection.EMERGENCY.value: (FlagSection.LONG_AGO,), FlagSection.URGENT.value: THEN}


def safety(
    text: str,
    lexicon: Lexicon,
    *,
    pregnant: bool = False,
    asked: bool = False,
    age: bool = False,
    no_number: bool = False,
) -> tuple[str, ...]:
    """Return the red-flag groups that a text hits, worst first: `emergency`, `self_harm`, `urgent`, `tell_doctor`.

    `pregnant`: the person said so before, so that signs count which are none otherwise. `asked`: a pregnancy is just
    asked for, so that a bare yes says it. `age`: an age is, so that "39 y medio" is no fever. `no_number`: no number
    is, so that "tengo 39,5" is one.

    What is urgent is not added to an emergency: that text already says where to go now.

    A denial quiets nothing ("no tengo dolor de pecho"): a text too many costs one message, a miss may cost a life.
    """
    flags = lexicon.flags
    said = flags.said(text)
    places = flags.vocabulary.places(said.words, said.clauses, said.asked)
    if not places or _is_harmless(flags, said, places):
        return ()
    found = {FlagSection.TELL_DOCTOR.value} if flags.signs[FlagSection.TELL_DOCTOR].stand_in(places) else set[str]()
    loud = _loud(flags, said, places)
    if age:
        ages = flags.signs[FlagSection.QUIET_AT_AGE].covered(loud, said.sentences)
        loud = apart_from(loud, ages, flags.vocabulary.ends)
    here = _without_what_was(flags, said, places, loud, ())
    pregnant |= asked and flags.signs[FlagSection.PREGNANT_WHEN_ASKED].stand_in(here)
    dangers = _red_flags(flags, here, pregnant, too_many=_are_too_many(flags, said, here))
    if FlagSection.SELF_HARM not in dangers:
        for group in dangers & OVER_SINCE.keys():
            still = _without_what_was(flags, said, places, loud, OVER_SINCE[group])
            dangers -= {group} - _red_flags(flags, still, pregnant, too_many=False)
    found |= dangers
    if no_number and flags.signs[FlagSection.URGENT_WITHOUT_NUMBER].stand_in(places):
        found.add("urgent")
    if "emergency" in found:
        found -= {"urgent"}
    return tuple(group for group in FLAGS if group in found)


def _is_harmless(flags: RedFlags, said: Said, places: Places) -> bool:
    """Tell whether a text is one thing that only sounds like a danger, and each other word is known to be none.

    With a word that is not known to be harmless, a question or a second such thing it is none: nobody else may be in
    the text, and nothing may be said of the person by the way ("y yo también").
    """
    if said.asked:
        return False
    thing = flags.signs[FlagSection.HARMLESS].covered(places, said.sentences)
    if not thing or max(thing) - min(thing) >= len(thing):
        return False
    beside = flags.signs[FlagSection.HARMLESS_BESIDE].covered(places, said.sentences)
    return len(thing | beside) == len(said.words)


def _loud(flags: RedFlags, said: Said, places: Places) -> Places:
    """Return the places of the words that may be a danger: without what is another thing, or another's alone."""
    if flags.signs[FlagSection.ANOTHER_TOO].stand_in(places):
        return places
    quiet = flags.signs[FlagSection.QUIET].covered(places, said.clauses)
    quiet |= flags.signs[FlagSection.QUIET_IN_A_SENTENCE].covered(places, said.sentences)
    if quiet:
        quiet -= flags.signs[FlagSection.NEVER_QUIET].covered(places, said.sentences)
    return apart_from(places, quiet, flags.vocabulary.ends) if quiet else places


def _without_what_was(
    flags: RedFlags, said: Said, places: Places, loud: Places, then: tuple[FlagSection, ...]
) -> Places:
    """Return the places of the loud words without what was or is feared, and without what is over since `then`.

    All of it is heard again where the rest of the text says that it is here now.
    """
    over = flags.signs[FlagSection.QUIET_UNTIL_NOW].covered(places, said.clauses)
    ended = flags.signs[FlagSection.IT_IS_OVER].covered(places, said.clauses) if then else ()
    if ended:
        over |= _ended(flags, said, places, frozenset(ended), then)
    if not over:
        return loud
    over |= _listed_behind(flags, said, places, over)
    if flags.signs[FlagSection.NOT_WELL].covered(places, said.clauses):
        return loud
    if flags.signs[FlagSection.ANOTHER_TOO].stand_in(places):
        return loud
    denied = flags.signs[FlagSection.NEVER_AGAIN].covered(places, said.clauses)
    if flags.signs[FlagSection.NOW].stand_in(apart_from(places, denied, flags.vocabulary.ends)):
        return loud
    return apart_from(loud, over, flags.vocabulary.ends)


def _told_then(flags: RedFlags, said: Said, places: Places, then: tuple[FlagSection, ...]) -> set[int]:
    """Return the places of the words that say when it was."""
    return set().union(*(flags.signs[section].covered(places, said.clauses) for section in then))


def _ended(flags: RedFlags, said: Said, places: Places, ended: Set[int], sections: tuple[FlagSection, ...]) -> set[int]:
    """Return the places of what a sentence says was then, and that it is over: "in 2019 I had fits, none since".

    A part of it is over if it says when it was, or that it was behind a part that says when. What stands behind the
    words that it is over is none of it, unless it says both; nor is what a text without commas tells before it.
    """
    then = _told_then(flags, said, places, sections)
    was = flags.signs[FlagSection.IT_WAS].covered(places, said.clauses)
    verbs = was - _told_then(flags, said, places, THEN)
    listed = flags.signs[FlagSection.LISTED].covered(places, said.clauses)
    found: set[int] = set()
    for parts in _sentences(said):
        ends = [at for a, b in parts for at in range(a, b) if at in ended]
        told = False
        for a, b in parts if ends else ():
            dated, past = not then.isdisjoint(range(a, b)), not was.isdisjoint(range(a, b))
            told |= dated
            if (dated and past) or ((dated or (told and past)) and a < ends[-1]):
                begin = _begin(flags, places, (a, b), (verbs, then, listed))
                found.update(range(begin, next((at for at in range(a, b) if at in ended), b)))
    return found


def _begin(flags: RedFlags, places: Places, part: Span, told: tuple[Set[int], Set[int], Set[int]]) -> int:
    """Return where a part of a sentence begins to tell of what was: behind a danger that is told whole before it.

    "no puedo respirar me dio un derrame hace 12 años" tells of two; "convulsiones tuve de niña" of one. `told`: the
    places of what was apart from when it was, of when, and of the names of dangers, which may stand before their verb.
    """
    a, b = part
    was, then, names = told
    others = {at for where in places.values() for at in where if not a <= at < b}
    verbs = [at for at in range(a, b) if at in was]
    begins = verbs if verbs and then.isdisjoint(range(a, verbs[0])) else [at for at in range(a, b) if at in then][:1]
    for begin in begins:
        before = apart_from(places, others | set(range(begin, b)), flags.vocabulary.ends)
        for section in (FlagSection.EMERGENCY, FlagSection.URGENT):
            if any(not names >= set(range(*span)) for _, span in flags.signs[section].found(before)):
                return begin
    return a


def _sentences(said: Said) -> Iterator[list[tuple[int, int]]]:
    """Return the parts of each sentence."""
    parts: list[tuple[int, int]] = []
    ends = iter(said.sentences)
    last = next(ends, 0)
    for a, b in _parts(said):
        while a >= last:
            yield parts
            parts, last = [], next(ends, b)
        parts.append((a, b))
    yield parts


def _listed_behind(flags: RedFlags, said: Said, places: Places, quiet: Set[int]) -> set[int]:
    """Return the places of what goes on a list of dangers of which one is quiet, up to what is no more of that list.

    Behind what says when it was there is no list: "at 50 I had a heart attack, chest pain" may tell of now.
    """
    listed = flags.signs[FlagSection.LISTED].covered(places, said.sentences)
    then = _told_then(flags, said, places, THEN)
    dated = {at for a, b in _parts(said) if not then.isdisjoint(range(a, b)) for at in range(a, b)}
    begun = (quiet & listed) - dated
    found: set[int] = set()
    for at in sorted(listed - quiet):
        behind = at - 1 in found or at - 1 in begun
        if behind and at not in said.sentences:
            found.add(at)
    return found


def _are_too_many(flags: RedFlags, said: Said, places: Places) -> bool:
    """Tell whether a text tells of more than the day's own doses.

    All the pills of a day are none too many; ten or a box are, unless they are taken so over time.
    """

    def stands(section: FlagSection) -> bool:
        return flags.signs[section].stand_in(places)

    counted = stands(FlagSection.COUNTED)
    if not (counted or stands(FlagSection.DOSES)):
        return False
    if stands(FlagSection.AT_ONCE):
        return True
    if counted and not _is_regimen(flags, said, places):
        return True
    return stands(FlagSection.DOSES) and not _is_of_every_day(flags, said)


def _parts(said: Said) -> list[tuple[int, int]]:
    """Return where the parts of the sentences begin and end, without empty ones."""
    return [(a, b) for a, b in pairwise([0, *said.clauses]) if b > a]


def _is_regimen(flags: RedFlags, said: Said, places: Places) -> bool:
    """Tell whether a habit is told beside each number of pills, or behind a comma: "…, como siempre".

    What is quiet counts here: "for 10 days" is no number of pills, and tells of a habit.
    """
    numbers: list[bool] = []
    for a, b in _parts(said):
        spelled = flags.vocabulary.places(said.words[a:b], [b - a])
        another = flags.signs[FlagSection.ANOTHER_HABIT].stand_in(spelled)
        habit = flags.signs[FlagSection.REGIMEN].stand_in(spelled) and not another
        taken = flags.signs[FlagSection.HABIT].stand_in(spelled)
        if habit and not taken and flags.signs[FlagSection.AS_TOLD].stand_in(spelled):
            return True
        if habit and not taken and b - a <= HOW and _is_nothing_but_how(flags, said.words[a:b], spelled):
            return True
        others = frozenset(range(len(said.words))) - frozenset(range(a, b))
        if flags.signs[FlagSection.COUNTED].stand_in(apart_from(places, others, flags.vocabulary.ends)):
            numbers.append(habit)
    return bool(numbers) and all(numbers)


def _is_nothing_but_how(flags: RedFlags, words: list[str], spelled: Places) -> bool:
    """Tell whether a short part only says how something is taken: "las de siempre", not "an infusion every month"."""
    how = flags.signs[FlagSection.REGIMEN].covered(spelled, [len(words)])
    return all(len(word) <= SHORT_WORD for at, word in enumerate(words) if at not in how)


def _is_of_every_day(flags: RedFlags, said: Said) -> bool:
    """Tell whether the doses of a text are the day's own.

    A routine word says so in the same part of a sentence. Behind a comma it does where that part tells of nothing else:
    "me tomé todas, las de la mañana", not "camino media hora al día y me tomé todas".
    """

    def stands(section: FlagSection, where: Places) -> bool:
        return flags.signs[section].stand_in(where)

    def routine(where: Places) -> bool:
        told = stands(FlagSection.ROUTINE, where) or stands(FlagSection.REGIMEN, where)
        return told and not stands(FlagSection.ANOTHER_HABIT, where)

    parts = [(flags.vocabulary.places(said.words[a:b], [b - a]), b - a) for a, b in _parts(said)]
    told = [(part, length) for part, length in parts if routine(part) and not stands(FlagSection.HABIT, part)]
    if any(length <= SHORT_PART or stands(FlagSection.AS_TOLD, part) for part, length in told):
        return True
    doses = [part for part, _ in parts if stands(FlagSection.DOSES, part)]
    return all(routine(part) for part in doses) if doses else bool(told)


def _red_flags(flags: RedFlags, places: Places, pregnant: bool, *, too_many: bool) -> set[str]:
    """Return the red flags that words call for."""

    def hit(section: FlagSection) -> bool:
        return flags.signs[section].stand_in(places)

    found = {
        section.value for section in (FlagSection.EMERGENCY, FlagSection.SELF_HARM, FlagSection.URGENT) if hit(section)
    }
    if hit(FlagSection.MILD) and not hit(FlagSection.HARMLESS_CAUSE):
        found.add("emergency")
    if hit(FlagSection.WHEN_PREGNANT) and (pregnant or hit(FlagSection.PREGNANT)):
        found.add("emergency")
    if hit(FlagSection.POISONING) or too_many or ("self_harm" in found and any(map(hit, DOSES))):
        found |= {"emergency", "self_harm"}
    return found
