"""Red flags by their kinds (study-facts 10): who, when, in what order and how spelled makes no difference."""

from __future__ import annotations

import pytest

from dialogs.answers import safety
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.phrases import PhraseError
from dialogs.lexicon.signs import Signs, Vocabulary
from tests.core.answers.questions import lexicon, sources

KINDS = {
    ("emergency",): """\
mi papá no puede ni respirar; se está ahogando mi mamá; no me entra el aire; el aire no me alcanza... me falta el
aire; me cuesta harto tomar aire; anda con dificultad para respirar; quedó sin aire subiendo la escala; le falta el
aliento; no logro respirar bien; no podía respirar anoche; mi hijo se asfixió; tiene los labios morados; se le
pusieron moradas las uñas y los labios; tosiendo sangre desde ayer; me salió sangre al toser; tosió sangre mi
abuela; siento una presión muy fuerte en el pecho; me duele mucho el pecho; le dolía el pecho; tengo un peso encima
del pecho; una puntada en el pecho; me apretaba el pecho; dolor al pecho; tengo el pecho apretado; le dio un
infarto; le dieron convulsiones; está convulsionando; mi mamá se desmayó en el baño; me desmayé dos veces; perdió la
conciencia; está inconsciente; quedó inconsciente; está muy confundida; anda desorientado; no puede hablar bien; se
le enreda la lengua; habla raro desde hoy; se le cayó un lado de la cara; tiene la boca chueca; amaneció con la cara
caída; se le torció la boca; no puede mover el brazo derecho; no siento la pierna izquierda; tengo medio cuerpo
dormido; se me adormeció la mitad de la cara; perdí fuerza en un brazo; la pierna sin fuerza de repente; se me nubló
la vista; perdió la visión de un ojo; no veo nada de repente; veo doble desde ayer; le dio un derrame cerebral; mi
papá tuvo un acv; el peor dolor de cabeza que he tenido; un dolor de cabeza insoportable; me explota la cabeza; la
mamá no reacciona; no puedo despertarla; no se despierta; no responde cuando le hablo; se fue a negro; no sabe quién
es; no sabe qué día es; dice incoherencias; habla incoherencias; no para de sangrar; no me para la sangre de la
nariz; estoy sangrando mucho; sale mucha sangre; le sale harta sangre; vomitó sangre; vomitando sangre; he vomitado
sangre; boté sangre por la boca; la caca me sale negra; tengo deposiciones negras como alquitrán; hice caca con
sangre; se está desangrando; tuvo una hemorragia anoche; se me hinchó la garganta; tengo la lengua hinchada; se me
cierra la garganta; se le hincharon los labios; se me hinchó toda la cara de repente; se le hincharon los ojos de
golpe; estoy embarazada y con dolor fuerte; mi señora está embarazada y sangra; embarazada y me salió una mancha de
sangre; la bebé no se mueve; hace rato que no siento a mi bebé; se me rompió la fuente; rompí bolsa; tengo 30
semanas de embarazo y no siento movimientos; estoy embarazada y me duele mucho la cabeza; embarazada con la vista
con luces; embarazada y presión 16 con 10; embarazada, dolor en la boca del estómago; creo que me estoy muriendo; my
dad can't breathe; I couldn't breathe last night; she is struggling to breathe; it's hard to breathe; he's having
trouble breathing; I'm out of breath just sitting; she can barely breathe; he is not breathing; I feel like I'm
choking; her lips are turning purple; coughing up blood; he's been coughing blood; my chest hurts a lot; she has
chest pain; pain in my chest; tightness in her chest; like an elephant on my chest; my chest feels heavy; he had a
heart attack; she's having a seizure; he had convulsions; she passed out; I keep passing out; my mom fainted; she's
unconscious; he won't wake up; she isn't responding; she seems very confused; he can't speak; she's slurring her
words; his speech is slurred; his face dropped on one side; one side of her face is drooping; I can't move my left
arm; he can't move his legs; can't feel my right hand; my left side is numb; weakness on one side of the body; I
lost my vision; she lost sight in one eye; can't see out of my left eye; seeing double since this morning; had a
stroke; the worst headache I've ever had; worst migraine of my life; he doesn't know who we are; she doesn't know
where she is; talking gibberish; bleeding that won't stop; my nose keeps bleeding and doesn't stop; losing a lot of
blood; he's vomiting blood; I threw up blood; throwing up blood; her poop is black; black tarry stools; my tongue is
swelling; her throat is swelling up; my lips are swollen; my face swelled up all at once; throat feels like it's
closing; pregnant and bleeding a lot; she's pregnant and has severe pain; baby hasn't moved today; I haven't felt
the baby kick; my water broke; I'm 30 weeks pregnant with a bad headache; pregnant and my blood pressure is 145 over
95; pregnant and seeing spots; I think I'm dying""",
    ("urgent",): """\
no he hecho pipí en todo el día; mi papá no orina hace horas; no puedo orinar; orino poquito; casi no orino; no sale
nada de pipí, no me sale la orina; tengo fiebre; amanecí afiebrada; 39 de fiebre; tuvo 38 grados; me dieron
escalofríos; está tiritando; tengo la presión en 180; presión 19/11; la presión le subió a 200; se me hinchó la
pantorrilla; tengo una pierna hinchada; la pierna derecha hinchada; el muslo inflamado; la pantorrilla roja y me
duele; se me acabó la prednisona y no paro de vomitar; dejé los corticoides y vomito; sin corticoides hace una
semana y no retengo nada; I haven't peed all day; she isn't peeing; he can't pee; barely any urine today; I hardly
pee; passing very little urine; I have a fever; he's feverish; temp is 39; temperature 101; shivering a lot; got
chills; my pressure is 190; bp 185/100; blood pressure of 200 over 110; my calf is swollen; her left leg is swollen;
one leg is bigger and swollen; red painful calf; my thigh is red and hurts; I ran out of prednisone and keep
throwing up; stopped steroids and vomiting; no steroids for 3 days and can't keep anything down""",
    ("self_harm",): """\
quiero morirme; mi hija se quiere morir; ella no quiere vivir más; no tengo ganas de vivir; no quiero seguir
viviendo; ojalá me muriera; ojalá no despierte mañana; para qué sigo viviendo; mi vida no tiene sentido; no le veo
sentido a la vida; mejor sería estar muerta; estarían mejor sin mí; quiero desaparecer; me quiero matar; se quiere
matar; pensé en suicidarme; se intentó suicidar; quiero quitarme la vida; se quiso quitar la vida; me hago daño; se
hace daño; me he cortado los brazos; me corto las piernas; quiero terminar con mi vida; acabar con todo; no doy más
con esta vida; estoy cansada de vivir; quiero dormir y no despertar; me dan ganas de morirme; preferiría estar
muerta; quisiera no haber nacido; I want to die; my sister wants to die; I don't want to live anymore; she doesn't
want to live; wish I wouldn't wake up; hope I don't wake up; no reason to live; life isn't worth living; there's no
point in living; they'd be better off without me; I'd be better off dead; I want to kill myself; he wants to kill
himself; thinking about suicide; she's suicidal; I've been hurting myself; she cuts herself; cutting my arms; I want
to end my life; thinking of ending it all; I don't want to be here anymore; I'm tired of living; want to disappear
forever; wish I was dead; I wish I had never been born""",
    ("emergency", "self_harm"): """\
se tomó todas las pastillas; me tomé todo el frasco; me tomé una caja entera de pastillas; tragó veinte pastillas;
me tomé 30 paracetamol de una; me tomé todos los remedios que quedaban; tomé todos los remedios juntos; tomó veneno
para ratas; se tomó un frasco de cloro; tuve una sobredosis; me envenené; me tomé cinco pastillas de una vez; me
tomé tres pastillas a propósito; mi hermana se tomó 20 pastillas; me tomé doce pastillas; he took all his pills; I
took the whole bottle of pills; she swallowed 30 pills; took all the pills that were left; I overdosed; he took an
overdose; drank bleach; took five pills on purpose; I took six pills at once; took a handful of pills; swallowed a
bottle of tablets; took a full strip; she took 20 paracetamol; took fifteen tablets""",
}
QUIET = """\
no puedo hablar, estoy en la micro; ahora no puedo hablar por teléfono; no puedo hablar en el trabajo; no puedo
hablar con el doctor hasta el lunes; me tomé las pastillas de la mañana; ya me tomé todos los remedios de hoy; me
tomé todas mis pastillas como siempre; tomo 15 pastillas diarias; son 10 pastillas al día; me tomo 12 remedios todos
los días; me sacaron sangre; me tomaron muestra de sangre; me van a sacar harta sangre; tengo examen de sangre
mañana; ¿me puede hacer daño participar?; ¿las células me hacen daño?; no quiero seguir; no quiero seguir
respondiendo; estoy cansada de tantas preguntas; me muero de sueño; me muero de la risa; doy pecho a mi guagua; le
doy pecho; me corté las uñas; presión 12 con 8; presión alta hace 20 años; tengo la presión controlada; temperatura
36,8; me duele la rodilla; me duele la cabeza a veces; se me hinchan los pies; se me hinchan las piernas; tengo
sangre en la orina; orina espumosa; el doctor no responde; el lupus no responde al tratamiento; derrame pleural el
2019; quiero un embarazo pero tengo la presión alta; no estoy embarazada; tengo 18; tengo 20 años; mañana tengo
control; la operación viene en marzo; no, es para el examen de sangre; no tengo diabetes; ataque de risa; me
confundí de botón; la pregunta es confusa; tomo prednisona; dejé la prednisona en mayo; se me acabó la prednisona;
se me cae el pelo; me salieron manchas en la cara; la boca seca; dolor de cabeza; tengo los ojos hinchados en la
mañana; vomité ayer; no sé dónde está el papel; se me olvidó; me duele el brazo; me duele la pierna; tengo la cara
redonda por los corticoides; sin fuerza para trabajar; estoy esperando el examen de sangre; quiero saber los
resultados; tengo anemia; me pican los ojos; estoy chata; qué lata; no entiendo; se me durmió la mano un rato; la
plata no alcanza; estoy ahogada en trabajo; mi familia me apoya; vivo sola; quiero vivir; tengo ganas de participar;
no veo bien de lejos; uso lentes; no veo la opción; perdí el papel; perdí la hora; no me acuerdo; dolor articular;
clase cuatro; la creatinina subió; tengo que orinar en el frasco; me tomé la presión; me tomaron la presión; tomé
desayuno; me tomé un té; tomé once; compré una caja de remedios; me quedan dos cajas de micofenolato; voy a terminar
luego; se terminó el tratamiento; dejé de tomar prednisona en marzo y vivo en Temuco; me pusieron la inyección en el
brazo; me operaron del corazón; la presión y el corazón están bien; can't talk now I'm at work; I can't talk on the
bus; on the train, can't talk; I can't speak to the doctor until Monday; took my pills this morning; I took all my
meds today as usual; already took all my morning pills; I take 15 pills daily; 10 pills a day; I take all my
medicine every day; they took blood; they drew blood; took a lot of blood for tests; blood test tomorrow; could the
cells hurt me?; will I hurt myself if I join?; I don't want to continue; I'm tired of these questions; I'm dying to
know; dying of laughter; I'm breastfeeding; cut my nails; pressure 120/80; high blood pressure for 20 years; my
pressure is under control; temp 36.6; my knee hurts; I get headaches sometimes; my feet swell; my legs are swollen;
blood in my urine; foamy urine; my doctor isn't responding; my lupus is not responding to treatment; I want to get
pregnant but have high blood pressure; not pregnant; I'm 18; surgery in March; a double blind study; am I a fit for
this?; does it fit me; I'm confused by the question; I'm confused about what ANA means; I take prednisone; stopped
prednisone in May; my hair is falling out; no hair; dry mouth; puffy eyes in the morning; I threw up yesterday; I
don't know where the paper is; my arm hurts; my leg hurts; round face from steroids; I'm waiting for the blood
results; six months; class six; seis; it's cooking; I drink coke; it kills me; no appointment; I can't move my
appointment; can't see the option; lost my paper; I wear glasses; my grandmother had diabetes; heart disease;
pressure and heart are fine; I take blood pressure pills; coming up soon; is it compulsory?; I had breakfast; took
my son to school; took the bus; bought a bottle of pills; I'm tired; I live alone; I want to live; want to take
part; the second one; left leg; what a pain; it's a pain to type; my water bill; no kids; baby at home; better safe
than sorry; end of my treatment; take my time; it took all day; finished all my antibiotics in May; I can't go on
Monday; surgery on my hand; can you hear me; my chest x-ray was fine; tuve covid"""

