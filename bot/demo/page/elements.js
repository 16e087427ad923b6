// Making elements: the only place that touches createElement.

/** An element with properties and children. Texts are always texts: nothing here reads HTML. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A text that only a screen reader speaks. */
export const spoken = (text) => el("span", { className: "spoken" }, text);

const PATHS = {
  send: "M4 12 20 4l-5 16-3.500-6.500z M11.500 13.500 20 4",
  attach: "M12 5v14 M5 12h14",
  commands: "M15 5 9 19",
  keyboard: "M3 7h18v10H3z M7 11h.01 M12 11h.01 M17 11h.01 M8 14h8",
  options: "M12 6h.01 M12 12h.01 M12 18h.01",
  shield: "M12 3l7 3v5c0 4.500-3 8-7 10-4-2-7-5.500-7-10V6z",
  file: "M7 3h7l4 4v14H7z M14 3v4h4",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4z M6 11a6 6 0 0 0 12 0 M12 17v4",
  place: "M12 21c4-5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6 6 11z M12 10h.01",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z M5 20c0-4 3-6 7-6s7 2 7 6",
  copy: "M9 9h10v11H9z M5 15V4h10",
  out: "M9 5H5v14h14v-4 M13 5h6v6 M19 5l-8 8",
  reply: "M10 7 5 12l5 5 M5 12h8a6 6 0 0 1 6 6",
  close: "M6 6l12 12 M18 6 6 18",
};

/** A small line drawing, silent for a screen reader. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.file);
  svg.append(path);
  return svg;
}

const toastEnds = new WeakMap();

/** A short notice that goes by itself, long enough to be read; in a phone, or below for the whole page. */
export function toast(text, place = document.getElementById("toast")) {
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(toastEnds.get(place));
  const end = () => {
    place.classList.remove("shown");
    place.textContent = "";
  };
  toastEnds.set(place, setTimeout(end, 4000 + 60 * text.length));
}

/** A modal dialog. Resolves to the form's fields when its main button is used, else to null. */
export function ask({ title, content = [], confirm, cancel = null }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const heading = el("h2", { id: "dialog-title" }, title);
    const form = el("form", { method: "dialog" }, heading, content, el("div", { className: "choices" },
      cancel && el("button", { type: "button", className: "quiet", onclick: () => dialog.close("") }, cancel),
      el("button", { type: "submit", className: "main", value: "yes" }, confirm)));
    const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, form);
    dialog.addEventListener("close", () => {
      const fields = Object.fromEntries(new FormData(form));
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(dialog.returnValue === "yes" ? fields : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector("input") ?? dialog.querySelector("button.main")).focus();
  });
}

/** A button that opens a list of choices above or below it. Escape and a click elsewhere close it. */
export function menu({ name, label, choices, className = "" }) {
  const list = el("div", { className: "menu-list", hidden: true });
  const button = el("button", {
    type: "button", className: `round ${className}`, title: label, "aria-label": label, "aria-expanded": "false",
  }, icon(name));
  const close = (back) => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  button.addEventListener("click", () => {
    if (!list.hidden) return close(false);
    list.replaceChildren(...choices(() => close(true)));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.querySelector("button")?.focus();
  });
  const place = el("div", { className: "menu" }, button, list);
  place.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) close(true);
    else if (step && !list.hidden && items.length) {
      event.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
  });
  place.addEventListener("focusout", (event) => {
    if (!place.contains(event.relatedTarget)) close(false);
  });
  return place;
}
