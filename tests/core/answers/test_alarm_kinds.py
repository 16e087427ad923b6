"""Red flags by their kinds (study-facts 10): who, when, in what order and how spelled makes no difference."""

from __future__ import annotations

from itertools import cycle

import pytest

from dialogs.answers import safety
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from dialogs.lexicon.phrases import PhraseError
from dialogs.lexicon.signs import Signs, Vocabulary
from tests.core.answers.questions import lexicon, sources
from tests.core.answers.test_alarms import blocks

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
95; pregnant and seeing spots; I think I'm dying; mi guagua no respira; mi hermana se está asfixiando; el niño se
atragantó; no me llega aire a los pulmones; me agito y no puedo respirar; se le pusieron los labios azulados; boto
sangre cuando toso; le salió sangre con la tos; siento que me aplastan el pecho; el pecho me duele hace rato; tiene
dolor en el pecho mi viejo; mi marido tiene puntadas en el pecho; me clavan el pecho; le duele el corazón; k me
duele el pexo; me kuesta respirar; no pueo respirar bien; ns q me pasa pero no puedo respirar; mi papa convulsionó
anoche; ha tenido convulsiones; se desmayó recién mi esposa; casi me desmayo; se fue a negro en la cocina; me fui a
negro hoy; perdí el conocimiento; quedó inconsiente; mi abuela está confundida, no sabe dónde está; no puede hablar
y tiene la boca torcida; se me enredan las palabras; hablo enredado desde la mañana; la cara se le chuecó; se le
durmió la mitad del cuerpo; tiene medio lado paralizado; no puedo levantar el brazo; no mueve las piernas; no siente
las piernas; perdió la vista de un momento a otro; de pronto no veo con el ojo derecho; ve doble; el dolor de cabeza
más fuerte que he tenido en la vida; un dolor de cabeza terrible, el peor; me duele la cabeza como nunca, se me va a
reventar; mi hija no reacciona; no puedo despertar a mi mamá; no despierta mi papá; mi mamá no responde; dice cosas
incoherentes; sangra mucho y no para; no se le corta la sangre; le sale sangre a chorros; tengo una hemorragia; está
vomitando sangre; vómitos con sangre; hice caca negra; mis deposiciones están negras; fecas negras; se le hinchó la
lengua y la garganta; se me está hinchando la garganta; los labios se me hincharon; los ojos se me hincharon de
golpe; la cara se me hinchó de repente; siento que se me cierra la garganta; estoy de 6 meses de embarazo y sangro;
embarazada y con contracciones; con 7 meses de embarazo y me duele la guata fuerte; no he sentido a la guagua hoy;
mi guagua dejó de moverse; se le rompió la bolsa a mi hija; estoy embarazada y tengo la presión alta; embarazada,
veo lucecitas; tengo embarazo de 30 semanas y dolor de cabeza fuerte; embarazada con dolor debajo de las costillas;
está embarazada y ve manchas; embarazada 140/95 de presión; my son cannot breathe; I cant breath; he's choking on
something; she is gasping; I can't get enough air; I can't catch my breath; breathing is really hard; my lips went
blue; he coughed up some blood; blood came out when I coughed; my chest is tight; bad pain in chest; crushing
feeling in my chest; like a brick on my chest; he's got pains in his chest; my heart hurts; my husband is having a
heart attack; she had a fit; he's been having seizures; my mum collapsed; I nearly fainted; I feel faint; I blacked
out; she lost conciousness; he's confused and disoriented; she can't talk properly; he's slurring; her mouth is
drooping; half of my face is numb; left side of my body went weak; I can't lift my arm; my arm went numb suddenly;
can't move my leg; can't feel my legs; suddenly I can't see; my vision went black; I see double; I think she's
having a stroke; worst head ache of my life; thunderclap headache; can't wake my mom up; he won't wake; she's not
waking up; my dad is not responding; he does not know where he is; she's talking nonsense; bleeding a lot; won't
stop bleeding; the bleeding doesn't stop; I'm losing blood; vomiting blood since this morning; brought up blood;
there's blood in my vomit; black poop; my stool looks like tar; his throat is swelling; my tongue feels swollen;
lips swelled up; eyes swelled up suddenly; throat is closing up; I'm pregnant and there's blood; pregnant with bad
cramps; she's pregnant and her waters broke; the baby stopped moving; I can't feel the baby move; pregnant and my
head hurts badly; pregnant with high bp; pregnant, seeing flashing lights; pregnant, pain under my ribs""",
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
throwing up; stopped steroids and vomiting; no steroids for 3 days and can't keep anything down; hace 12 horas que
no orino; desde ayer que no hago pipí; no me sale pipí; no logro orinar; casi nada de orina; estoy con fiebre hace
dos días; tiene 39 grados; le subió la fiebre; temperatura de 38 y medio; tengo calofríos; estoy tiritando de frío y
con fiebre; presión 185/110; la presión me marcó 190; tengo 18 con 12 de presión; una pierna se me hinchó; la pierna
izquierda está hinchada y caliente; me duele y está roja la pantorrilla; tengo el muslo rojo, caliente y me duele;
dejé de tomar prednisona y ahora vomito todo; me quedé sin prednisona y no retengo la comida; suspendí los
corticoides de golpe y estoy vomitando; she hasn't peed since yesterday; I can't pee; not peeing at all; almost no
pee today; I've got a temperature of 38.5; fever and chills; he is burning up with fever; 103 fever; BP 190/100; my
blood pressure hit 200; one of my calves is swollen; my right leg swelled up; my left calf is red, hot and sore; I
quit prednisone cold turkey and can't stop vomiting; ran out of my steroids and I keep throwing up""",
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
forever; wish I was dead; I wish I had never been born; mi amiga dice que quiere morirse; mi hijo habla de matarse;
mi mamá quiere morir; no quiero vivir así; no quiero estar viva; ya no quiero vivir; no me dan ganas de vivir;
pienso en quitarme la vida; he pensado en suicidarme; me quise suicidar; quiero hacerme daño; me corto los brazos;
mi hija se corta; se corta los brazos; sería mejor que me muriera; ojalá me muera; todos estarían mejor sin mí; para
qué seguir viviendo; la vida no vale la pena; no tiene sentido vivir así; no quiero despertar más; quisiera dormir y
no despertar nunca; no aguanto más esta vida; estoy aburrida de vivir; quiero acabar con mi vida; I wanna die; he
says he wants to die; she wants to kill herself; I'm going to kill myself; I can't go on living; I don't want to
wake up; I wish I was never born; no point living; what's the point of living; everyone would be better off without
me; life is not worth it, not worth living; I cut myself; he harms himself; thinking of ending my life; I feel
suicidal; my mum doesn't want to be alive; I'd rather be dead""",
    ("emergency", "self_harm"): """\
