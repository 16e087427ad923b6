"""Medicines as tired people tell them: what they take no more, what is still to come, and words that name nothing."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, parse_answer
from dialogs.values import Medicine
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 28)


def read(text: str, language: str) -> Reading | Misread:
    """How a text about medicines is read."""
    asked = question("treatments")
    try:
        return parse_answer(asked, text, labels(asked, language), TODAY)
    except Misread as misread:
        return misread


def told(text: str, language: str) -> str:
    """The names and their dates, with a question mark where they are read back; empty where it is asked again."""
    reading = read(text, language)
    if isinstance(reading, Misread):
        return ""
    assert isinstance(reading.value, tuple)
    names = [each.name or each.group for each in reading.value if isinstance(each, Medicine)]
    dates = [str(when) for _, when in reading.also]
    return " ".join([*names, *dates]) + ("" if reading.sure else "?")


STOPPED = {
    "es": {
        "ya no tomo cellcept": "micofenolato?",
        "cellcept ya no lo tomo": "micofenolato?",
        "ya no me ponen rituximab": "rituximab?",
        "no volví a tomar plaquinol": "hidroxicloroquina?",
        "no me han puesto rituximab desde 2019": "rituximab 2019?",
        "ya no uso nada, solo plaquenil": "hidroxicloroquina?",
        "no tomo nada ya, solo plaquenil": "hidroxicloroquina?",
        "dejé todo, solo plaquenil": "hidroxicloroquina?",
        "no uso nada, solo plaquenil": "hidroxicloroquina",
        "ya nada": "?",
        "antes tomaba más, ahora solo plaquenil": "hidroxicloroquina?",
        "ya no tomo cellcept, ahora imuran": "micofenolato azatioprina?",
        "rituximab lo suspendieron por alergia": "rituximab?",
        "dejé el cellcept en mayo y no me han dado otra cosa": "micofenolato",
        "no tomo cellcept": "",
        "ya no me dieron rituximab": "",
        "ya no tomo nada": "",
        "no me han dado cellcept desde que llegué": "",
        "soy alérgica al rituximab": "",
        "no me pusieron rituximab por alergia": "",
        "no puedo usar rituximab por alergia": "",
    },
    "en": {
        "I no longer take cellcept": "micofenolato?",
        "I don't get rituximab anymore": "rituximab?",
        "never took plaquenil again": "hidroxicloroquina?",
        "haven't had rituximab since 2019": "rituximab 2019?",
        "haven't taken cellcept since May": "micofenolato?",
        "have been on cellcept since 2019": "micofenolato 2019",
        "they stopped rituximab due to an allergic reaction at the first dose": "rituximab?",
        "stopped cellcept in May, haven't started anything else": "micofenolato",
        "not on anything anymore, just plaquenil": "hidroxicloroquina?",
        "no longer on anything, just plaquenil": "hidroxicloroquina?",
        "stopped everything, just plaquenil": "hidroxicloroquina?",
        "done with everything, just plaquenil": "hidroxicloroquina?",
        "not on anything, just plaquenil": "hidroxicloroquina",
        "I don't take cellcept": "",
        "I don't want any more rituximab": "",
        "I no longer take anything": "",
        "haven't started cellcept since the doctor said to wait": "",
        "can't have rituximab because of an allergy": "",
        "wasn't given rituximab due to my allergy to it": "",
    },
}

COMING = {
    "es": {
        "parto con rituximab el 10 de diciembre": "rituximab 2026-12-10?",
        "me ponen rituximab el 10 de diciembre": "rituximab 2026-12-10?",
        "me ponen rituximab cada 6 meses": "rituximab",
        "me pusieron rituximab el 10 de diciembre": "rituximab 2025-12-10",
        "tomo cellcept desde diciembre": "micofenolato 2025-12",
        "me toca el segundo rituximab en diciembre, el primero fue el 20 de noviembre": "rituximab 2026-11-20?",
        "me tocaba rituximab en mayo y me lo pusieron en junio": "rituximab 2026-06?",
        "me tocaba rituximab en mayo": "rituximab?",
        "rituximab, quedó para diciembre": "rituximab 2026-12",
        "rituximab, nací en 1985": "rituximab",
        "rituximab dosis 1 mayo 12, dosis 2 mayo 26": "rituximab",
        "rituximab dosis 1 12 de mayo, dosis 2 26 de mayo": "rituximab 2026-05-26",
        "rituximab dosis 2 mayo": "rituximab 2026-05",
        "rituximab dosis 2 de mayo": "rituximab 2026-05-02",
        "rituximab última dosis 2 mayo": "rituximab 2026-05-02",
        "cellcept bajé a la mitad en octubre": "micofenolato",
        "compré rituximab pero todavía no llega": "",
        "mandé a pedir el benlysta, no ha llegado": "",
        "el rituximab llegó y me lo pusieron en mayo": "rituximab 2026-05",
    },
    "en": {
        "they give me rituximab December 10": "rituximab 2026-12-10?",
        "I get rituximab on December 10": "rituximab 2026-12-10?",
        "they give me benlysta every month": "belimumab",
        "got rituximab on December 10": "rituximab 2025-12-10",
        "second rituximab is due in December, first was November 20": "rituximab 2026-11-20?",
        "benlysta, next one is in December": "belimumab 2026-12",
        "rituximab pending for December 2": "rituximab 2026-12-02?",
        "was due for rituximab in November but they moved it to January": "rituximab 2027-01?",
        "was due for rituximab in May": "rituximab?",
        "moved from imuran to cellcept in October": "azatioprina micofenolato 2026-10",
        "cellcept cut in half in October": "micofenolato",
        "rituximab, born in 1985": "rituximab",
        "rituximab dose 1 May 12, dose 2 May 26": "rituximab",
        "rituximab infusion 1 March 3, infusion 2 March 7": "rituximab 2026-03-07",
        "rituximab dose 2 May": "rituximab 2026-05",
        "rituximab last dose 2 May": "rituximab 2026-05-02",
        "rituximab a dose 3 May": "rituximab 2026-05-03",
        "rituximab infusion 12 March": "rituximab 2026-03-12",
        "prescribed rituxan but it hasn't arrived yet": "",
        "rituximab arrived and they gave it to me in May": "rituximab 2026-05?",
    },
}

BESIDE = {
    "es": {
        "en realidad rituximab en mayo": "rituximab 2026-05",
        "básicamente prednisona": "prednisona",
        "sueros de corticoides hace años": "metilprednisolona?",
        "eran 3": "",
        "hubo 3": "",
        "estuvieron 3": "",
        "eran rituximab y cellcept": "rituximab micofenolato",
        "cellcept me da náuseas horribles": "micofenolato?",
        "me dieron cellcept en mayo porque subió la creatinina": "micofenolato?",
        "cellcept, tuve gastritis en mayo": "micofenolato",
        "nunca ciclofosfamida, siempre micofenolato": "micofenolato?",
        "ningún biológico aparte de benlysta": "belimumab",
        "por la vena nada, puras pastillas: prednisona y tracolimus": "prednisona tacrolimus?",
        "rituximab, prednisona y unas gotitas que no me acuerdo el nombre": "rituximab prednisona unrecognised?",
        "ufa tantos, plaquinol y cellcept": "hidroxicloroquina micofenolato",
        "cellcept dos en la mañana y dos en la noche": "micofenolato",
        "me cambiaron de cellcept a myfortic en octubre": "micofenolato",
        "la doctora me cambió el imuran por el cellcept en octubre": "azatioprina micofenolato 2026-10",
        "me agregaron cellcept el mes pasado": "micofenolato 2026-10",
        "tomo 7 remedios, no me los sé todos: predni y cellcept": "prednisona micofenolato?",
        "inmunosupresores no, solo corticoides orales": "corticoides?",
        "tengo miedo al rituximab": "",
        "no me han puesto nada por la vena, todo en pastillas": "",
        "ningún biológico": "",
    },
    "en": {
        "steroid drips in the ward years ago": "metilprednisolona?",
        "drips of steroids in March": "metilprednisolona 2026-03?",
        "actually rituximab in May": "rituximab 2026-05",
        "honestly just plaquenil": "hidroxicloroquina",
        "they gave me cellcept because imuran messed up my liver": "micofenolato azatioprina?",
        "cellcept, had gastritis in May": "micofenolato",
        "cellcept, they bumped it up last week": "micofenolato",
        "obinituzumab, two drips": "obinutuzumab?",
        "no biologics apart from Benlysta": "belimumab",
        "rituximab and some drops I can't remember the name of": "rituximab unrecognised?",
        "they changed me from cellcept to myfortic in October": "micofenolato",
        "they switched me from imuran to cellcept in October": "azatioprina micofenolato 2026-10",
        "next benlysta infusion is December 10": "belimumab 2026-12-10?",
        "said no to rituximab and still on my usual imuran": "azatioprina?",
        "no immunosuppressants, only oral steroids": "corticoides?",
        "always refused rituximab": "",
        "nothing through the vein, all pills": "",
        "wish I had rituximab": "",
        "scared of rituximab": "",
        "no biologics": "",
    },
}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("told_so", [STOPPED, COMING, BESIDE])
def test_what_is_told_of_a_treatment_is_read_as_it_is_told(told_so: dict[str, dict[str, str]], language: str) -> None:
    """[11g, 11i]"""
    assert {text: told(text, language) for text in told_so[language]} == told_so[language]


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_word_that_can_be_no_medicine_is_offered_as_one(language: str) -> None:
    """[11j] Every word is accounted for; a question about "honestly" is none that anybody can answer."""
    for text in filter(BESIDE[language].get, BESIDE[language]):
        reading = read(text, language)
        assert not (reading.words if isinstance(reading, Misread) else reading.left_out), text
