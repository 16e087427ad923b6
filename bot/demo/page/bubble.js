// One message to elements: who, what, when, and the buttons under it.

import { el, icon, spoken } from "./elements.js";
import { link, richText } from "./richtext.js";
import { hour, word } from "./words.js";

const SHORT = 60;

/** A message as the person `viewer` sees it. `taps` says what happens on each kind of tap; `bot` is its name in there. */
export function bubble(message, viewer, taps, bot) {
  const own = message.from.id === viewer.id;
  const author = own ? word("you") : message.from.is_bot ? bot : message.from.first_name;
  const named = message.chat.type !== "private" && !own;
  const body = el("div", { className: "bubble" },
    named ? el("p", { className: "author" }, author) : spoken(`${author}: `),
    quoted(message), contents(message, taps), details(message, taps));
  return el("div", {
    className: `message ${own ? "own" : "theirs"}`, id: `m${message.chat.id}-${message.message_id}`, tabIndex: -1,
  }, body, inlineKeyboard(message, taps));
}

/** The beginning of what a message says, for a quote. */
export function gist(message) {
  const text = message.text ?? message.caption ?? message.document?.file_name ?? word("message");
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function quoted(message) {
  const before = message.reply_to_message;
  return before && !before.forum_topic_created ? el("p", { className: "quoted" }, word("reply_to", { text: gist(before) })) : null;
}

/** What the platform itself says in a topic. */
const OF_TOPICS = ["forum_topic_created", "forum_topic_closed", "forum_topic_reopened"];

function contents(message, taps) {
  const service = OF_TOPICS.find((name) => name in message);
  if (service) return [el("p", { className: "soft small" }, word(service, { name: message[service].name }))];
  const words = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  const text = words ? el("div", { className: "text", lang: taps.language }, richText(words, entities, taps)) : null;
  return [attachment(message), text];
}

function attachment(message) {
  if (message.photo) {
    const file = message.photo[message.photo.length - 1].file_id;
    return el("img", { className: "photo", src: `/files/${file}`, alt: word("photo") });
  }
  if (message.document) {
    const { file_id: key, file_name: name, file_size: size } = message.document;
    const label = word("download", { name });
    return el("a", { className: "file", href: `/files/${key}`, download: name, "aria-label": label },
      icon("file"), el("span", {}, name, el("span", { className: "soft small" }, ` · ${size} B`)));
  }
  if (message.contact) {
    const { first_name: name, phone_number: phone } = message.contact;
    return el("p", { className: "file" }, icon("person"), el("span", {}, `${word("contact")}: ${name}, ${phone}`));
  }
  const kind = ["voice", "video_note", "sticker", "location"].find((name) => name in message);
  if (!kind) return null;
  const drawing = { voice: "voice", location: "place" }[kind] ?? "file";
  return el("p", { className: "file" }, icon(drawing), el("span", {}, word(kind)));
}

function details(message, taps) {
  const marks = [];
  if (message.has_protected_content) {
    const label = word("protected");
    marks.push(el("span", { className: "mark", title: label }, icon("shield"), spoken(label)));
  }
  if (message.edit_date) marks.push(el("span", {}, word("edited")));
  if (taps.onReply) {
    const label = word("reply");
    const quote = () => taps.onReply(message);
    marks.push(el("button", { type: "button", className: "reply", title: label, "aria-label": label, onclick: quote },
      icon("reply")));
  }
  const time = new Date(message.date * 1000).toISOString();
  return el("p", { className: "details" }, marks, el("time", { dateTime: time }, hour(message.date)));
}

function inlineKeyboard(message, taps) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el("div", { className: "keys", lang: taps.language, "aria-live": "off" }, rows.map((row, line) =>
    el("div", { className: "row" }, row.map((button, place) => key(message, button, [line, place], taps)))));
}

function key(message, button, place, taps) {
  const style = button.style ? `key ${button.style}` : "key";
  if (button.url) return link(button.url, [button.text, icon("out")], taps, style);
  if (button.copy_text) {
    const label = [button.text, icon("copy"), spoken(` (${word("copy_mark")})`)];
    return el("button", { type: "button", className: style, onclick: () => copy(button.copy_text.text, taps) }, label);
  }
  if (button.disabled) return el("button", { type: "button", className: `${style} done`, disabled: true }, button.text);
  const press = (event) => taps.onPress(message, place, event.currentTarget);
  return el("button", { type: "button", className: style, onclick: press }, button.text);
}

async function copy(text, taps) {
  try {
    await navigator.clipboard.writeText(text);
    taps.notify(word("copied", { text }));
  } catch {
    taps.notify(word("not_copied", { text }));
  }
}
