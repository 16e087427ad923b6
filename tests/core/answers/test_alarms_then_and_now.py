"""What was, or is feared, beside words that say it is here and words that say it is not (study-facts 10)."""

from __future__ import annotations

from itertools import product

import pytest

from dialogs.answers import safety
from tests.core.answers.questions import lexicon
from tests.core.answers.test_alarm_kinds import ALARMS, each
from tests.examples import some

THEN_ES = """\
tuve un infarto en 2015; tuve convulsiones de chica; tuve fiebre el mes pasado; la infusión puede dar convulsiones"""
THEN_EN = """\
I had a stroke in 2015; seizures as a child; I had a fever last month; what is the risk of stroke"""
HERE_ES = """\
ahora me está dando otro; y hoy también; ahora lo mismo; y me está pasando; y estoy mal; ahora estoy muy mal; y hoy
amanecí pésimo; no estoy bien; hoy no me siento bien; no me siento nada bien ahora; ahora no ando bien; y acabo de
tener otro; me acaba de dar; me acaba de empezar; siento que me viene; se me viene otra; hoy me dio; hoy me empezó;
ya empezó; creo que empezó; estoy con lo mismo; sigo con lo mismo; ahora nada me lo quita; hoy ninguna pastilla me
ayuda; hoy nada lo para; todavía sigue; aún sigo así; hoy no; ahora no estoy como siempre; hoy dijeron que me está
dando otro; ayer le dio otro; ahora quiero ayuda; estoy con remedios y me está dando otro; sigo con prednisona y me
volvió; tomo aspirina y hoy me volvió; hoy tengo control y me está dando otra; ahora tengo 50 años y me está dando
otro; ahora estoy bien mal; ahora estoy mejor que ayer pero mal; hoy todo mal; ahora todo el rato; toda la noche;
esta mañana otra vez; hace 10 minutos otra vez; hace un rato; recién me dio; desperté con lo mismo; porque me está
dando uno; se siente igual; es lo mismo; esto es igual; está volviendo; me está empezando; no para; no paran; no se
me pasa; no se me va; auxilio"""
HERE_EN = """\
now I'm having another; and today too; now the same; and it's happening; and I feel awful; now I feel very sick; I
don't feel well; I'm not fine now; today I am not ok; I am not doing well today; now not so good; and I just had
another; one just happened; just had one; one is starting; I think it's starting; it's coming on; today it came;
today it started again; still the same; it's still going on; now nothing helps; none of my pills work today; nothing
stops it today; still having it; still not right; they told me today I'm having another; the doctor said today it is
another; still on aspirin and having another; still taking keppra and just had one; today I have a checkup and I'm
having one; now I am 50 and having another; all night; this morning again; 10 minutes ago again; an hour ago; just
now; woke up with it; because I'm having one; feels the same; it's the same; this is exactly like that; it's back;
it won't stop; they won't stop; it never went away; please help; going on right now; having one right now; another
one"""
OVER_ES = """\
hoy nada; ahora ninguna; ahora estoy bien; hoy estoy muy bien; ahora todo bien; ahora tomo aspirina; sigo con
aspirina; sigo con mis remedios; estoy con tratamiento; estoy en control con el cardiólogo; todavía tomo remedios;
aún tomo pastillas; ahora tengo 50 años; hoy tengo 48; tengo 45 años ahora; hoy tengo hora con el nefrólogo; ayer
tuve control; hoy me toca control; mañana tengo control; ahora me controlo; ahora me ven en el hospital; hoy quiero
participar; ahora quiero saber si puedo entrar; hoy leí del estudio; ayer me explicaron el estudio; hoy me hablaron
del estudio; nunca más; no ha vuelto; hasta ahora nada; hasta hoy ninguna; ahora tomo prednisona; ahora tomo
plaquenil y micofenolato; todavía tengo lupus; ahora solo lupus; ahora tengo nefritis; tengo lupus; tengo dudas;
tengo 3 hijos; soy hipertensa; vivo en Santiago; me controlo en el San Juan; tengo proteína en la orina; quiero
participar; no he tenido más; ahora hago vida normal; ahora trabajo; hoy camino bien; sigo en control; menos mal; me
duelen las rodillas; estoy tomando prednisona; estoy cansada; no tengo fuerzas; me operaron; estuve hospitalizada;
desde entonces tomo pastillas; desde ese año tomo aspirina; quedé bien; me recuperé; me dieron de alta"""
OVER_EN = """\
nothing today; none now; now I am fine; I'm fine now; today I'm doing well; all good now; now I take aspirin; still
on aspirin; still taking my pills; still on my meds; I still see my cardiologist; now I am 50 years old; today I am
48; I am 45 years old now; today I have a checkup; I have an appointment today; yesterday I saw my doctor; I want to
join today; now I want to know if I can join; I read about the study today; they told me about the study yesterday;
never again; it hasn't come back; none since; nothing since then; now I take prednisone; now on plaquenil and
cellcept; I still have lupus; now only lupus; I have lupus; I have questions; I have 3 kids; I have high blood
pressure; I live in Santiago; I have protein in my urine; can I still join; am I still eligible; I work full time
now; I walk fine now; my knees hurt; I'm taking prednisone; I'm tired; I had surgery; I was in hospital; since then
I take pills; since that year I take aspirin; I recovered; they sent me home; no more since; I have a pacemaker now"""

