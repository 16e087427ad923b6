"""The call script: just what is unknown, as questions to ask, in the person's language."""

from __future__ import annotations

from datetime import date

from dialogs.referral.dossier import Dossier, judged
from dialogs.referral.evidence import StaffReader
from dialogs.screening.deciding import facts_read, facts_told
from dialogs.screening.facts import Slot, slots
from dialogs.screens import S_, Block, Look, Screen, Text
from dialogs.study.rules import Truth
from dialogs.value_texts import slot_text
from dialogs.values import Unknown


def call_script(reader: StaffReader, sent: Dossier, today: date) -> Screen | None:
    """Return what to say and ask on the phone; None where nothing is unknown."""
    findings = judged(reader.study, sent.answers, today).findings if sent.answers else ()
    open_facts: set[str] = set()
    papers: list[Text] = []
    for finding in findings:
        criterion = reader.study.criterion(finding.criterion)
        if finding.verdict.truth is Truth.UNKNOWN:
            open_facts.update(facts_read(criterion))
            papers.append(Text(criterion.bring or criterion.settle))
    questions = [
        slot_text(slot.question.text, reader.study, reader.lexicon, reader.language, slot)
        for slot in slots(reader.study, sent.answers, today)
        if _is_open(slot, sent) and facts_told(slot.question, reader.study) & open_facts
    ]
    if not papers:
        return None
    intro = Text(S_("Hello, we call about the study. You said that we may. Do you have a few minutes?"))
    bring = tuple(dict.fromkeys(paper.id for paper in papers))
    return Screen(
        (
            Block((Text(S_("Call script: only what is unknown")),), Look.STRONG),
            Block((intro,), Look.QUOTE),
            *(Block((text,), Look.QUOTE) for text in questions),
            Block(tuple(Text(id) for id in bring), heading=Text(S_("Papers that would settle it"))),
        )
    )


def _is_open(slot: Slot, sent: Dossier) -> bool:
    """Asked and not known; or not asked yet."""
    value = sent.answers.get(slot.key)
    return value is None or isinstance(value, Unknown) or value in ("unknown", "undated")
