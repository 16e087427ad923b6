// What a person writes with: the box, the menus, and the keyboard of ready answers that a bot may show.

import { ask, el, icon, menu, toast } from "./elements.js";
import { word } from "./words.js";

const EXAMPLES = ["photo", "voice", "document", "sticker", "location", "video_note"];

/** The foot of a phone. `person` and `chat` are asked anew each time; `deeds` are what it can do. */
export class Composer {
  constructor(place, deeds) {
    this.place = place;
    this.deeds = deeds;
    this.replyTo = null;
  }

  /** Draw the foot for a chat: a start button, the way back from blocking, or the box. */
  draw(chat, person, payload) {
    const draft = this.place.querySelector("textarea")?.value ?? "";
    const kept = this.chat === chat.id ? draft : "";
    const inside = this.place.contains(document.activeElement);
    Object.assign(this, { chat: chat.id, person });
    this.place.replaceChildren(...this.#foot(chat, payload, kept));
    if (inside) this.focus();
  }

  /** Put the focus where one writes; not on a touch screen, whose own keyboard would cover the chat. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.place.querySelector("textarea, button.main")?.focus();
  }

  /** Answer to one message; the next text quotes it. */
  reply(message, gist) {
    this.replyTo = message.message_id;
    this.place.querySelector(".replying")?.remove();
    const stop = () => { this.replyTo = null; strip.remove(); this.focus(); };
    const label = word("stop_replying");
    const strip = el("div", { className: "replying" }, el("span", {}, word("replying", { text: gist })),
      el("button", { type: "button", className: "round", "aria-label": label, title: label, onclick: stop }, icon("close")));
    this.place.prepend(strip);
    this.focus();
  }

  #foot(chat, payload, draft) {
    if (chat.standing === "kicked") {
      return [el("p", { className: "soft small centred" }, word("blocked")), this.#mainButton("restart", "/start")];
    }
    const command = payload ? `/start ${payload}` : "/start";
    if (chat.type === "private" && (payload !== null || !chat.messages.length)) {
      return [this.#mainButton("start", command)];
    }
    const force = chat.keyboard?.force_reply ? chat.keyboard : null;
    return [this.#box(chat, draft, force), this.#answers(chat)];
  }

  #mainButton(label, text) {
    return el("button", { type: "button", className: "main wide", onclick: () => this.#once(() => this.deeds.say(text)) },
      word(label));
  }

  #box(chat, draft, force) {
    const placeholder = (force ?? chat.keyboard)?.input_field_placeholder ?? word("write");
    const area = el("textarea", { rows: 1, maxLength: 4096, value: draft, placeholder, "aria-label": word("write") });
    const fit = () => {
      area.style.height = "auto";
      area.style.height = `${Math.min(area.scrollHeight, 140)}px`;
    };
    const form = el("form", { className: "box" }, this.#attach(), this.#commands(chat), area,
      el("button", { type: "submit", className: "round send", title: word("send"), "aria-label": word("send") }, icon("send")));
    area.addEventListener("input", fit);
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = area.value.trim();
      if (!text) return;
      area.value = "";
      fit();
      this.#said(text);
    });
    return form;
  }

  /** Send what is written; what could not be sent is given back, unless something else stands there by then. */
  async #said(text) {
    const { replyTo, chat } = this;
    this.replyTo = null;
    this.place.querySelector(".replying")?.remove();
    if (await this.deeds.say(text, replyTo) !== null || chat !== this.chat) return;
    const area = this.place.querySelector("textarea");
    if (area && !area.value) area.value = text;
  }

  /** Let nothing ready be pressed again before the server has answered: the foot is drawn anew then. */
  async #once(deed) {
    const ready = [...this.place.querySelectorAll(".main, .answers .key")];
    for (const button of ready) button.disabled = true;
    await deed();
    for (const button of ready) button.disabled = false;
  }

  #attach() {
    const choice = (done, name, deed) => el("button", { type: "button", onclick: () => { done(); deed(); } }, word(name));
    const choices = (done) => [
      ...EXAMPLES.map((kind) => choice(done, kind, () => this.deeds.other(kind))),
      choice(done, "foreign_contact", () => this.deeds.contact(false)),
    ];
    return menu({ name: "attach", label: word("attach"), choices, className: "attach" });
  }

  #commands(chat) {
    const choices = (done) => {
      if (!chat.commands.length) return [el("p", { className: "soft" }, word("no_commands"))];
      return chat.commands.map(({ command, description }) =>
        el("button", { type: "button", onclick: () => { done(); this.deeds.say(`/${command}`); } },
          el("strong", {}, `/${command}`), el("span", { className: "soft" }, description)));
    };
    return menu({ name: "commands", label: word("commands"), choices, className: "commands" });
  }

  #answers(chat) {
    const rows = chat.keyboard?.keyboard;
    if (!rows) return el("div", { className: "answers", hidden: true });
    return el("div", { className: "answers", role: "group", "aria-label": word("keyboard") }, rows.map((row) =>
      el("div", { className: "row" }, row.map((button) =>
        el("button", { type: "button", className: "key", onclick: () => this.#answer(button) }, button.text)))));
  }

  async #answer(button) {
    if (!button.request_contact) return this.#once(() => this.deeds.say(button.text));
    const content = el("p", {}, word("share_text", { phone: this.person.phone }));
    const given = await ask({ title: word("share_title"), content, confirm: word("share"), cancel: word("cancel") });
    if (given) await this.#once(() => this.deeds.contact(true));
  }
}

/** Do an act; say so when it could not be done. */
export async function tried(act) {
  try {
    return await act;
  } catch {
    toast(word("failed"));
    return null;
  }
}
