"""Words of danger as a chat spells them: a letter missing, doubled or in another's place, x for ch (study-facts 10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogs.answers import safety
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.signs import Signs, Vocabulary
from tests.core.answers.questions import lexicon, sources

#: The word in brackets is the one that is misspelled.
SLIPPED = """\
me duele el [pecho]; [dolor] en el pecho; no puedo [respirar]; me falta el aire, me [asfixio]; tuvo [convulsiones]; me
[desmayé]; toso [sangre]; tengo [fiebre]; tengo [escalofrios]; le dio un [infarto]; le dio un [derrame]; una
[hemorragia]; quiero [morir]; no [puedo] respirar; me [falta] el aire; [chest] pain; coughing [blood]; [throat]
swelling; having a [stroke]; had a [seizure]; i [fainted]; an [overdose]; [suicide]; short of
[breath]; a heart [attack]; worst [headache] of my life"""
#: What a slip turns into another word, or into one that is too short to be told.
OTHER_WORDS = {"stoke", "overdoes", "breah", "door", "dolo", "mori", "morri", "sanre", "fata", "fala"}
#: As people wrote them.
WRITTEN = """\
dolr en el pexo; dlor en el pecho; m duele el pexo; cant breath; i cnat braethe; chst pain; chest pian; ches pain;
suicde; i wana kil my self; me kiero matar; me qiero moirr; me aogo; mi papa c aoga; no pedo respirar; convulcion;
combulsiones toda la noche; desmalle; me desmalle en la micro; boto muxa sangrre; bomito sangr; esta inconciente;
atake al corazon; a stroek; coughing up bloood; unconcious; hart attack; troat swelling up; bleding wont stop; la boca
xueca; garganta hinxada; no pueo hablar; mefaltaelaire; chestpain; killmyself; quieromorir; i past out"""


def slips(word: str) -> Iterator[str]:
    """A letter inside missing, doubled, and changed with its neighbour."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def texts_of(texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts.split(";")]


#: Too many of a medicine whose name begins as it should and ends with a slip.
TOO_MANY = """\
i took 20 clonazepm; took all my sertralinse; me tomé 15 paracetamql; me tomé 25 paracetaomles recién; se tragó veinte
amlodipinov; i took 20 ibuprofes; i took 20 lorazepma; i took 20 paracetamols; i downed a handful of ibuprofens; me tomé
20 fluoxetinas; me tome todas las morfinas; tomé muchas codeinas anoche"""
STOPPED = """\
been out of prednisoen a week and throw up everything; se me terminaron las prednisoans y vomito todo"""


def test_a_slip_behind_a_known_beginning_hides_no_overdose() -> None:
    assert [text for text in texts_of(TOO_MANY) if "emergency" not in safety(text, lexicon())] == []
    assert [text for text in texts_of(STOPPED) if not safety(text, lexicon())] == []


def test_a_word_that_begins_as_a_danger_does_is_not_taken_for_a_slip_of_another() -> None:
    assert safety("confundí las fechas del examen hoy", lexicon()) == ()
    assert safety("tiemblo entera de frío y estoy hirviendo", lexicon()) == ("urgent",)


def test_a_list_of_slips_that_names_no_words_is_named() -> None:
    wrong = sources()["red_flags.toml"].replace('begun = "drug"', 'begun = "drugs"', 1)
    with pytest.raises(LexiconError) as caught:
        parse_lexicon({**sources(), "red_flags.toml": wrong})
    assert '[slips] begun: names "drugs", and there is no list of that name in [words].' in "\n".join(
        caught.value.problems
    )


@pytest.mark.parametrize("text", texts_of(SLIPPED))
def test_a_word_of_danger_with_one_slip_is_still_it(text: str) -> None:
    before, word, behind = text.replace("]", "[").split("[")
    written = [slip for slip in slips(word) if slip not in OTHER_WORDS]
    assert [slip for slip in written if not safety(before + slip + behind, lexicon())] == []


def test_what_a_chat_writes_for_a_danger_is_heard() -> None:
    assert [text for text in texts_of(WRITTEN) if not safety(text, lexicon())] == []


@pytest.mark.parametrize(
    "text",
    [
        "a feather",
        "decimal",
        "afebrile",
        "my breasts hurt",
        "la puerta, the door",
        "weeping",
        "cheat",
        "de color",
        "falda",
    ],
)
def test_an_everyday_word_one_letter_off_is_none_of_them(text: str) -> None:
    assert not set(safety(text, lexicon())) - {"tell_doctor"}


def test_only_a_main_word_may_be_off_where_it_is_short() -> None:
    signs = ("dolor pecho", "color pecho")
    vocabulary = Vocabulary({}, main=["dolor"], none=["dolar"])
    heard = [Signs((vocabulary.sign(sign),)) for sign in signs]
    for text, found in (("dolr pecho", True), ("dlor pecho", True), ("dolar pecho", False), ("dol pecho", False)):
        places = vocabulary.places(text.split())
        assert [signs.stand_in(places) for signs in heard] == [found, False]


def test_a_file_without_its_main_words_is_refused() -> None:
    wrong = sources()["red_flags.toml"].replace('none = "', 'nune = "', 1)
    with pytest.raises(LexiconError) as caught:
        parse_lexicon({**sources(), "red_flags.toml": wrong})
    assert "[slips] none: holds no words" in "\n".join(caught.value.problems)
