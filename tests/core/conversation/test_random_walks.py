"""Whatever somebody presses, types, sends or orders, in whatever order: `Walk` looks after every step that no health
question comes before a consent, that nothing is filed that may not be, and that nobody is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Due, Edited, Moved, Ordered, Pressed, Shared, Unreadable
from dialogs.conversation.states import FINAL
from dialogs.study.study import Kind
from tests.core.conversation.places import PLACES, at
from tests.core.conversation.walking import STUDY, Walk, site
from tests.examples import examples


@dataclass(frozen=True, slots=True)
class Button:
    """The button at this place of the open message; counted round."""

    place: int


@dataclass(frozen=True, slots=True)
class OldButton:
    """A button of an earlier message."""

    prompt: int
    place: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as people type it to the kind of question that is open."""

    which: int


@dataclass(frozen=True, slots=True)
class Days:
    """So many days go by."""

    number: int


@dataclass(frozen=True, slots=True)
class Site:
    """The study's state is set anew."""

    state: str
    interest_list: bool


#: What people type to a kind of question.
ANSWERS = {
    Kind.INTEGER: ("34", "17", "76", "treinta", "dieciocho", "nací en 1990"),
    Kind.CHOICE: ("sí", "no", "no sé", "1", "2", "IV", "clase III + V", "12"),
    Kind.CHOICES: ("ninguno", "1 y 2", "no sé", "listo"),
    Kind.MONTH: ("junio 2026", "hace tres meses", "nunca", "2024", "3", "10/06/2026", "diciembre de 2026"),
    Kind.QUANTITY: ("2,1 mg/mg", "1.250 mg/g", "78", "creatinina 0,9", "2,1", "no sé", "más de 60", "35"),
    Kind.MEDICINES: (
        "ninguno",
        "mabtera",
        "Endoxan y prednisona",
        "micofenolato desde 2023",
        "unas gotas",
        "8",
        "quimio",
    ),
}
WORDS = (
    *(
        "sí",
        "no",
        "acepto",
        "no gracias",
        "1",
        "2",
        "todo bien",
        "hola",
        "",
        "🙂",
        "<b>34</b>",
        "9 8765 4321",
        "a@b.cl",
    ),
    *("atrás", "pausa", "persona", "idioma", "english", "español", "ayuda", "seguir", "menú"),
    *("tengo fiebre", "no, en abril", "x" * 5000, "\u202e\x00"),
)
COMMANDS = (
    *("start", "privacy", "help", "status", "mydata", "verify", "accessible", "about", "language", "person"),
    *("frequent", "pause", "back", "continue", "block", "unblock", "permissions", "card", "nonsense"),
)
#: What ends or forgets a conversation comes seldom, or no walk would get far.
LASTING = st.one_of(
    st.builds(Button, st.integers(0, 14)),
    st.builds(Answer, st.integers(0, 9)),
    st.builds(Answer, st.integers(0, 9)),
    st.builds(OldButton, st.integers(0, 40), st.integers(0, 14)),
    st.sampled_from(WORDS),
    st.builds(Ordered, st.sampled_from(COMMANDS), st.sampled_from(("", "c_poster", "en", "es", "x" * 70))),
    st.builds(Shared, st.sampled_from(("56987654321", "+56987654321")), st.booleans()),
    st.builds(Moved, st.sampled_from(("received", "taken", "contacted", "included", "brand_new"))),
)
RARE = st.one_of(
    st.builds(Unreadable, st.sampled_from(("photo", "voice", "forwarded", "brand_new"))),
    st.just(Edited()),
    st.sampled_from(("borrar", "terminar", "me duele el pecho", "quiero morir", "12.345.678-5")),
    st.builds(Ordered, st.sampled_from(("delete", "stop"))),
    st.builds(Due, st.sampled_from(("unfinished", "recheck", "opening", "expiring", "expired"))),
    st.builds(Days, st.sampled_from((1, 3, 40, 100))),
    st.builds(Site, st.sampled_from(("recruiting", "not_recruiting", "closed")), st.booleans()),
)
DEEDS = st.lists(st.one_of(LASTING, LASTING, LASTING, RARE), max_size=25)
FROM = st.sampled_from(sorted(PLACES))


