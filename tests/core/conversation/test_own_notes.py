"""The person's own notes: never before a consent, never for minors, and never guessed from a reply."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Replied, Typed
from dialogs.conversation.note import LONGEST, LONGEST_PASSAGE, MOST, Note
from dialogs.replies import Consent, Erase, Refer, Relay, Reply, Say, TellTeam
from dialogs.screens import Screen
from tests.core.conversation.places import PLACES, at, everywhere
from tests.core.conversation.walking import Walk

NOTE = "(una nota de prueba)"
ABOUT = Replied(NOTE, "un pasaje")


def last(replies: list[Reply]) -> Screen:
    return [reply.screen for reply in replies if isinstance(reply, Say)][-1]


def with_note(place: str) -> Walk:
    walk = at(place)
    walk.does(ABOUT)
    walk.presses("yes")
    return walk


def test_a_reply_to_an_earlier_message_is_kept_with_its_passage_after_a_consent_of_its_own_cl_04() -> None:
    """[CL-04] Each purpose is asked by itself."""
    walk = at("the question upc")
    replies = walk.does(ABOUT)
    assert walk.c.notes == []
    assert not any(isinstance(reply, Consent) for reply in replies)
    replies = walk.presses("yes")
    assert [(r.purpose, r.action) for r in replies if isinstance(r, Consent)] == [("notes", "given")]
    assert walk.c.notes == [Note(NOTE, "un pasaje")]
    walk.does(Replied("otra", "más"))
    assert [note.text for note in walk.c.notes] == [NOTE, "otra"]


@pytest.mark.parametrize("said", ["Un papel del examen. " * 40, "paso\n" * 100, "x" * 4000])
def test_a_long_message_that_is_answered_is_kept_as_whole_words_with_a_mark(said: str) -> None:
    walk = at("the question upc")
    walk.does(Replied(NOTE, said))
    walk.presses("yes")
    kept = walk.c.notes[0].passage
    assert len(kept) <= LONGEST_PASSAGE
    assert kept.endswith("…")
    assert set(kept.removesuffix("…").split()) <= {*said.split(), "x" * (LONGEST_PASSAGE - 1)}


def test_a_no_to_keeping_notes_keeps_nothing_and_says_so() -> None:
    walk = at("the question upc")
    walk.does(ABOUT)
    walk.presses("no")
    assert (walk.c.notes, walk.c.draft.note) == ([], "")
    assert walk.c.state == "upc"


@pytest.mark.parametrize("text", ["78", "sí", "no sé", NOTE, "2,1 mg/mg"])
def test_a_reply_to_the_open_question_is_asked_about_and_changes_nothing_by_itself(text: str) -> None:
    walk = at("the question upc")
    before = dict(walk.c.answers)
    walk.does(Replied(text, is_open=True))
    assert walk.c.stack == ["note_which"]
    assert {"answer", "note", "no"} <= set(walk.c.offered)
    assert (walk.c.answers, walk.c.notes, walk.c.state) == (before, [], "upc")


def test_said_to_be_an_answer_a_reply_is_read_as_if_it_were_typed_now() -> None:
    walk, typed = at("the question sle"), at("the question sle")
    walk.does(Replied("sí", is_open=True))
    walk.presses("answer")
    typed.does(Typed("sí"))
    assert walk.c.answers == typed.c.answers
    assert walk.c.state == typed.c.state
    assert walk.c.notes == []


def test_a_bare_yes_to_what_a_reply_is_says_neither_which_nor_yes_to_the_question() -> None:
    for said in ("sí", "sí, eso", "yes"):
        walk = at("the question sle")
        before = dict(walk.c.answers)
        walk.does(Replied("no", is_open=True))
        walk.does(Typed(said))
        assert (walk.c.answers, walk.c.stack, walk.c.draft.note) == (before, ["note_which"], "no"), said


def test_where_the_team_wrote_a_reply_may_be_for_the_team_and_goes_only_after_that_is_said() -> None:
    walk = at("a letter of the team")
    assert not any(isinstance(reply, Relay) for reply in walk.does(ABOUT))
    replies = walk.presses("team")
    assert [reply.text for reply in replies if isinstance(reply, Relay)] == [NOTE]
    assert walk.c.notes == []


@pytest.mark.parametrize("place", ["before anything", "the card", "who answers", "the consent", "the question age"])
def test_before_the_consent_and_before_the_age_no_note_is_kept_or_asked_for_cl_26(place: str) -> None:
    """[CL-26] Nothing of minors is kept, and until the age is known anybody may be one."""
    walk = at(place)
    for deed in (ABOUT, Replied(NOTE, is_open=True), Ordered(ChatCommand.NOTES)):
        walk.does(deed)
        assert walk.c.notes == []
        assert "notes" not in walk.c.consents
        assert not set(walk.c.stack) & {"note_which", "note_consent", "note_write", "notes"}


def test_an_age_corrected_to_a_minors_takes_the_notes_along_cl_26() -> None:
    """[CL-26] Nothing of it stays."""
    walk = with_note("the question sle")
    walk.does("atrás")
    replies = walk.does("15")
    if "yes" in walk.c.offered and not any(isinstance(reply, Erase) for reply in replies):
        replies = walk.presses("yes")
    assert any(isinstance(reply, Erase) for reply in replies)
    assert walk.c.notes == []


@pytest.mark.whole
def test_a_note_never_reaches_the_team_and_no_answer_changes_by_it() -> None:
    for place in PLACES:
        note_at(place)


def note_at(place: str) -> None:
    walk = at(place)
    before = dict(walk.c.answers), walk.c.state
    replies = walk.does(ABOUT)
    if "note" in walk.c.offered and walk.c.stack == ["note_which"]:
        replies += walk.presses("note")
    if walk.c.stack == ["note_consent"]:
        replies += walk.presses("yes")
    assert not any(isinstance(reply, Refer | TellTeam) for reply in replies)
    if NOTE in [note.text for note in walk.c.notes]:
        assert (walk.c.answers, walk.c.state) == before
        assert not any(isinstance(reply, Relay) for reply in replies)


@pytest.mark.whole
def test_notes_are_listed_changed_and_deleted_in_every_state() -> None:
    for _place, walk in everywhere():
        walk.c.consents["notes"] = True  # type: ignore[index]  # as restored from the records
        walk.c.notes = [Note("uno"), Note("dos")]
        walk.does(Ordered(ChatCommand.NOTES))
        assert walk.c.stack == ["notes"], walk.c.state
        walk.presses("note:1", "change")
        walk.does("(cambiada)")
        assert [note.text for note in walk.c.notes] == ["(cambiada)", "dos"]
        walk.does(Ordered(ChatCommand.NOTES))
        walk.presses("note:2", "delete")
        assert [note.text for note in walk.c.notes] == ["(cambiada)"]


@pytest.mark.parametrize(("deed", "opened"), [("/borrar", "delete"), ("mis datos", None), ("pausa", None)])
def test_a_command_typed_as_a_reply_or_where_a_note_is_written_is_that_command(deed: str, opened: str | None) -> None:
    for come in (at("changing a note"), at("the question upc")):
        before = list(come.c.notes)
        come.does(Replied(deed, "algo"))
        assert come.c.notes == before
        assert come.c.stack == ([opened] if opened else [])


def test_a_sign_of_danger_in_a_note_brings_the_safety_text_first_and_then_asks_what_becomes_of_the_words() -> None:
    words = "no puedo respirar"
    for come, said in ((at("the question upc"), Replied(words, "algo")), (at("changing a note"), Typed(words))):
        deed: Incoming = said
        replies = come.does(deed)
        assert come.c.stack == ["safety"]
        assert any(isinstance(reply, Say) and reply.urgent for reply in replies)
        assert words not in [note.text for note in come.c.notes]
        come.presses("continue")
        assert come.c.stack == ["note_which"]


def test_a_rut_is_not_kept_as_a_note() -> None:
    walk = with_note("the question upc")
    walk.does(Replied("12.345.678-5", "algo"))
    assert [note.text for note in walk.c.notes] == [NOTE]


def test_a_note_that_is_too_long_or_one_too_many_is_refused_with_a_word_and_never_cut() -> None:
    walk = with_note("the question upc")
    walk.does(Replied("x" * (LONGEST + 1), "algo"))
    assert len(walk.c.notes) == 1
    walk.c.stack = []
    for n in range(MOST + 2):
        walk.does(Replied(f"nota {n}", "algo"))
    assert len(walk.c.notes) == MOST


def test_taking_the_consent_back_erases_the_notes_cl_05() -> None:
    """[CL-05] A consent is taken back as easily as it is given."""
    walk = with_note("the question upc")
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    walk.presses("notes")
    assert len(walk.c.notes) == 1, "asked about once more: it cannot be undone"
    walk.presses("yes")
    assert walk.c.notes == []
    assert walk.c.consents.get("notes") is False  # type: ignore[call-overload]  # compared as stored


def test_notes_stand_on_the_page_only_where_they_are_ticked() -> None:
    walk = with_note("the question upc")
    assert NOTE not in repr(last(walk.does(Ordered(ChatCommand.SUMMARY))))
    assert NOTE in repr(last(walk.presses("notes")))
    assert NOTE in repr([reply for reply in walk.presses("pdf") if type(reply).__name__ == "Paper"])
    assert NOTE not in repr(last(walk.does(Ordered(ChatCommand.SUMMARY))))


def test_ending_keeps_the_notes_and_says_so() -> None:
    walk = with_note("the question upc")
    walk.does(Ordered(ChatCommand.STOP))
    replies = walk.presses("yes")
    assert "Your notes stay here" in repr(replies)


def test_a_double_tap_on_changing_a_note_still_changes_that_note() -> None:
    walk = with_note("the question upc")
    walk.does(Ordered(ChatCommand.NOTES))
    walk.presses("note:1")
    tap = Pressed(walk.c.prompt, walk.c.offered.index("change"))
    walk.does(tap, tap, Typed("otra"))
    assert [note.text for note in walk.c.notes] == ["otra"]


def test_a_double_tap_on_writing_a_note_does_not_make_its_words_an_answer() -> None:
    walk = with_note("the question upc")
    walk.does(Ordered(ChatCommand.NOTES))
    tap = Pressed(walk.c.prompt, walk.c.offered.index("write"))
    before = dict(walk.c.answers)
    walk.does(tap, tap, Typed("2,1 mg/mg"))
    assert [note.text for note in walk.c.notes] == [NOTE, "2,1 mg/mg"]
    assert walk.c.answers == before
