// A text and its entities to elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { el, spoken } from "./elements.js";
import { word } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const LINE_LENGTH = 42;
const UNFOLDED_LINES = 3;

/** Elements for a text; `onCommand` and `onStart` are told of taps on commands and on links to this bot. */
export function richText(text, entities, taps) {
  return inside(text, 0, text.length, [...(entities ?? [])], taps);
}

function inside(text, from, to, entities, taps) {
  const nodes = [];
  let place = from;
  let broken = false;
  // A block stands on lines of its own already, so the line break beside it would show as an empty line.
  const addPlain = (end, blockFollows) => {
    let plain = text.slice(place, end);
    if (broken) plain = plain.replace(/^\n/, "");
    if (blockFollows) plain = plain.replace(/\n$/, "");
    if (plain) nodes.push(plain);
  };
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < place) continue;
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    addPlain(entity.offset, BLOCKS.has(entity.type));
    nodes.push(styled(entity, text.slice(entity.offset, end), inside(text, entity.offset, end, inner, taps), taps));
    place = end;
    broken = BLOCKS.has(entity.type);
  }
  addPlain(to, false);
  return nodes;
}

function styled(entity, plain, content, taps) {
  if (entity.type in TAGS) return el(TAGS[entity.type], {}, content);
  if (entity.type === "blockquote") return el("blockquote", {}, content);
  if (entity.type === "expandable_blockquote") return foldable(plain, content);
  if (entity.type === "spoiler") return spoiler(content);
  if (entity.type === "bot_command") {
    return el("button", { type: "button", className: "inline", onclick: () => taps.onCommand(plain) }, content);
  }
  if (entity.type === "email") return el("a", { href: `mailto:${plain}` }, content);
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url ?? plain, content, taps);
  return el("span", {}, content);
}

/** A link out of the page; a link to this bot's chat stays inside the page. */
export function link(address, content, taps, className = "") {
  const started = startOf(address, taps.username);
  if (started !== null) {
    const open = () => taps.onStart(started);
    return el("button", { type: "button", className: className || "inline", onclick: open }, content);
  }
  const safe = /^https?:\/\//.test(address) ? address : "#";
  const rest = { target: "_blank", rel: "noopener noreferrer", className };
  return el("a", { href: safe, ...rest }, content, spoken(` (${word("opens")})`));
}

function startOf(address, username) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === "tg:") return url.searchParams.get("domain") === username ? url.searchParams.get("start") ?? "" : null;
  const here = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname === `/${username}`;
  return here ? url.searchParams.get("start") ?? "" : null;
}

function foldable(plain, content) {
  const quote = el("blockquote", {}, content);
  const lines = plain.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0);
  if (lines <= UNFOLDED_LINES) return quote;
  const button = el("button", { type: "button", className: "unfold", "aria-expanded": "false" }, word("unfold"));
  const place = el("div", { className: "foldable folded" }, quote, button);
  const fold = (folded) => {
    place.classList.toggle("folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = word(folded ? "unfold" : "fold");
  };
  button.addEventListener("click", () => fold(!place.classList.contains("folded")));
  // A link inside must be seen when the Tab key reaches it.
  quote.addEventListener("focusin", () => fold(false));
  return place;
}

function spoiler(content) {
  const button = el("button", { type: "button", className: "spoiler", "aria-label": word("hidden") });
  button.addEventListener("click", () => button.replaceWith(...content));
  return button;
}
