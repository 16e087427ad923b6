"""What was, is read or is another's hides no danger that stands beside it, with or without a comma (study-facts 10)."""

from __future__ import annotations

from itertools import product

import pytest

from dialogs.answers import safety
from tests.core.answers.questions import lexicon
from tests.core.answers.test_alarms import each
from tests.examples import some

QUIET = {
    "es": """\
tuve un infarto en 2010; tuve convulsiones de niña; me dio un derrame hace 12 años, quedé bien; mi lupus empezó con
fiebre en 2014; tuve neumonía con fiebre el 2018; me desmayo cuando me sacan sangre; mi hijo tuvo fiebre en el verano;
el folleto dice fiebre y convulsiones; me preguntaron por dolor de pecho y falta de aire; aborto con hemorragia el
2012, nunca más; la biopsia del 2019 sangró y se me pasó; trabajo con niños que convulsionan; dicen que la quimio da
fiebre; casi me desmayo cuando vi el precio; el año pasado tuve tiritones, ya se me pasaron; mi papá murió de un
infarto; el gato vomitó sangre; tomo mis pastillas todos los días; sangre en la orina""",
    "en": """\
had a heart attack in 2010; had seizures as a child; I had a stroke 12 years ago, fully recovered; my lupus started
with a fever in 2014; pneumonia with fever in 2018; I pass out when they draw blood; my son had a fever last summer;
the leaflet says fever and seizures; they asked me about chest pain and shortness of breath; the 2019 biopsy bled and
it stopped; I work with kids who have seizures; they say chemo gives you fever; nearly fainted when I saw the bill;
last year I had chills, they went away; my dad died of a heart attack; the cat vomited blood; I take my pills every
day; blood in urine""",
}
#: Of these the ones that call for a text: the words that would quiet them stand beside real dangers too.
UNSURE = {
    "es": """\
mi lupus empezó con fiebre en 2014; me desmayo cuando me sacan sangre; mi hijo tuvo fiebre en el verano; trabajo con
niños que convulsionan; dicen que la quimio da fiebre; casi me desmayo cuando vi el precio; el gato vomitó sangre""",
    "en": """\
my lupus started with a fever in 2014; pneumonia with fever in 2018; I pass out when they draw blood; my son had a
fever last summer; I work with kids who have seizures; they say chemo gives you fever; nearly fainted when I saw the
bill; the cat vomited blood""",
}
DANGERS = {
    "es": """\
me duele el pecho; se me durmió el brazo izquierdo; no puedo respirar; vomito sangre; se me cayó la cara; hablo
enredado; quiero morir; me tomé todas las pastillas de una vez; veo doble; mi mamá no despierta; se me cierra la
garganta; no me sale el habla; me falta el aire; tengo fiebre; no orino desde ayer; presión 20/11""",
    "en": """\
my chest hurts; I can't breathe; I'm vomiting blood; my face is drooping; my speech is slurred; I want to die; I took
all my pills at once; I see double; my throat is closing; I'm short of breath; worst headache of my life; my mum won't
wake up; I have a fever; I haven't peed since yesterday; bp 200/110""",
}
#: What another creature, or somebody else, had: with the rest of the text the person says the same of themselves.
OF_ANOTHER = {
    "es": """\
mi perro vomitó sangre; mi gata tosió sangre; mi perro no puede respirar; el gato no respira bien; mi perro está
convulsionando; en la serie le dio un derrame""",
    "en": """\
my dog coughed up blood; my cat vomited blood; my dog can't breathe; the cat isn't breathing well; my puppy is having a
seizure; the guy in the show had a stroke""",
}
ME_TOO = {
    "es": """\
y yo también; y yo igual; a mí me pasa lo mismo; y a mí también; yo tampoco; y mi hijo también; igual que yo; y mi
mamá lo mismo; yo hace un rato también""",
    "en": """\
and so did I; and neither can I; and me too; same as me; then I did; and so have I; and my baby isn't either; my
husband too; and she is too""",
}
#: What a paper says: it may stand beside blood that is lost.
REPORTS = {
    "es": """\
el informe dice hematíes 20; el papel dice 20; hematíes 10 por campo; examen positivo; el sedimento salió normal;
sangre ++; cilindros en la muestra""",
    "en": """\
report says 10; the paper says casts; 20 rbc/hpf; it was positive; the sediment was normal; dipstick 3+; cells 20 in
the sample""",
}
BLEEDING = {
    "es": """\
boto mucha sangre; perdí mucha sangre; mucha sangre en el papel cuando me limpio; hay mucha sangre en el baño; me sale
harta sangre en la orina; veo mucha sangre en la orina; embarazada con sangrado; vomité sangre; sangro y no para""",
    "en": """\
lost a lot of blood; a lot of blood on the toilet paper; there is lots of blood on the floor; I'm throwing up blood;
pregnant and bleeding; lots of blood when I wipe; bleeding won't stop; I see a lot of blood""",
}
JOINTS = {"es": (", ", ". ", " y ", " pero ", " "), "en": (", ", ". ", " and ", " but ", " ")}


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_quiet_by_itself_hides_no_danger_beside_it(language: str) -> None:
    pairs = some(tuple(product(each(QUIET[language]), each(DANGERS[language]), JOINTS[language])))
    texts = [text for quiet, danger, joint in pairs for text in (quiet + joint + danger, danger + joint + quiet)]
    assert [text for text in texts if not set(safety(text, lexicon())) - {"tell_doctor"}] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_says_the_same_of_themselves_is_heard(language: str) -> None:
    pairs = product(each(OF_ANOTHER[language]), (" ", ", "), each(ME_TOO[language]))
    assert [text for pair in pairs if not safety(text := "".join(pair), lexicon())] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_report_hides_blood_that_is_lost(language: str) -> None:
    pairs = some(tuple(product(each(REPORTS[language]), each(BLEEDING[language]), JOINTS[language])))
    texts = [text for report, lost, joint in pairs for text in (report + joint + lost, lost + joint + report)]
    assert [text for text in texts if "emergency" not in safety(text, lexicon())] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_of_it_calls_for_a_text_by_itself(language: str) -> None:
    loud = {text for text in each(QUIET[language]) if set(safety(text, lexicon())) - {"tell_doctor"}}
    assert loud == set(each(UNSURE[language]))
