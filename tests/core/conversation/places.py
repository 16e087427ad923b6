"""The places of a conversation, and how somebody gets to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import DoctorAsked, Incoming, Moved, Ordered, Replied, Switched, Typed, Written
from dialogs.conversation.link import Audience, SharedLink
from dialogs.languages import Language
from dialogs.screens import Text
from dialogs.site import Recruitment, StudyCard
from dialogs.study.shared import shared_key
from dialogs.study.study_file import parse_study
from dialogs.values import When
from tests.core.conversation.walking import STUDY, TODAY, Walk, file_of, site

#: Question → what the person of a usual path does there, in either language; a text is typed, a text in brackets is a
#: button's value.
USUAL: Final = {
    "age": ("34",),
    "sle": ("[yes]",),
    "biopsy": ("06/2026",),
    "biopsy_class": ("[IV]",),
    "antibodies": ("[yes]",),
    "urinary_sediment": ("[yes]",),
    "upc": ("2.1 mg/mg",),
    "egfr": ("78",),
    "creatinine": ("1.2 mg/dL",),
    "sex_at_birth": ("[female]",),
    "treatments": ("[none]",),
    "when": ("2026-10-05",),
    "ongoing": ("[no]",),
    "pregnancy": ("[neither]",),
    "conditions": ("[none]",),
}

#: What the team wrote, in words of its own.
LETTER: Final = Written((Text("{value}", {"value": "¿Podemos hablar el martes?"}),))
#: Whoever writes came from another person whom the same account serves.
SWITCHED: Final = Switched(Language.ES, accessible=False, code="LUP-3333")


def deed(walk: Walk, what: str | Incoming) -> None:
    """One deed as `USUAL` writes it, or what comes from elsewhere."""
    if what in ("[chat]", "[phone_morning]") and "no_name" in walk.c.offered:
        walk.presses("no_name")
    if isinstance(what, str) and what.startswith("["):
        walk.presses(what.strip("[]"))
    else:
        walk.does(what)


def answer(walk: Walk, **others: tuple[str, ...]) -> None:
    """Answer the open question as on the usual path, or as told by its id."""
    for what in others.get(walk.c.state) or USUAL[walk.c.state]:
        deed(walk, what)


def answers_until(walk: Walk, state: str, **others: tuple[str, ...]) -> Walk:
    """Go through the questions until this state."""
    while walk.c.state != state:
        assert walk.c.state in USUAL or walk.c.state in others, f"{state} is no place of this path: {walk.c.state}"
        answer(walk, **others)
    return walk


def to_result(walk: Walk, **others: tuple[str, ...]) -> Walk:
    """Through the questions and the review to the result."""
    answers_until(walk.begins(), "review", **others).presses("all_good")
    return walk


def to_contact(walk: Walk, **others: tuple[str, ...]) -> Walk:
    """To the question of how to reach her."""
    to_result(walk, **others).presses("contact")
    if "no_name" in walk.c.offered:
        walk.presses("no_name")  # only whoever helps is asked for a name
    return walk


def to_sent(walk: Walk, keep: str = "no", **others: tuple[str, ...]) -> Walk:
    """Until it is sent."""
    to_contact(walk, **others).presses("chat")
    if walk.c.state == "send":
        walk.presses(keep)
    assert walk.c.state == "sent"
    return walk


def _at_question(id: str) -> Walk:
    others: dict[str, tuple[str, ...]] = {}
    if id in ("creatinine", "sex_at_birth"):
        others["egfr"] = ("[unknown]",)
    if id in ("when", "ongoing"):
        others["treatments"] = ("rituximab", "[yes]")
    return answers_until(Walk().begins(), id, **others)


def _after(walk: Walk, *deeds: str | Incoming) -> Walk:
    for what in deeds:
        deed(walk, what)
    return walk


def _with_note(walk: Walk) -> Walk:
    return _after(walk, Replied("preguntar en el control", "El estudio"), "[yes]")


def _early(walk: Walk) -> Walk:
    return _after(walk.begins(), "52", "[no]")


def _not_recruiting() -> Walk:
    return Walk(site=site("not_recruiting"))


def _helping(walk: Walk, **others: tuple[str, ...]) -> Walk:
    _after(walk, "hola", "[questions]", "[helper]", "[accept]")
    return answers_until(walk, "review", **others)


def another_study_comes(walk: Walk) -> Walk:
    """The site has a second study when the person comes back."""
    cards = [
        StudyCard(id=study, title={"es": title, "en": title}, recruitment=Recruitment.RECRUITING, confirmed=True)
        for study, title in ((STUDY.id, "A"), ("EXAMPLE-OTHER", "B"))
    ]
    walk.site = replace(walk.site, studies=tuple(cards))
    return walk


def _told_elsewhere() -> Walk:
    """The person answered in another study of the site what this one asks too."""
    walk = another_study_comes(Walk())
    own, other = walk.site.studies
    told = {shared_key(STUDY.question("age")): 45, shared_key(STUDY.question("biopsy")): When.month(2026, 6)}
    walk.site = replace(walk.site, studies=(own, replace(other, begun=True, who="self", told=told)))
    return _after(walk, Ordered(ChatCommand.START, STUDY.id), "[questions]", "[self]", "[accept]")


def _site_changes(walk: Walk, state: Recruitment, interest_list: bool = True) -> Walk:
    """The state of the study is another one when the person comes back."""
    walk.site = replace(walk.site, recruitment=state, interest_list=interest_list)
    return walk


def _notice_changes(walk: Walk) -> Walk:
    walk.site = replace(walk.site, keep_months=24)
    return walk


def _older_study() -> Walk:
    """At a question that the study file has no more."""
    smoking = '[[question]]\nid = "smoking"\nkind = "choice"\nshort = "Smoking"\ntext = "Do you smoke?"\noption = [\n'
    smoking += '  { value = "yes", label = "Yes" },\n  { value = "no", label = "No" },\n'
    smoking += '  { value = "unknown", label = "I don\'t know", exclusive = true },\n]\n\n'
    before = '[[question]]\nid = "antibodies"'
    source = file_of("studies", "nct03917797.toml").replace(before, smoking + before)
    return answers_until(Walk(study=parse_study(source, "older.toml")).begins(), "smoking")


def _promised(*deeds: str | Incoming) -> Walk:
    """Sent to a site that says of itself what it is, by somebody who came by a campaign."""
    facts = {"phone": {"es": "(número de ejemplo)"}, "hours": {"es": "(horario de ejemplo)"}}
    there = replace(site(), contact_by=TODAY, facts=facts, campaigns=frozenset({"poster"}))
    walk = Walk(site=there)
    walk.c.name, walk.c.code = "(nombre de ejemplo)", "LUP-7K3Q"
    walk.does(Ordered(ChatCommand.START, "c_poster"))
    for value in ("questions", "self", "accept"):
        walk.presses(value)
    answers_until(walk, "review")
    return _after(walk, "[all_good]", "[contact]", "[chat]", *deeds)


def _with_teams_links(walk: Walk) -> Walk:
    """As the store tells them."""
    walk.c.links = [
        SharedLink(1, "2026-11-29", 0, Audience.DOCTOR),
        SharedLink(2, "2026-11-29", 1, Audience.INVESTIGATOR),
    ]
    return walk


#: More than is read of one message; "rituximad" is spelled otherwise than it is known.
LONG_LIST: Final = "rituximad, " + ", ".join(["omeprazol", "losartan", "prednisona", "calcio"] * 20)
PREGNANT: Final = {"treatments": ("micofenolato", "[yes]"), "pregnancy": ("[pregnant]",)}
DATED: Final = {"treatments": ("Endoxan", "[yes]")}

PLACES: Final[dict[str, Callable[[], Walk]]] = {
    "before anything": Walk,
    "the card": lambda: _after(Walk(), "hola"),
    "the card, reading": lambda: _after(Walk(), "hola", "[about]"),
    "who answers": lambda: _after(Walk(), "hola", "[questions]"),
    "the consent": lambda: _after(Walk(), "hola", "[questions]", "[helper]"),
    "the consent, in other words": lambda: _after(Walk(), "hola", "[questions]", "[self]", "sí"),
    **{f"the question {q.id}": (lambda id=q.id: _at_question(id)) for q in STUDY.asked},
    "a read-back": lambda: _after(_at_question("upc"), "creo que 1.250 mg/g"),
    "two misreadings": lambda: _after(_at_question("biopsy"), "bla", "bla bla"),
    "a choice of units": lambda: _after(_at_question("upc"), "2,1"),
    "age ranges": lambda: _after(Walk().begins(), "[unknown]"),
    "other classes": lambda: _after(_at_question("biopsy_class"), "[other]"),
    "ticked treatments": lambda: _after(_at_question("treatments"), "[ivig]", "[anti_b_cell]"),
    "the summary": lambda: _after(answers_until(Walk().begins(), "review"), Ordered(ChatCommand.SUMMARY)),
    "the summary, sent as a file": lambda: _after(_at_question("upc"), Ordered(ChatCommand.SUMMARY), "[pdf]"),
    "a note or an answer": lambda: _after(_at_question("upc"), Replied("preguntar en el control", is_open=True)),
    "may notes be kept": lambda: _after(_at_question("upc"), Replied("preguntar en el control", "El estudio")),
    "the notes": lambda: _after(_with_note(_at_question("upc")), Ordered(ChatCommand.NOTES)),
    "one note": lambda: _after(_with_note(_at_question("upc")), Ordered(ChatCommand.NOTES), "[note:1]"),
    "changing a note": lambda: _after(
        _with_note(_at_question("upc")), Ordered(ChatCommand.NOTES), "[note:1]", "[change]"
    ),
    "share the page?": lambda: _after(_with_note(_at_question("upc")), Ordered(ChatCommand.SHARE), "[notes]"),
    "the links": lambda: _after(_at_question("upc"), Ordered(ChatCommand.SHARE), "[yes]"),
    "nothing to share": lambda: _after(Walk(), Ordered(ChatCommand.SHARE)),
    "no notes yet": lambda: _after(_at_question("upc"), Ordered(ChatCommand.NOTES)),
    "the summary with a note": lambda: _after(_with_note(_at_question("upc")), Ordered(ChatCommand.SUMMARY), "[notes]"),
    "the studies here": lambda: _after(another_study_comes(_at_question("upc")), Ordered(ChatCommand.STUDIES)),
    "answers of another study": _told_elsewhere,
    "the review": lambda: answers_until(Walk().begins(), "review"),
    "the review, which one": lambda: _after(answers_until(Walk().begins(), "review"), "[change_one]"),
    "a question asked again": lambda: _after(answers_until(Walk().begins(), "egfr"), Ordered(ChatCommand.BACK)),
    "a change from the review": lambda: _after(answers_until(Walk().begins(), "review"), "[change_one]", "[biopsy]"),
    "might fit, recruiting": lambda: to_result(Walk()),
    "might fit, not recruiting": lambda: to_result(_not_recruiting()),
    "might fit, no list": lambda: to_result(Walk(site=site("not_recruiting", interest_list=False))),
    "not now, dated": lambda: to_result(Walk(), **DATED),
    "not now, no date": lambda: to_result(Walk(), **PREGNANT),
    "an early end": lambda: _early(Walk()),
    "the contact, recruiting": lambda: to_contact(Walk()),
    "the contact, for the list": lambda: to_contact(_not_recruiting()),
    "the contact, for a review": lambda: _after(_early(Walk()), "[contact]"),
    "sharing the number": lambda: _after(to_contact(Walk()), "[phone_morning]"),
    "a phone read back": lambda: _after(to_contact(Walk()), "9 8765 4321"),
    "what goes on the list": lambda: _after(to_contact(_not_recruiting()), "[chat]"),
    "sent": lambda: to_sent(Walk()),
    "on the list with answers": lambda: to_sent(_not_recruiting(), keep="yes"),
    "on the list without": lambda: to_sent(_not_recruiting(), keep="no"),
    "another person?": lambda: _after(to_sent(Walk()), Ordered(ChatCommand.WHOM)),
    "one of two, sent": lambda: _after(to_sent(Walk()), SWITCHED),
    "one of two, where to?": lambda: _after(to_sent(Walk()), SWITCHED, Ordered(ChatCommand.WHOM)),
    "one of two, new": lambda: _after(Walk(), SWITCHED),
    "correcting": lambda: _after(to_sent(Walk()), "[change]"),
    "correcting an answer": lambda: _after(to_sent(Walk()), "[change]", "[change_one]", "[egfr]"),
    "a call back asked for": lambda: _after(_at_question("sle"), "persona", "[call_me]"),
    "a call back sent": lambda: _after(_at_question("sle"), "persona", "[call_me]", "[chat]"),
    "a visit agreed on": lambda: _after(to_sent(Walk()), Moved("scheduled", datetime(2027, 1, 15, 10, 30))),
    "not reached": lambda: _after(to_sent(Walk()), Moved("unreachable")),
    "asked for a contact": lambda: _after(to_sent(Walk()), Moved("ask_contact")),
    "links of the team": lambda: _after(_with_teams_links(to_sent(Walk())), Ordered(ChatCommand.SHARE)),
    "may the doctor read it?": lambda: _after(to_sent(Walk()), DoctorAsked(named=True)),
    "may the doctor read it, no name": lambda: _after(to_sent(Walk()), DoctorAsked(named=False)),
    "asked for a contact, at a question": lambda: _after(
        _at_question("sle"), "persona", "[call_me]", "[chat]", Moved("ask_contact")
    ),
    "another contact": lambda: _after(to_sent(Walk()), Moved("unreachable"), "[another_contact]"),
    "a letter of the team": lambda: _after(to_sent(Walk()), LETTER),
    "a letter, answered": lambda: _after(to_sent(Walk()), LETTER, "el martes sí"),
    "a letter, and danger in the answer": lambda: _after(to_sent(Walk()), LETTER, "no puedo respirar"),
    "send to the team anyway?": lambda: _after(to_sent(Walk()), LETTER, "no puedo respirar", "[continue]"),
    "another contact, paused": lambda: _after(to_sent(Walk()), Moved("unreachable"), "[another_contact]", "pausa"),
    "a recheck offered": lambda: _after(to_result(Walk(), **DATED), "[recheck]"),
    "a recheck, answers kept": lambda: _after(to_result(Walk(), **DATED), "[recheck]", "[yes]"),
    "a recheck, date only": lambda: _after(to_result(Walk(), **DATED), "[recheck]", "[no]"),
    "paused at a question": lambda: _after(_at_question("antibodies"), "pausa"),
    "paused at the result": lambda: _after(to_result(Walk()), "pausa"),
    "paused at the contact": lambda: _after(to_contact(Walk()), "pausa"),
    "the language, in the middle": lambda: _after(_at_question("egfr"), "idioma"),
    "the language, paused": lambda: _after(_at_question("egfr"), "pausa", "idioma"),
    "erase, sure?": lambda: _after(_at_question("egfr"), "borrar"),
    "a person, at the result": lambda: _after(to_result(Walk()), "persona"),
    "a person, paused": lambda: _after(_at_question("antibodies"), "pausa", "persona"),
    # Every side step, where the rows above have none.
    "the language, before anything": lambda: _after(Walk(), Ordered(ChatCommand.LANGUAGE)),
    "frequent questions, on the card": lambda: _after(Walk(), "hola", "[frequent]"),
    "frequent questions, with numbered answers": lambda: _after(
        _at_question("sle"), Ordered(ChatCommand.ACCESSIBLE), Ordered(ChatCommand.FREQUENT)
    ),
    "erase, guessed": lambda: _after(_at_question("egfr"), "eliminra"),
    "danger, with an answer": lambda: _after(Walk().begins(), "34 y no puedo respirar"),
    "stop, sure?": lambda: _after(_at_question("egfr"), "terminar"),
    "permissions, on the list": lambda: _after(
        to_sent(_not_recruiting(), "yes"), "[opening_yes]", Ordered(ChatCommand.PERMISSIONS)
    ),
    "permissions, giving another contact": lambda: _after(
        to_sent(Walk()), Moved("unreachable"), "[another_contact]", Ordered(ChatCommand.PERMISSIONS)
    ),
    "erase, sure? after sending": lambda: _after(to_sent(Walk()), Ordered(ChatCommand.PERMISSIONS), "[answer]"),
    # Every kind of reading that waits for a yes.
    "a read-back of an age": lambda: _after(Walk().begins(), "nací en 1990"),
    "a read-back of a yes": lambda: _after(_at_question("sle"), "creo que sí"),
    "a read-back of a month": lambda: _after(_at_question("biopsy"), "en junio"),
    "a read-back of a class": lambda: _after(_at_question("biopsy_class"), "clase 4 creo"),
    "a read-back of the other test": lambda: _after(_at_question("egfr"), "creatinina 0,9"),
    "a read-back with a date": lambda: _after(_at_question("upc"), "más de 1,2 mg/mg el 3 de octubre"),
    "a read-back of own words": lambda: _after(_at_question("upc"), "3.100 mg/24 h"),
    "a read-back of treatments": lambda: _after(_at_question("treatments"), "micofenolato desde 2023"),
    "a read-back of treatments, some ticked": lambda: _after(
        _at_question("treatments"), "[ivig]", "mabtera y unas gotas"
    ),
    "a read-back of the day of a treatment": lambda: _after(_at_question("when"), "5 de junio"),
    "a read-back of conditions": lambda: _after(_at_question("conditions"), "cáncer y hepatitis"),
    "a read-back, with numbered answers": lambda: _after(
        _at_question("upc"), Ordered(ChatCommand.ACCESSIBLE), "unos 1.250 mg/g"
    ),
    "a read-back, in English, paused": lambda: _after(
        answers_until(Walk(language="en").begins(), "upc"), "about 1,250 mg/g", Ordered(ChatCommand.PAUSE)
    ),
    "another contact read back": lambda: _after(to_sent(Walk()), Moved("ask_contact"), "9 8765 4321"),
    "a helper with an e-mail read back": lambda: _after(
        _helping(Walk()), "[all_good]", "[contact]", "Ana María", "a@b.cl"
    ),
    # What is offered after a misreading.
    "age ranges, after misreadings": lambda: _after(Walk().begins(), "bla", "bla bla"),
    "half an answer": lambda: _after(_at_question("pregnancy"), "no estoy embarazada"),
    "a doubtful yes": lambda: _after(_at_question("sle"), "tal vez sí"),
    "a choice of classes": lambda: _after(_at_question("biopsy_class"), "iv o v"),
    "a choice of medicines": lambda: _after(_at_question("treatments"), "[ivig]", "biológico"),
    "words that nobody knows": lambda: _after(_at_question("treatments"), "rituximab y fui al kontrolorio"),
    "words that nobody knows, alone": lambda: _after(_at_question("treatments"), "me dieron xilofonil en marzo"),
    "a list that is too long": lambda: _after(_at_question("treatments"), LONG_LIST),
    "a name that is another": lambda: _after(_at_question("treatments"), "azatioprina y rituximad", "[correct]"),
    "words for the team": lambda: _after(_at_question("biopsy_class"), "clase II, con cicatrices"),
    "the contact, misread": lambda: _after(to_contact(Walk()), "bla", "bla bla"),
    # Sent, and what comes after it.
    "a helper at the list": lambda: _after(_helping(_not_recruiting()), "[all_good]", "[contact]", "Ana"),
    "a helper, the first name": lambda: _after(_helping(Walk()), "[all_good]", "[contact]"),
    "a review asked for, recruiting": lambda: _after(to_result(Walk(), **DATED), "[review]"),
    "sent, with a promise": lambda: _promised(),
    "sent, all sending at rest": lambda: _promised(Moved("taken"), Ordered(ChatCommand.BLOCK)),
    "correcting, paused": lambda: _after(to_sent(Walk()), "[change]", "[change_one]", "[egfr]", "pausa"),
    "a call back asked for, paused": lambda: _after(_at_question("sle"), "persona", "[call_me]", "pausa"),
    "a call back sent, stopped": lambda: _after(
        _at_question("sle"), "persona", "[call_me]", "[chat]", Ordered(ChatCommand.STOP), "[yes]"
    ),
    "a recheck waiting": lambda: _after(to_result(Walk(), **DATED), "[recheck]", "[yes]", "[end]"),
    "paused, with a reminder": lambda: _after(_at_question("antibodies"), "pausa", "[remind]"),
}

#: Where something has changed since the person was here: what comes next is not what stands on the open message.
CHANGED_MEANWHILE: Final[dict[str, Callable[[], Walk]]] = {
    "the notice changed meanwhile": lambda: _notice_changes(_at_question("egfr")),
    "the consent, again": lambda: _after(_notice_changes(_at_question("egfr")), "78"),
    "the contact, nobody is looked for meanwhile": lambda: _site_changes(
        to_contact(Walk()), Recruitment.NOT_RECRUITING
    ),
    "paused at the contact, nothing is offered meanwhile": lambda: _site_changes(
        _after(to_contact(Walk()), "pausa"), Recruitment.NOT_RECRUITING, interest_list=False
    ),
    "a question of an older study file": _older_study,
    "an answer from before its question": lambda: _after(_at_question("sle"), Typed("sí", early=True)),
    "the study ended meanwhile": lambda: _site_changes(_at_question("egfr"), Recruitment.CLOSED),
    "a call back sent, the study ended": lambda: _after(
        _site_changes(_after(_at_question("sle"), "persona", "[call_me]", "[chat]"), Recruitment.CLOSED), "hola"
    ),
}


@cache
def _been_at(place: str) -> Walk:
    return (PLACES | CHANGED_MEANWHILE)[place]()


def at(place: str) -> Walk:
    """Somebody who has come to this place."""
    return _been_at(place).copy()


def everywhere() -> Iterator[tuple[str, Walk]]:
    """Somebody at each place."""
    for place in PLACES:
        yield place, at(place)