ALARMS = {"emergency", "self_harm", "urgent"}


def each(texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts.split(";")]


@pytest.mark.parametrize(
    ("groups", "text"), [(groups, text) for groups, texts in KINDS.items() for text in each(texts)]
)
def test_a_sign_of_danger_is_heard_in_whatever_form_it_is_said(groups: tuple[str, ...], text: str) -> None:
    assert safety(text, lexicon()) == groups


@pytest.mark.parametrize("text", each(QUIET))
def test_what_only_sounds_like_danger_upsets_nobody(text: str) -> None:
    assert not ALARMS & set(safety(text, lexicon()))


@pytest.mark.parametrize("text", ["me duele la cabeza", "tengo la presión en 150/95", "my head hurts", "I see spots"])
def test_who_said_before_that_there_is_a_pregnancy_is_warned_of_high_pressure(text: str) -> None:
    assert not ALARMS & set(safety(text, lexicon()))
    assert safety(text, lexicon(), pregnant=True) == ("emergency",)


@pytest.mark.parametrize(
    ("routine", "danger"),
    [
        ("me tomé todas las pastillas de la mañana", "me tomé todas las pastillas de la mañana de una vez"),
        ("me tomé todos los remedios de hoy", "me tomé hoy todos los remedios que quedaban"),
        ("took all my meds this morning", "took all my meds that were left this morning"),
        ("I took 12 pills this morning as usual", "I took 12 pills this morning on purpose"),
    ],
)
def test_the_doses_of_every_day_are_none_too_many_unless_taken_at_once(routine: str, danger: str) -> None:
    assert not ALARMS & set(safety(routine, lexicon()))
    assert safety(danger, lexicon()) == ("emergency", "self_harm")


