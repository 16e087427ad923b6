"""Cases in the team's group: their cards, kept up to date, and a line when something happens to one.

Runs inside a transaction, like the desk; posts and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.config.membership import GroupTopics
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.callback_data import act_data
from bot.render.messages import Data, View, message
from bot.store import audit, messages, referrals, settings, staff
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.tx import Tx
from dialogs.conversation.conversation import Channel
from dialogs.languages import language_of
from dialogs.referral.group_card import card, news
from dialogs.referral.referral import Referral, ReferralState, StaffAction, move
from dialogs.referral.step_screens import SURE
from dialogs.referral.topics import TopicStep, has_open_topic, topic_steps
from dialogs.replies import Heading, TeamNews
from dialogs.screening.screening import Outcome
from dialogs.screens import S_, Block, Screen, Text
from dialogs.values import member

#: What stands in a member's chat where pages of a case stood.
ERASED = S_("{code}: this is erased. Please erase your own copies too.")
#: Setting: what is known of the group's topics.
GROUP_TOPICS = "group_topics"
#: Of the pages of a case in the group: its topic, and its card in there.
_TOPIC, _CARD_IN_TOPIC = 1, 2
_TOPIC_METHODS = {TopicStep.REOPEN: "reopenForumTopic", TopicStep.CLOSE: "closeForumTopic"}

CHANGED = S_("{code}: the person changed this. Press “See” on the card to read what is valid now.")


def referral_of(tx: Tx, filed: FiledReferral) -> Referral:
    """Return the referral as its machine sees it."""
    holder = staff.member(tx, filed.holder) if filed.holder is not None else None
    shown = filed.body or filed.card
    return Referral.from_json(
        filed.progress,
        code=filed.code,
        heading=Heading(filed.heading),
        filed_at=filed.filed_at,
        state=ReferralState(filed.state),
        holder=filed.holder,
        holder_name=holder.name if holder else "",
        moved_at=filed.moved_at,
        channel=member(Channel, filed.body.get("contact", {}).get("channel")),
        outcome=member(Outcome, shown.get("outcome")),
        language=language_of(filed.language),
        met=shown.get("met", 0),
        not_met=shown.get("not_met", 0),
        unknown=shown.get("unknown", 0),
    )


def save_progress(tx: Tx, filed: FiledReferral, referral: Referral) -> None:
    """File where the referral stands now."""
    stands = referrals.Standing(
        state=referral.state,
        holder=referral.holder,
        moved_at=referral.moved_at or filed.moved_at,
        progress=referral.to_json(),
    )
    referrals.save_standing(tx, filed, stands)


def update_card(tx: Tx, context: DeskContext, filed: FiledReferral, referral: Referral, *, anew: bool = False) -> None:
    """Show the referral in the group as it stands now: its card is changed in place, or sent where there is none."""
    shown = card(referral, filed.filed_at.astimezone(context.place.zone))
    (call,) = message(group_view(context), shown, team_data(filed.code))
    # The row's number names the card among the group's messages; only its newest picture has to be sent.
    call = replace(call, prompt=filed.id, replaces=0 if anew else filed.id, coalesce=f"card {filed.code}")
    post_about(tx, context.staff_chat(tx), filed, call)
    if _uses_topics(tx, context):
        for step in topic_steps(filed.state, referral.state):
            _do_in_topic(tx, context, filed, call, step)


def _uses_topics(tx: Tx, context: DeskContext) -> bool:
    """Has each case a topic of its own in the group?"""
    return settings.setting(tx, context.group_setting(GROUP_TOPICS)) == GroupTopics.USED


def _do_in_topic(tx: Tx, context: DeskContext, filed: FiledReferral, shown: Call, step: TopicStep) -> None:
    """Do this with the case's own topic; its card there is the one of the group."""
    group, number = context.staff_chat(tx), messages.page_number(filed.id, _CARD_IN_TOPIC)
    match step:
        case TopicStep.SHOW | TopicStep.SHOW_IF_THERE:
            there = replace(in_topic(filed, shown), prompt=number, replaces=number, coalesce=f"topic {filed.code}")
            if step is TopicStep.SHOW_IF_THERE:
                edited = {name: value for name, value in shown.payload.items() if name != "protect_content"}
                there = replace(there, method="editMessageText", payload=edited)
            post_about(tx, group, filed, there)
        case TopicStep.DELETE:
            # Where it may not be deleted it is closed, and its card says that nothing is left.
            _do_in_topic(tx, context, filed, shown, TopicStep.SHOW_IF_THERE)
            for method in ("closeForumTopic", "deleteForumTopic"):
                post(tx, group, in_topic(filed, Call(method, {})))
        case _:
            post(tx, group, in_topic(filed, Call(_TOPIC_METHODS[step], {})))


