// One phone: a heading, the messages of the open chat, and the foot to answer with.

import { bubble, gist } from "./bubble.js";
import { Composer, tried } from "./composer.js";
import { ask, el, menu, toast } from "./elements.js";
import { act, staff, world } from "./store.js";
import { day, languageOf, word } from "./words.js";

const TYPING_LASTS = 5000;
const SPINNER_LASTS = 10000;

/** The topic of the group in which a message stands; 0 is the group itself. */
const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : 0);

export class Phone {
  /** `side` is patient or team; `opened` is told when another chat is shown. */
  constructor(side, opened) {
    this.side = side;
    this.opened = opened;
    this.payloads = new Map();
    this.root = document.getElementById(side);
    this.top = el("div", { className: "controls-of" });
    this.title = el("div", { className: "title" });
    this.log = el("div", { className: "log", id: `log-${side}`, role: "log", "aria-live": "polite", tabIndex: 0 });
    const foot = el("div", { className: "foot" });
    this.composer = new Composer(foot, {
      say: (text, replyTo) => this.say(text, replyTo),
      other: (kind) => this.#do("other", { kind }),
      contact: (own) => this.#do("contact", { own }),
    });
    const top = el("div", { className: "top" }, el("h2", { id: `name-${side}` }), this.top);
    this.hint = el("p", { className: "soft small hint" });
    this.notice = el("div", { className: "toast", role: "status" });
    this.topic = 0;
    this.topics = el("div", { className: "segments topics", role: "group" });
    this.root.append(top, this.hint, this.title, this.topics, this.notice, this.log, foot);
  }

  get chat() {
    return world.chats.get(this.chatId);
  }

  get user() {
    return world.people.get(this.userId);
  }

  /** Show a chat as one person sees it. */
  show(chatId, userId) {
    if (chatId !== this.chatId) this.topic = 0;
    Object.assign(this, { chatId, userId });
    this.composer.replyTo = null;
    this.draw();
    this.opened();
  }

  /** Open the private chat of the person who looks, with a start button that carries the link's code. */
  start(payload) {
    this.payloads.set(this.userId, payload);
    this.show(this.userId, this.userId);
    this.composer.focus();
  }

