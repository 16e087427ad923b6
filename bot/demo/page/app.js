// The page: takes the stream of events, gives each phone its share, and keeps the counts of what is unread.

import { beginIn, drawBar, drawClock, rest } from "./bar.js";
import { tried } from "./composer.js";
import { ask, el } from "./elements.js";
import { Phone } from "./phone.js";
import { act, fresh, group, listen, patients, staff, world } from "./store.js";
import { currentLanguage, word } from "./words.js";

const wanted = new URLSearchParams(location.search);
/** Milliseconds after which no snapshot is waited for any more. */
const LATEST_SNAPSHOT = 3000;
const narrow = matchMedia("(max-width: 859px)");
const unread = new Map();
let side = wanted.get("view") === "team" ? "team" : "patient";
let begun = false;
let translating = false;

const phones = { patient: new Phone("patient", () => seen("patient")), team: new Phone("team", () => seen("team")) };

const visible = (name) => !narrow.matches || side === name;
const count = (chats) => chats.reduce((sum, chat) => sum + (unread.get(chat) ?? 0), 0);

/** A name with the number of unread messages, also for the ear. */
function counted(text, number) {
  if (!number) return [text];
  const label = word("unread", { count: number });
  return [text, " ", el("span", { className: "count", title: label }, String(number), el("span", { className: "spoken" }, label.replace(String(number), "")))];
}

function seen(name) {
  if (visible(name)) unread.delete(phones[name].chatId);
  drawTops();
}

function drawTops() {
  if (!begun) return;
  drawSides();
  drawPatients();
  drawTeam();
}

function drawSides() {
  const chats = { patient: patients().map((one) => one.id), team: [group().id, ...staff().map((one) => one.id)] };
  for (const button of document.querySelectorAll("[data-side]")) {
    const name = button.dataset.side;
    button.setAttribute("aria-pressed", String(name === side));
    button.replaceChildren(...counted(word(`side_${name}`), side === name ? 0 : count(chats[name])));
  }
  document.body.dataset.shown = side;
}

function drawPatients() {
  const option = (one) => {
    const number = unread.get(one.id) ?? 0;
    const label = `${one.name} · ${one.language}${number ? ` (${word("unread", { count: number })})` : ""}`;
    return el("option", { value: one.id, selected: one.id === phones.patient.chatId }, label);
  };
  const choose = (event) => {
    const id = Number(event.currentTarget.value);
    phones.patient.show(id, id);
  };
  redraw(phones.patient.top, [
    el("label", { htmlFor: "who", className: "spoken" }, word("who")),
    el("select", { id: "who", onchange: choose }, patients().map(option)),
    el("button", { type: "button", id: "new-patient", className: "quiet", "aria-label": word("new_patient"), onclick: newPatient },
      word("new")),
  ]);
}

function drawTeam() {
  const phone = phones.team;
  const chats = [[group().id, word("group")], ...staff().map((one) => [one.id, one.name])];
  const tab = ([id, name]) => el("button", {
    type: "button", id: `team-${id}`, "aria-pressed": String(id === phone.chatId),
    onclick: () => phone.show(id, id === group().id ? phone.userId : id),
  }, counted(name, unread.get(id) ?? 0));
  redraw(phone.top, [el("div", { className: "segments", role: "group", "aria-label": word("chats") }, chats.map(tab))]);
}

/** Put new children in a place and give the focus back to the same control. */
function redraw(place, children) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.replaceChildren(...children);
  if (focused) document.getElementById(focused)?.focus();
}

async function newPatient() {
  const radio = (code, name) => el("label", { className: "choice" },
    el("input", { type: "radio", name: "language", value: code, checked: code === "es" }), word(name));
  const content = el("fieldset", {}, el("legend", {}, word("telegram_language")), radio("es", "spanish"), radio("en", "english"));
  const given = await ask({ title: word("new_patient_title"), content, confirm: word("add"), cancel: word("cancel") });
  if (given) await addPatient(given.language);
}

async function addPatient(language) {
  const id = await tried(act("patient", { language }));
  if (id !== null) openPatient(id);
}

/** Show a patient's chat as soon as the page knows of it. */
function openPatient(id, tries = 50) {
  if (world.chats.has(id)) phones.patient.show(id, id);
  else if (tries) setTimeout(openPatient, 20, id, tries - 1);
}

function begin() {
  const language = wanted.get("patient_lang") ?? currentLanguage();
  const empty = patients().find((one) => one.language === language && !world.chats.get(one.id).messages.length);
  const first = (empty ?? patients()[0]).id;
  const [coordinator] = staff();
  begun = true;
  phones.team.show(group().id, coordinator.id);
  phones.patient.show(first, first);
  if (language && !empty) addPatient(language);
  if (wanted.has("start")) phones.patient.start(wanted.get("start"));
}

function drawWords() {
  document.documentElement.lang = currentLanguage();
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
}

/** Whether the team speaks another language than the page, and the world may begin anew without a loss. */
const foreign = () => world.controls.reset && world.language !== currentLanguage() && fresh();

/** Let the team speak as the page does; its own snapshot follows, also behind the answer, and the page begins with it.
 *  Where none comes the page begins all the same. */
async function translate() {
  translating = true;
  await beginIn(currentLanguage());
  translating = false;
  drawAll();
  setTimeout(() => {
    if (begun) return;
    begin();
    drawAll();
  }, LATEST_SNAPSHOT);
}

function spoken() {
  drawAll();
  if (!translating && foreign()) translate();
}

function drawAll() {
  drawWords();
  drawBar(spoken);
  if (!begun) return;
  for (const phone of Object.values(phones)) phone.draw();
  drawTops();
}

function snapshot() {
  world.lost = false;
  rest(false);
  unread.clear();
  const gone = !begun || Object.values(phones).some((phone) => !world.chats.has(phone.chatId));
  if (gone && (begun || !foreign())) begin();
  drawAll();
  if (!begun && !translating) translate();
}

function heard(event) {
  if (event.event === "snapshot") return snapshot();
  if (event.event === "bar") drawBar(spoken);
  for (const [name, phone] of Object.entries(phones)) {
    phone.receive(event);
    if (event.event === "message" && phone.chatId === event.chat && visible(name)) unread.set(event.chat, -1);
  }
  if (event.event === "message") {
    const number = unread.get(event.chat) ?? 0;
    if (number < 0) unread.delete(event.chat);
    else if (event.message.from.is_bot) unread.set(event.chat, number + 1);
  }
  if (["message", "chat"].includes(event.event)) drawTops();
  drawClock();
}

function lost() {
  world.lost = true;
  drawClock();
}

for (const button of document.querySelectorAll("[data-side]")) {
  button.addEventListener("click", () => {
    side = button.dataset.side;
    seen(side);
  });
}
document.getElementById("more").addEventListener("click", (event) => {
  const open = document.getElementById("controls").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
narrow.addEventListener("change", drawTops);
setInterval(drawClock, 10_000);
drawWords();
listen(heard, lost);
