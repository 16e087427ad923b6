"""What only sounds like a danger is none where every other word of the text is known; anything more is an alarm."""

from __future__ import annotations

from itertools import product

import pytest

from dialogs.answers import safety
from tests.core.answers.questions import lexicon
from tests.core.answers.test_alarms import each
from tests.core.answers.test_history_beside_danger import DANGERS, JOINTS
from tests.examples import some

HARMLESS = {
    "es": """\
sí, y eso que me desmayo de solo pensar en agujas jaja; la casa está a 39 grados, qué calor; no, eso fue el perro, tuvo
convulsiones y la veterinaria pensó en un tumor; no, la enferma es la gata, tosió sangre y la vio el veterinario;
perdón, me estaba cortando el pelo. sí, tengo lupus; disculpe la demora, mi gato vomitó sangre y andaba en el
veterinario; perdón es que el perro está tosiendo sangre y lo llevé al doctor de mascotas; afuera hace 39 grados""",
    "en": """\
no, that was the dog, he had seizures and the vet found a tumour; no, it's the cat who is poorly, she coughed up blood
and the vet has her; sorry, the dog ate a whole box of chocolates and I was at the vet; yes, I faint just thinking of
needles lol; the house is 39 degrees, so hot; my cat vomited blood and the vet saw her""",
}
#: Nobody else is named in full, and yet somebody else has it as well, or has it now.
ELLIPSES = {
    "es": """\
yo también; y yo también; a mí también; y yo igual; ni yo; yo tampoco; mi hijo también; y mi mamá también; a mi marido
le pasó lo mismo; y ahora yo; ahora me pasa a mí; me pasa lo mismo; igual que yo; y hoy yo; a mí me dio hoy; y mi
guagua; ella también; él también; lo mismo yo; también ayer; hoy también; otra vez hoy; y a veces sin pensar; y los
brazos; y las venas; y mi hermana""",
    "en": """\
me too; so did I; and so did I; neither can I; and me; and now me; same here; same as me; just like me; I had one too;
my son too; and my mum did; and my baby; I did as well; mine too; and today I did; she did too; my husband as well; and
again today; and I have it now; like my sister""",
}
#: One word makes it a danger.
NEARLY = """\
me desmayo de solo pararme; me desmayo de solo ver la luz; me desmayo solo; la guagua está a 39 grados, qué
calor; estoy a 39 grados, qué calor; hace 39 grados y tengo fiebre; no, eso no fue el perro, tuvo convulsiones
y la veterinaria no supo; no fue el perro, tuvo convulsiones y la veterinaria lo vio; ¿eso fue el perro? tuvo
convulsiones y la veterinaria pensó en un tumor; eso fue el perro. tuve convulsiones y la veterinaria pensó en
un tumor; eso fue el perro, tuvo convulsiones y tosió sangre, la vio el veterinario; no, la enferma es la
gata, toso sangre y la vio el veterinario; la enferma es mi hija, tosió sangre y la vio el veterinario; la
enferma es la gata, tosió sangre y la vio el doctor; perdón, me estaba cortando las venas. sí, tengo lupus;
perdón, me estaba cortando. sí, tengo lupus; me estaba cortando con el cuchillo del pan; no, that wasn't the
dog, he had seizures and the vet found a tumour; that was the dog? he had seizures and the vet found a tumour;
that was the dog, my son had seizures and the vet found a tumour; that was the dog, I had seizures and the vet
found a tumour; that was the dog, he had seizures and coughed up blood and the vet found a tumour; no, it's
the cat who is poorly, I coughed up blood and the vet has her; no, it's the cat who is poorly, she coughed up
blood; sorry, the dog ate a whole box of my pills and I was at the vet; I faint just thinking about standing
up; the vet saw her, she had seizures; my baby is 39 degrees, so hot; the house is 39 degrees and so am I"""


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_only_sounds_like_a_danger_calls_for_no_text(language: str) -> None:
    assert {text: due for text in each(HARMLESS[language]) if (due := safety(text, lexicon()))} == {}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("rest", ["a danger", "an ellipsis"])
def test_anything_more_in_the_text_calls_for_its_text(language: str, rest: str) -> None:
    more = DANGERS if rest == "a danger" else ELLIPSES
    joints = (*JOINTS[language], "; ", " (", "\n")
    pairs = some(tuple(product(each(HARMLESS[language]), each(more[language]), joints)))
    texts = [text for harmless, other, joint in pairs for text in (harmless + joint + other, other + joint + harmless)]
    assert [text for text in texts if not set(safety(text, lexicon())) - {"tell_doctor"}] == []


def test_one_word_that_is_not_known_to_be_harmless_leaves_the_alarm() -> None:
    assert [text for text in each(NEARLY) if not safety(text, lexicon())] == []