#: Says that it is here, and needs no word behind it.
SAID_ES = """\
hoy me dio de nuevo; hoy tuve otra; ahora me está dando; todavía la tengo; hoy tengo una; ahora tuve otro; sigo con
ella; ayer me dio; hoy me vino otra; ahora la tengo"""
SAID_EN = """\
now I have one; today she had one; now I have another; still have it; today I had it; now it started; still getting
them; today it came; now I got one; still having one"""
#: Medicine that a danger is said to go with: it makes no danger less.
COURSE_ES = """\
con la aspirina; con el tratamiento; con prednisona; en diálisis; con mis remedios; con micofenolato; con pastillas"""
COURSE_EN = """\
on aspirin; on keppra; on prednisone; with my meds; with the treatment; on blood thinners; on antibiotics meds"""


def joined(then: str, rest: str, word: str) -> list[str]:
    """Each text of then with each of the rest: behind a comma, an "and" and a full stop, and before it."""
    forms = ("{then}, {rest}", f"{{then}} {word} {{rest}}", "{then}. {rest}", "{rest}, {then}")
    every = product(each(then), each(rest), forms)
    return [form.format(then=one, rest=other) for one, other, form in some(every)]


def alarmed(text: str) -> bool:
    return bool(ALARMS & set(safety(text, lexicon())))


@pytest.mark.parametrize(("then", "here", "word"), [(THEN_ES, HERE_ES, "y"), (THEN_EN, HERE_EN, "and")])
def test_what_is_here_is_heard_beside_what_was(then: str, here: str, word: str) -> None:
    assert [text for text in joined(then, here, word) if not alarmed(text)] == []


@pytest.mark.parametrize(
    ("then", "here", "course", "word"), [(THEN_ES, SAID_ES, COURSE_ES, "y"), (THEN_EN, SAID_EN, COURSE_EN, "and")]
)
def test_no_medicine_behind_it_hides_what_is_here(then: str, here: str, course: str, word: str) -> None:
    said = "; ".join(f"{one} {behind}" for one in each(here) for behind in each(course))
    assert [text for text in joined(then, said, word) if not alarmed(text)] == []


@pytest.mark.parametrize(("then", "over", "word"), [(THEN_ES, OVER_ES, "y"), (THEN_EN, OVER_EN, "and")])
def test_what_was_stays_quiet_beside_what_is_no_danger(then: str, over: str, word: str) -> None:
    assert [text for text in joined(then, over, word) if alarmed(text)] == []