se tomó todas las pastillas; me tomé todo el frasco; me tomé una caja entera de pastillas; tragó veinte pastillas;
me tomé 30 paracetamol de una; me tomé todos los remedios que quedaban; tomé todos los remedios juntos; tomó veneno
para ratas; se tomó un frasco de cloro; tuve una sobredosis; me envenené; me tomé cinco pastillas de una vez; me
tomé tres pastillas a propósito; mi hermana se tomó 20 pastillas; me tomé doce pastillas; he took all his pills; I
took the whole bottle of pills; she swallowed 30 pills; took all the pills that were left; I overdosed; he took an
overdose; drank bleach; took five pills on purpose; I took six pills at once; took a handful of pills; swallowed a
bottle of tablets; took a full strip; she took 20 paracetamol; took fifteen tablets; mi mamá se tomó todas sus
pastillas; me tragué todas las pastillas; me tomé un blíster de clonazepam; se tomó una caja de paracetamol; me tomé
40 pastillas; se tomó como 15 pastillas; mi hijo tomó cloro; me tomé varias pastillas de una vez; me tomé dos cajas
enteras; tomé pastillas para morirme; se intoxicó con pastillas; me tomé las pastillas que me quedaban todas juntas;
my mum took all her pills; he swallowed a box of pills; I took two whole strips; she took about 30 tablets; I
swallowed all my meds; took all the pills I had left; I've taken an overdose; he drank poison; I took 4 at once on
purpose; I downed a bottle of pills""",
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
Monday; surgery on my hand; can you hear me; my chest x-ray was fine; tuve covid; no puedo hablar por ahora, estoy
ocupada; no puedo hablar, estoy en clases; estoy en una reunión y no puedo hablar; te hablo después; me tomé todas
las pastillas del día; ya tomé mis remedios; me tomé todo lo de la mañana; en la mañana me tomo todas las pastillas;
tomo 11 pastillas cada día; hoy me tomé las 10 pastillas de siempre; me sacan sangre mañana; me sacaron tres tubos
de sangre; mucha sangre me sacaron para los exámenes; la toma de sangre fue ayer; ¿es peligroso?; ¿me puedo morir
por el estudio?; no doy más de cansancio; no quiero contestar más; no quiero seguir contestando; no sigo; me muero
de vergüenza; me muero por participar; casi me muero de susto; me da un ataque de risa; doy papa; amamanto; me corté
con un cuchillo cocinando; presión 130/85; presión 14 con 9; tengo 37 de temperatura; ando con tos; me duele la
guata; me duele la garganta; tengo la garganta apretada de pena; tengo las piernas hinchadas; ambas piernas
hinchadas; los tobillos hinchados; orina con espuma; mi orina está oscura; la biopsia fue hace un año; no
respondieron mi correo; nadie responde; el hospital no responde el teléfono; la enfermedad no responde a los
remedios; tuve derrame pericárdico; quisiera quedar embarazada; mi presión está alta; soy hipertensa; ¿se puede con
embarazo?; tengo 19 años; peso 60 kilos; subí de peso; cáncer de mama; biopsia de pecho; radiografía de tórax; la
operación es en 18 días; me operan el 18 de octubre; no, nada; no sé; no quiero; no gracias; no tengo fuerzas para
escribir; me siento débil; estoy cansada; me cuesta entender; me cuesta caminar; no puedo caminar; no puedo dormir;
se me olvida todo; no veo bien la letra; veo borroso a veces; no entiendo la letra; tengo los labios secos; llagas
en la boca; me sale sangre de las encías; hematíes 10 por campo; la sangre salió bien; sangre oculta negativa;
examen de deposiciones negativo; deposiciones normales; hago pipí normal; orino bien; orino mucho; dejé el cigarro;
dejé el micofenolato y vomito; se me acabó el losartán; tomo tres pastillas juntas en la mañana; tomo dos juntas al
desayuno; una caja al mes; me dieron una caja; compré dos cajas; can't talk, in a meeting; I'm in class and can't
talk; I can't talk much today; I'll talk later; took my morning meds; I took all of today's pills; I took my 10
pills with breakfast as usual; I take 12 tablets every day; they take my blood tomorrow; lots of blood tests; so
much blood work; is it dangerous?; could I die from the study?; I don't want to answer more; no more questions; I'm
done; dying of embarrassment; dying to join; scared to death; nursing my baby; cut my finger cooking; pressure
130/85; temp 37; I have a cough; sore throat; belly ache; both legs swollen; ankles swollen; dark urine; biopsy a
year ago; nobody responds; the office isn't responding; I'd like to get pregnant; I have high blood pressure; can I
join if pregnant?; I'm 19; I weigh 60 kilos; breast cancer; chest x-ray; surgery in 18 days; no thanks; I feel weak;
I'm exhausted; hard to understand; hard to walk; can't sleep; can't walk far; I can't read the letters; blurry
sometimes; mouth sores; gums bleed a little; RBC 10 per field; the blood was fine; stool test negative; pee is
normal; I pee a lot; quit smoking; stopped mycophenolate and I'm vomiting; ran out of losartan; three pills together
in the morning; a box a month; they gave me a box; hot flashes; I left my job; what time do you open; take care; I
missed my appointment; my back is killing me; over the moon; I passed the test; lost weight; I lost my phone; no one
can help; nothing else; my head is spinning with numbers"""