def test_beside_words_of_self_harm_no_dose_is_one_of_every_day() -> None:
    assert safety("me tomé todas las pastillas de la mañana, quiero morir", lexicon()) == ("emergency", "self_harm")


@pytest.mark.parametrize("text", ["coming up", "seis", "cooking", "my hair", "compulsory", "sangre con fecha"])
def test_a_word_that_only_looks_like_one_of_a_sign_is_none(text: str) -> None:
    """Short words never match by distance alone, nor do English ones that sound alike in Spanish."""
    assert not safety(text, lexicon())


def heard(sign: str, text: str, **lists: str) -> bool:
    vocabulary = Vocabulary()
    signs = Signs((vocabulary.sign(sign, {name: words.split() for name, words in lists.items()}),))
    return signs.stand_in(vocabulary.places(text.split()))


def test_close_words_stand_in_any_order_and_far_ones_do_not() -> None:
    assert heard("{lips} ~ azules", "azules se le pusieron los labios", lips="labio labios")
    assert heard("{lips} ~ azules", "labios azules", lips="labio labios")
    assert not heard("{lips} ~ azules", "azules son los ojos de mi gata y tengo labios", lips="labio labios")


def test_a_word_between_two_that_are_close_is_near_both_and_none_serves_twice() -> None:
    assert heard("peor ~ cabeza ~ dolor", "dolor de cabeza peor")
    assert not heard("dolor|cabeza ~ cabeza|dolor", "cabeza")


