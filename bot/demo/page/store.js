// What the page knows: a copy of the emulator's world, kept up to date by its stream of events.

export const world = { chats: new Map(), people: new Map(), controls: {}, now: 0, heardAt: 0, listening: false, bot: {}, number: 0 };

/** The world's time now: what the server said, and the time since. */
export const worldTime = () => world.now + (Date.now() - world.heardAt) / 1000;

export const patients = () => [...world.people.values()].filter((person) => !person.staff);
export const staff = () => [...world.people.values()].filter((person) => person.staff);
export const group = () => [...world.chats.values()].find((chat) => chat.type !== "private");

/** Whether no patient has written yet, so that nothing would be lost if the demonstration began anew. */
export const fresh = () => patients().every((one) => !world.chats.get(one.id).messages.length);

const person = (id, facts) => ({ id: Number(id), ...facts });

/** A new message goes to the end; one that is known already (edited, or in the last snapshot) takes its place. */
function put(event) {
  const { messages } = world.chats.get(event.chat);
  const place = messages.findIndex((one) => one.message_id === event.message.message_id);
  messages.splice(place < 0 ? messages.length : place, 1, event.message);
}

const CHANGES = {
  snapshot(event) {
    world.chats = new Map(event.chats.map((chat) => [chat.id, chat]));
    world.people = new Map(Object.entries(event.people).map(([id, facts]) => [Number(id), person(id, facts)]));
    const { controls, listening, bot, language } = event;
    Object.assign(world, { controls, listening, bot, language });
  },
  chat(event) {
    world.chats.set(event.chat, event.view);
    world.people.set(event.chat, person(event.chat, event.person));
  },
  profile(event) {
    for (const portrait of event.chats) Object.assign(world.chats.get(portrait.id) ?? {}, portrait);
  },
  message: put,
  edit: put,
  delete(event) {
    const chat = world.chats.get(event.chat);
    chat.messages = chat.messages.filter((one) => one.message_id !== event.message_id);
  },
  keyboard(event) {
    world.chats.get(event.chat).keyboard = event.keyboard;
  },
  topics(event) {
    world.chats.get(event.chat).topics = event.topics;
  },
  standing(event) {
    const { standing, left } = event;
    Object.assign(world.chats.get(event.chat), { standing }, left && { left });
  },
  listening() {
    world.listening = true;
  },
  bar(event) {
    if (world.controls.recruitment) world.controls.recruitment = event.recruitment;
  },
};

/** Who waits until the page has heard of something: the number of the news, and what is done then. */
const waiting = new Set();
/** Milliseconds after which nobody waits for the stream any more: it may be lost. */
const LATEST_NEWS = 3000;

/** Resolves once the page has heard of this piece of news, so that what it shows is what the server says. */
function heardOf(number) {
  if (world.number >= number) return Promise.resolve();
  return new Promise((done) => {
    const one = { number, done };
    waiting.add(one);
    setTimeout(() => { waiting.delete(one); done(); }, LATEST_NEWS);
  });
}

function noteHeard(number) {
  if (!(number > world.number)) return;
  world.number = number;
  for (const one of waiting) {
    if (one.number > number) continue;
    waiting.delete(one);
    one.done();
  }
}

/** Take the stream and call `heard` after each event is in the world. */
export function listen(heard, lost) {
  const stream = new EventSource("/events");
  stream.onmessage = (message) => {
    const event = JSON.parse(message.data);
    if (event.now) Object.assign(world, { now: event.now, heardAt: Date.now() });
    CHANGES[event.event]?.(event);
    heard(event);
    noteHeard(event.number);
  };
  stream.onerror = lost;
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const { result, number } = await answer.json();
  await heardOf(number);
  return result;
}

/** One act of one person; rejects when the server does not carry it out. Afterwards the world is as it left it. */
export const act = (name, body) => post(`/acts/${name}`, body);

/** One control of the bar. */
export const turn = (control, body = {}) => post(`/bar/${control}`, body);