ALARMS = {"emergency", "self_harm", "urgent"}

#: Dangers of every kind, with what each calls for.
BESIDE = {
    "no puedo respirar": "emergency", "me duele el pecho": "emergency", "mi mamá no despierta": "emergency",
    "vomito sangre": "emergency", "se me hinchó la lengua": "emergency", "tengo la boca chueca": "emergency",
    "quiero morirme": "self_harm", "no orino": "urgent", "tengo fiebre": "urgent", "can't breathe": "emergency",
    "she passed out": "emergency", "my face is drooping": "emergency", "i want to die": "self_harm",
    "i'm not peeing": "urgent", "i have a fever": "urgent", "took 30 pills at once": "emergency",
}  # fmt: skip


def each(texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts.split(";")]


@pytest.mark.parametrize("groups", KINDS)
def test_a_sign_of_danger_is_heard_in_whatever_form_it_is_said(groups: tuple[str, ...]) -> None:
    assert {text: found for text in each(KINDS[groups]) if (found := safety(text, lexicon())) != groups} == {}


def test_what_only_sounds_like_danger_upsets_nobody() -> None:
    assert [text for text in each(QUIET) if ALARMS & set(safety(text, lexicon()))] == []


@pytest.mark.slow
def test_no_harmless_words_hide_a_danger_that_stands_beside_them() -> None:
    """Each text that calls for nothing, before, behind and joined to the next danger."""
    dangers = cycle(BESIDE.items())
    joined = cycle(("{harmless}, {danger}", "{danger}, {harmless}", "{danger}. {harmless}", "{harmless} y {danger}"))
    harmless = [text for block in blocks() if not block.due for text in block.texts] + each(QUIET)
    hidden = []
    for text in harmless:
        danger, due = next(dangers)
        whole = next(joined).format(harmless=text, danger=danger)
        heard = set(safety(whole, lexicon()))
        if due not in heard and not (due == "urgent" and "emergency" in heard):
            hidden.append(whole)
    assert len(harmless) > 1000
    assert hidden == []


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
    vocabulary = Vocabulary({name: words.split() for name, words in lists.items()})
    signs = Signs((vocabulary.sign(sign),))
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
        Vocabulary({}).sign(bad)