def do(walk: Walk, deed: object) -> None:
    """One deed; what cannot be done now is left out."""
    match deed:
        case Button(place):
            if walk.c.offered:
                walk.does(Pressed(walk.c.prompt, place % len(walk.c.offered)))
        case OldButton(back, place):
            earlier = sorted(prompt for prompt in walk.prompts if prompt != walk.c.prompt)
            if earlier:
                walk.does(Pressed(earlier[-1 - back % len(earlier)], place))
        case Answer(which):
            asked = next((question for question in STUDY.asked if question.id == walk.c.state), None)
            if asked is not None:
                known = ANSWERS[asked.kind]
                walk.does(known[which % len(known)])
        case Days(number):
            walk.today += timedelta(days=number)
        case Site(state, interest_list):
            walk.site = site(state, walk.site.confirmed_on, interest_list)
        case _:
            walk.does(deed)  # type: ignore[arg-type]  # one of the texts and incomings of `DEEDS`


def walked(place: str, deeds: list[object]) -> Walk:
    """From a place, through these deeds."""
    walk = at(place)
    for deed in deeds:
        do(walk, deed)
    return walk


@examples(300)
@given(FROM, DEEDS)
def test_no_walk_breaks_anything(place: str, deeds: list[object]) -> None:
    walked(place, deeds)


@examples(60)
@given(FROM, DEEDS)
def test_from_everywhere_back_leads_to_the_first_screen(place: str, deeds: list[object]) -> None:
    walk = walked(place, deeds)
    if walk.c.state in ("new", "sent", *FINAL):
        return
    walk.site = site(confirmed_on=walk.today)
    walk.does(Ordered(ChatCommand.START))
    for _ in range(60):
        if walk.c.state in ("card", "sent"):
            return
        walk.does(Ordered(ChatCommand.BACK))
    raise AssertionError(f"back ends at {walk.c.state}")


@examples(60)
@given(FROM, DEEDS, st.integers(0, 14))
@example("may notes be kept", ["borrar"], 0)
@example("erase, guessed", [], 0)
def test_no_button_of_an_earlier_message_changes_anything(
    place: str, deeds: list[object], position: int
) -> None:  # [TG-26]
    walk = walked(place, deeds)
    walk.does("hola")
    for prompt in sorted(walk.prompts):
        # An older message of the open question still counts (test_shown_again.py).
        if prompt == walk.c.prompt or walk.gone or prompt in {each.prompt for each in walk.c.draft.showings}:
            continue
        before = walk.c.to_json()
        walk.does(Pressed(prompt, position % max(1, walk.prompts[prompt])))
        after = walk.c.to_json()
        aside = ("note", "passage", "note_number", "to_team", "elsewhere", "guessed")
        # A side prompt that is left takes with it what waited for its answer.
        left = before["stack"] and not after["stack"]
        for shown in ("prompt", "offered", "status_prompt", "stack"):
            before.pop(shown)
            after.pop(shown)
        for shown in ("standing", "shown", "showings", *(aside if left else ())):
            before["draft"].pop(shown, None)
            after["draft"].pop(shown, None)
        assert before == after


@examples(60)
@given(FROM, DEEDS, st.sampled_from(("es", "en")))
def test_another_language_keeps_the_place_and_every_answer(
    place: str, deeds: list[object], language: str
) -> None:  # [AX-12]
    walk = walked(place, deeds)
    if walk.c.state in ("new", *FINAL):
        return
    walk.does(Ordered(ChatCommand.START))
    before = walk.c.to_json()
    walk.does(Ordered(ChatCommand.LANGUAGE, language))
    after = walk.c.to_json()
    assert after["language"] == language
    # The question is shown again, in another message.
    for shown in ("standing", "shown", "showings"):
        before["draft"].pop(shown)
        after["draft"].pop(shown)
    for name in ("state", "draft", "answers", "consents", "contact", "referral_state"):
        assert before[name] == after[name], name