def test_a_word_of_six_letters_may_be_one_letter_off_and_a_shorter_one_may_not() -> None:
    assert heard("desmayo", "desmallo")
    assert heard("convuls*", "combulsiones")
    assert not heard("tos", "dos")
    assert not heard("=chills", "kills")


@pytest.mark.parametrize("bad", ["", "..", ".. pecho", "a ~ .. b", "{lips}", "=co-op", "abc*"])
def test_a_sign_that_cannot_be_meant_is_refused(bad: str) -> None:
    with pytest.raises(PhraseError):
        Vocabulary().sign(bad, {})


def test_every_problem_of_the_red_flags_is_named_with_its_place() -> None:
    wrong = (
        sources()["red_flags.toml"]
        .replace("[routine]\n", "[rutine]\n", 1)
        .replace('lips_es = "labio labios boca"', 'lips_es = ""\nnever = "labio"\nodd = "co-op"', 1)
        .replace('"convuls*"', '"convuls*", "convuls*"', 1)
        .replace('por = ["x"]', 'por = ["x", "k", "uno dos tres cuatro cinco"]', 1)
        .replace("fever_en = [", 'more = "fiebre"\nfever_en = [".. fever", ', 1)
    )
    with pytest.raises(LexiconError) as caught:
        parse_lexicon({**sources(), "red_flags.toml": wrong})
    problems = "\n".join(caught.value.problems)
    for part in (
        *("[rutine]: nobody reads", "[routine]: is missing", "[words] lips_es: holds no words", "no list {lips_es}"),
        *("[words] never: no sign uses", "[words] odd:", "stands here twice", "[same] por:", "more than 4"),
        *("[urgent] more:", 'begins or ends with ".."'),
    ):
        assert part in problems, part