def test_every_problem_of_the_red_flags_is_named_with_its_place() -> None:
    wrong = (
        sources()["red_flags.toml"]
        .replace("[routine]\n", "[rutine]\n", 1)
        .replace('lips_es = "labio labios boca trompa jeta hocico"', 'lips_es = ""\nnever = "labio"\nodd = "co-op"', 1)
        .replace('"convuls*"', '"convuls*", "convuls*"', 1)
        .replace('por = ["x"]', 'por = ["x", "k", "uno dos tres cuatro cinco"]', 1)
        .replace("[not_well]\nes = [", '[not_well]\nes = ["hoy tengo algo $", ', 1)
        .replace("fever_en = [", 'more = "fiebre"\nfever_en = [".. fever", ', 1)
    )
    with pytest.raises(LexiconError) as caught:
        parse_lexicon({**sources(), "red_flags.toml": wrong})
    problems = "\n".join(caught.value.problems)
    for part in (
        *("[rutine]: nobody reads", "[routine]: is missing", "[words] lips_es: holds no words", "no list {lips_es}"),
        *("[words] never: no sign uses", "[words] odd:", "stands here twice", "[same] por:", "more than 4"),
        *("[not_well] es:", '"$" has no effect', "[urgent] more:", 'begins or ends with ".."'),
    ):
        assert part in problems, part