  /** Draw everything again, for another chat or another language of the page. */
  draw() {
    document.getElementById(`name-${this.side}`).textContent = word(`phone_${this.side}`);
    this.hint.textContent = word(`hint_${this.side}`);
    this.log.setAttribute("aria-label", word("messages", { name: this.#name() }));
    this.log.setAttribute("aria-live", "off");
    if (!this.chat.topics?.some((one) => one.id === this.topic)) this.topic = 0;
    this.#drawTitle();
    this.#drawTopics();
    this.log.replaceChildren();
    this.lastDay = null;
    for (const message of this.chat.messages) if (topicOf(message) === this.topic) this.#append(message);
    this.#drawEmpty();
    this.#foot();
    this.#toEnd();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  /** Bring the phone up to date with one event of its chat. */
  receive(event) {
    if (event.event === "profile") return this.#profile();
    if (event.chat !== this.chatId) return;
    const heard = {
      message: () => this.#message(event.message),
      edit: () => this.#replace(event.message),
      delete: () => this.#element(event.message_id)?.remove(),
      keyboard: () => this.#foot(),
      standing: () => this.draw(),
      topics: () => (this.chat.topics.some((one) => one.id === this.topic) ? this.#drawTopics() : this.draw()),
      answer: () => this.#answered(event),
      typing: () => this.#typing(),
    };
    heard[event.event]?.();
  }

  /** Say something; what the link carried is used up once it was said. */
  async say(text, replyTo = null) {
    const { userId } = this;
    const said = await this.#do("say", { text, reply_to: replyTo, topic: this.topic });
    if (said !== null) this.payloads.delete(userId);
    this.#foot();
    this.composer.focus();
    return said;
  }

  #name() {
    return this.chat.type === "private" ? this.chat.bot_name : this.chat.title;
  }

  #profile() {
    this.#drawTitle();
    this.#foot();
    if (!this.chat.messages.length) this.draw();
  }

  #drawTitle(below = null) {
    const still = this.chat.type === "private" ? word("is_bot") : word("members");
    this.title.replaceChildren(
      el("span", { className: "face", "aria-hidden": "true" }, this.#name().slice(0, 1)),
      el("div", { className: "names" }, el("h3", {}, this.#name()), el("p", { className: "soft small" }, below ?? still)),
      this.chat.type === "private" ? this.#options() : this.#acting());
  }

  #options() {
    const choice = (done, name, deed) => el("button", { type: "button", onclick: () => { done(); deed(); } }, word(name));
    const blocked = () => this.chat.standing === "kicked";
    const choices = (done) => [
      choice(done, "link", () => this.#openLink()),
      choice(done, blocked() ? "unblock" : "block", () => this.#do("block", { blocked: !blocked() })),
    ];
    return menu({ name: "options", label: word("options"), choices, className: "options" });
  }

  #acting() {
    const option = (one) => el("option", { value: one.id, selected: one.id === this.userId }, one.name);
    const choose = (event) => {
      this.show(this.chatId, Number(event.currentTarget.value));
      document.getElementById("acting").focus();
    };
    return el("div", { className: "acting" }, el("label", { htmlFor: "acting", className: "soft small" }, word("acting")),
      el("select", { id: "acting", onchange: choose }, staff().map(option)),
      el("button", { type: "button", className: "soft small", onclick: () => this.#comeAndGo() },
        word(this.chat.left.includes(this.userId) ? "come_back" : "leave")));
  }

  /** The group's topics, each a button, and one that deletes the open topic as somebody of the team might. */
  #drawTopics() {
    const topics = this.chat.topics;
    this.topics.hidden = !topics;
    if (!topics) return this.topics.replaceChildren();
    this.topics.setAttribute("aria-label", word("topics"));
    const tab = ({ id, name, closed }) => el("button", {
      type: "button", "aria-pressed": String(id === this.topic), onclick: () => { this.topic = id; this.draw(); },
    }, closed ? word("topic_closed", { name }) : name);
    const remove = el("button", {
      type: "button", className: "soft small", onclick: () => this.#do("delete_topic", { topic: this.topic }),
    }, word("delete_topic"));
    this.topics.replaceChildren(...[{ id: 0, name: word("general") }, ...topics].map(tab), ...(this.topic ? [remove] : []));
  }

  /** Let whoever acts leave the team's group, or come back to it. */
  #comeAndGo() {
    return this.#do("leave", { gone: !this.chat.left.includes(this.userId) });
  }

  async #openLink() {
    const code = el("input", { name: "code", id: "link-code", autocomplete: "off" });
    const content = [el("p", {}, word("link_text")), el("label", { htmlFor: "link-code" }, word("link_label")), code];
    const given = await ask({ title: word("link_title"), content, confirm: word("open"), cancel: word("cancel") });
    if (given) this.start(given.code.trim().replace(/^.*[?&]start=/, "").slice(0, 64));
  }

  #drawEmpty() {
    if (this.chat.messages.length) return;
    const description = this.chat.type === "private" ? this.chat.description : "";
    this.log.append(el("div", { className: "empty" }, description
      ? [el("p", { className: "soft" }, word("empty_title")), el("p", {}, description)]
      : el("p", { className: "soft" }, word("empty"))));
  }

  #foot() {
    this.composer.draw(this.chat, this.user, this.payloads.get(this.userId) ?? null);
  }

  #message(message) {
    if (topicOf(message) !== this.topic) return;
    if (this.#element(message.message_id)) return this.#replace(message);
    this.log.querySelector(".empty")?.remove();
    this.#drawTitle();
    const first = this.chat.messages.length === 1;
    const element = this.#append(message);
    if (first) this.#foot();
    if (element.offsetHeight > this.log.clientHeight) this.log.scrollTop = element.offsetTop - this.log.offsetTop - 8;
    else this.#toEnd();
  }

  #append(message) {
    const today = day(message.date);
    if (today !== this.lastDay) this.log.append(el("p", { className: "day" }, el("span", {}, today)));
    this.lastDay = today;
    const element = this.#bubble(message);
    this.log.append(element);
    return element;
  }

  #bubble(message) {
    return bubble(message, this.user, {
      language: languageOf(message.text ?? message.caption ?? "", this.user.language),
      username: world.bot.username,
      notify: (text) => toast(text, this.notice),
      onCommand: (text) => this.say(text.split("@")[0]),
      onStart: (payload) => this.start(payload),
      onPress: (pressed, place, button) => this.#press(pressed, place, button),
      onReply: this.side === "team" ? (quoted) => this.composer.reply(quoted, gist(quoted)) : null,
    }, this.chat.bot_name);
  }

  #replace(message) {
    const old = this.#element(message.message_id);
    if (!old) return;
    const focused = old.contains(document.activeElement);
    const place = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    const changed = swapped(old, this.#bubble(message));
    if (focused) (changed.querySelectorAll(".key")[place] ?? changed).focus({ preventScroll: true });
    if (atEnd) this.#toEnd();
  }

  async #press(message, place, button) {
    button.setAttribute("aria-busy", "true");
    setTimeout(() => button.removeAttribute("aria-busy"), SPINNER_LASTS);
    const label = message.reply_markup.inline_keyboard[place[0]][place[1]].text;
    const tap = await this.#do("press", { message_id: message.message_id, button: place, label });
    if (tap === null) button.removeAttribute("aria-busy");
  }

  #answered(event) {
    if (event.user !== this.userId) return;
    for (const key of this.#element(event.message_id)?.querySelectorAll("[aria-busy]") ?? []) key.removeAttribute("aria-busy");
    if (!event.text) return;
    if (event.alert) ask({ title: word("alert_title"), content: el("p", {}, event.text), confirm: word("ok") });
    else toast(event.text, this.notice);
  }

  #typing() {
    this.#drawTitle(word("typing"));
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.#drawTitle(), TYPING_LASTS);
  }

  #element(number) {
    return document.getElementById(`m${this.chatId}-${number}`);
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #do(name, body) {
    return tried(act(name, { chat: this.chatId, user: this.userId, ...body }));
  }
}

/** Put the new message in the old one's place. Where only its buttons changed, nothing but the buttons is exchanged, so
 * that a screen reader does not read the whole question again at each tick of a list. */
function swapped(old, changed) {
  const text = (element) => element.querySelector(".text")?.textContent;
  const [keys, newKeys] = [old, changed].map((element) => element.querySelector(".keys"));
  if (text(old) === text(changed) && keys && newKeys) {
    keys.replaceWith(newKeys);
    return old;
  }
  old.replaceWith(changed);
  return changed;
}