def in_topic(filed: FiledReferral, call: Call) -> Call:
    """Return the call as one for the case's own topic, which is named by its code."""
    topic = {"prompt": messages.page_number(filed.id, _TOPIC), "name": filed.code}
    return replace(call, payload={**call.payload, "topic": topic})


def retire_card(tx: Tx, context: DeskContext, filed: FiledReferral) -> None:
    """Take the buttons from a card that a newer one replaces; it stays readable."""
    post_to_group(tx, context, Call("editMessageReplyMarkup", {}, replaces=filed.id))


def overwrite_messages(tx: Tx, context: DeskContext, filed: FiledReferral, ended: Referral) -> None:
    """Nothing of this case stays readable: its card, and its pages in the chats of the team (CL-11)."""
    update_card(tx, context, replace(filed, person=None), ended)
    overwrite_pages(tx, context, filed, ERASED)


def overwrite_pages(tx: Tx, context: DeskContext, filed: FiledReferral, words: str) -> None:
    """Let the pages that members have of this case say this instead; those that wait are not sent.

    One that is on its way already is overwritten once its number is known."""
    team = staff.team(tx)
    waiting = {each.id: messages.pages_waiting(tx, each.chat_id, filed.id) for each in team}
    messages.drop_pages(tx, filed.id)
    for each in team:
        (call,) = shown_to(context, each.language, Screen((Block((Text(words, {"code": filed.code}),)),)), filed.code)
        steps = [filed.id] if words == ERASED else []
        for prompt in sorted({*messages.pages_shown(tx, each.chat_id, filed.id), *waiting[each.id], *steps}):
            post(tx, each.chat_id, Call("editMessageText", _as_edit(call), replaces=prompt))


def _as_edit(call: Call) -> dict[str, object]:
    return {name: value for name, value in call.payload.items() if name != "protect_content"}


def tell_group(tx: Tx, context: DeskContext, what: TeamNews, code: str, about: FiledReferral | None = None) -> None:
    """One line to the group about a case; `about` ties it to the person, as long as there is one."""
    for call in message(group_view(context), news(what, code), team_data(code)):
        if about is None:
            post_to_group(tx, context, call)
        else:
            apart = has_open_topic(about.state) and _uses_topics(tx, context)
            post_about(tx, context.staff_chat(tx), about, in_topic(about, call) if apart else call)


def end_referral(tx: Tx, context: DeskContext, filed: FiledReferral, act: str, now: datetime) -> Referral:
    """End a referral that the person withdrew or had erased, or whose time is over; the group sees that it ended."""
    case = referral_of(tx, filed)
    move(context.referral_machine, case, act, now)
    save_progress(tx, filed, case)
    referrals.add_event(tx, filed, act=act, now=now)
    actor = "clock" if act == "expire" else "person"
    audit.write_audit(tx, actor=actor, act=AuditAct(case.state), subject=filed.code, at=now)
    return case


def post_about(tx: Tx, chat_id: int, filed: FiledReferral, call: Call) -> None:
    """File one call for the team that tells something about a person: sealed with that person's key, and gone with
    them. What can be found again later shows no more than the code until it can."""
    if filed.person is None:
        post(tx, chat_id, call)
        return
    cover = f"{filed.code} …" if call.method == "sendMessage" and call.prompt else ""
    post(tx, chat_id, call, subject=tx.subject(filed.person), cover=cover)


def post_to_group(tx: Tx, context: DeskContext, call: Call) -> None:
    """File one call for the team's group."""
    post(tx, context.staff_chat(tx), call)


def group_view(context: DeskContext) -> View:
    """Return how the group sees things: in its own language, which the site's file names."""
    return View(context.texts, context.place.group_language, protected=True)


def team_data(code: str) -> Data:
    """Return the wire form of the team's buttons: `take`, or `reason.3` for an entry of a list; `.y`: asked twice."""

    def data(_position: int, button: object) -> str:
        if getattr(button, "copies", ""):
            return ""  # the phone copies it without a word to us
        name, *chosen = str(getattr(button, "value", "")).split(".")
        entry = next((int(each) for each in chosen if each.isdigit()), None)
        return act_data(code, StaffAction(name), entry, sure=SURE in chosen)

    return data


def shown_to(context: DeskContext, locale: str, screen: Screen, code: str) -> list[Call]:
    """Return a screen about a case for one member's own chat."""
    return message(View(context.texts, locale, protected=True), screen, team_data(code))
