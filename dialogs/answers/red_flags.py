"""Words after which the safety text comes first (study-facts 10). Both languages, always."""

from __future__ import annotations

from itertools import pairwise

from dialogs.lexicon.flag_file import FlagSection, RedFlags, Said
from dialogs.lexicon.lexicon import FLAGS, Lexicon
from dialogs.lexicon.signs import Places, apart_from

#: Most words of a part of a sentence that only says when something was taken.
SHORT_PART = 4


def safety(text: str, lexicon: Lexicon, *, pregnant: bool = False, asked: bool = False) -> tuple[str, ...]:
    """Return the red-flag groups that a text hits, worst first: `emergency`, `self_harm`, `urgent`, `tell_doctor`.

    `pregnant`: the person said so before, so that signs count which are none otherwise. `asked`: a pregnancy is just
    asked for, so that a bare yes says it. What is urgent is not added to an emergency: that text already says where to
    go now.

    A denial quiets nothing ("no tengo dolor de pecho"): a text too many costs one message, a miss may cost a life.
    """
    flags = lexicon.flags
    said = flags.said(text)
    places = flags.vocabulary.places(said.words, said.sentences, said.asked)
    if not places:
        return ()
    found = {FlagSection.TELL_DOCTOR.value} if flags.signs[FlagSection.TELL_DOCTOR].stand_in(places) else set[str]()
    places = _loud(flags, said, places)
    pregnant |= asked and flags.signs[FlagSection.PREGNANT_WHEN_ASKED].stand_in(places)
    found |= _red_flags(flags, places, pregnant, of_every_day=_is_of_every_day(flags, said, places))
    if "emergency" in found:
        found -= {"urgent"}
    return tuple(group for group in FLAGS if group in found)


def _loud(flags: RedFlags, said: Said, places: Places) -> Places:
    """Return the places of the words that may be a danger: without what is another thing, or is long over.

    What was or is feared is heard again where the rest of the text says that it is here now.
    """
    quiet = flags.signs[FlagSection.QUIET].covered(places, said.clauses)
    quiet |= flags.signs[FlagSection.QUIET_IN_A_SENTENCE].covered(places, said.sentences)
    if quiet:
        quiet -= flags.signs[FlagSection.NEVER_QUIET].covered(places, said.sentences)
    loud = apart_from(places, quiet, flags.vocabulary.ends) if quiet else places
    over = flags.signs[FlagSection.QUIET_UNTIL_NOW].covered(places, said.clauses)
    if not over:
        return loud
    if flags.signs[FlagSection.NOT_WELL].covered(places, said.clauses):
        return loud
    denied = flags.signs[FlagSection.NEVER_AGAIN].covered(places, said.clauses)
    if flags.signs[FlagSection.NOW].stand_in(apart_from(places, denied, flags.vocabulary.ends)):
        return loud
    return apart_from(loud, over, flags.vocabulary.ends)


def _is_of_every_day(flags: RedFlags, said: Said, places: Places) -> bool:
    """Tell whether the doses of a text are the day's own.

    A routine word says so in the same part of a sentence. Behind a comma it does where that part tells of nothing else:
    "me tomé todas, las de la mañana", not "camino media hora al día y me tomé treinta".
    """

    def stands(section: FlagSection, where: Places) -> bool:
        return flags.signs[section].stand_in(where)

    if not stands(FlagSection.ROUTINE, places) or stands(FlagSection.AT_ONCE, places):
        return False
    spans = [(a, b) for a, b in pairwise([0, *said.clauses]) if b > a]
    parts = [(flags.vocabulary.places(said.words[a:b], [b - a]), b - a) for a, b in spans]
    routine = [(part, length) for part, length in parts if stands(FlagSection.ROUTINE, part)]
    told = [(part, length) for part, length in routine if not stands(FlagSection.HABIT, part)]
    if any(length <= SHORT_PART or stands(FlagSection.AS_TOLD, part) for part, length in told):
        return True
    doses = [part for part, _ in parts if stands(FlagSection.DOSES, part)]
    return all(stands(FlagSection.ROUTINE, part) for part in doses) if doses else bool(told)


def _red_flags(flags: RedFlags, places: Places, pregnant: bool, *, of_every_day: bool) -> set[str]:
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
    of_every_day &= "self_harm" not in found
    if hit(FlagSection.POISONING) or (hit(FlagSection.DOSES) and not of_every_day):
        found |= {"emergency", "self_harm"}
    return found
