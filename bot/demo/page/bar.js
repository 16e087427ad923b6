// The bar above the phones: recruitment, clock, reset, and the language of the page.

import { tried } from "./composer.js";
import { ask, el } from "./elements.js";
import { turn, world, worldTime } from "./store.js";
import { chooseLanguage, currentLanguage, moment, word } from "./words.js";

const STATES = ["not_recruiting", "recruiting", "closed"];

/** Draw the bar; `languageChosen` is told when the page speaks another language. */
export function drawBar(languageChosen) {
  const { recruitment, advance, reset } = world.controls;
  const controls = document.getElementById("controls");
  const focused = controls.contains(document.activeElement) ? document.activeElement.id : null;
  controls.replaceChildren(...[
    recruitment ? recruitmentSwitch(recruitment) : null,
    advance ? clockButtons() : null,
    reset ? el("button", { type: "button", id: "reset", className: "quiet", onclick: startOver }, word("reset")) : null,
    languages(languageChosen),
  ].filter(Boolean));
  if (focused) document.getElementById(focused)?.focus();
  drawClock();
}

/** Write the world's time and whether the bot is there. */
export function drawClock() {
  const seconds = worldTime();
  const clock = document.getElementById("clock");
  if (!world.heardAt) return;
  clock.dateTime = new Date(seconds * 1000).toISOString();
  clock.textContent = moment(seconds);
  const state = word(world.lost ? "offline" : world.listening ? "listening" : "waiting");
  const place = document.getElementById("listening");
  if (place.textContent !== state) place.textContent = state;
}

function recruitmentSwitch(chosen) {
  return el("fieldset", { className: "segments", id: "recruitment" }, el("legend", {}, word("recruitment")),
    STATES.map((state) => el("label", {},
      el("input", {
        type: "radio", name: "recruitment", id: `recruitment-${state}`, value: state, checked: state === chosen,
        onchange: () => turned("recruitment", { state }),
      }),
      el("span", {}, word(state)))));
}

function clockButtons() {
  const button = (name, hours) => el("button", {
    type: "button", id: name, className: "quiet", title: word(`${name}_long`), "aria-label": `${word(name)}: ${word(`${name}_long`)}`,
    onclick: () => turned("advance", { hours }),
  }, word(name));
  return el("div", { className: "pair", role: "group", "aria-label": word("time") }, button("next_hour", 1), button("next_day", 24));
}

async function startOver() {
  const sure = await ask({
    title: word("reset_sure"), content: el("p", {}, word("reset_text")), confirm: word("reset"), cancel: word("cancel"),
  });
  if (sure) await beginIn(currentLanguage());
}

/** Begin the demonstration anew with a team that speaks this language. What would be said until the new world is there
 *  would be said in the old one, and lost with it: the phones rest. */
export async function beginIn(language) {
  rest(true);
  await turned("reset", { language });
  rest(false);
}

/** Let the phones rest, or be used. */
export function rest(rests) {
  for (const phone of document.querySelectorAll(".phone")) phone.inert = rests;
}

/** Use a control; all of them rest until the program behind has done it, and the focus stays. */
async function turned(control, body) {
  const controls = document.getElementById("controls");
  const focused = document.activeElement?.id;
  controls.setAttribute("aria-busy", "true");
  controls.inert = true;
  await tried(turn(control, body));
  controls.inert = false;
  controls.removeAttribute("aria-busy");
  if (focused) document.getElementById(focused)?.focus();
}

function languages(languageChosen) {
  const choose = (code) => {
    chooseLanguage(code);
    languageChosen();
  };
  const button = (code, name) => el("button", {
    type: "button", id: `language-${code}`, lang: code, "aria-pressed": String(currentLanguage() === code),
    onclick: () => choose(code), "aria-label": name, title: name,
  }, code.toUpperCase());
  return el("div", { className: "segments", role: "group", "aria-label": word("language") },
    button("es", "Español (ES)"), button("en", "English (EN)"));
}
