// Keeps what is typed and tapped at a meeting in this browser until the server has it. A form is written down here
// first, then sent, and sent again until it is answered; every form may arrive twice, and is done once. Everything
// works without this file, as long as there is a connection.
const HELD = "sector-launch-day";
const AGAIN_MILLISECONDS = 4000;
const LOOK_MILLISECONDS = 12000;
const base = location.pathname.match(/^(\/p\/[^/]+\/day\/\d+|\/partnerships\/[^/]+\/part\/meetings\/\d+\/day)/)[0];
const drafts = `${HELD} ${base} draft `;
const queueOf = () => JSON.parse(localStorage.getItem(`${HELD} ${base}`) ?? "[]");
const keep = (queue) => localStorage.setItem(`${HELD} ${base}`, JSON.stringify(queue));
const QUIET_MILLISECONDS = 900;
let sending = false;
let touched = 0;
let looking = 0;
let signedOut = false;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-kept]");
  if (!form) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (fields.has("key")) fields.set("key", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  const words = describe(form, event.submitter, fields);
  keep([...queueOf(), { fields: [...fields], words, from: location.pathname, refused: "" }]);
  forget(form);
  if (event.submitter?.classList.contains("guest")) event.submitter.closest("li").classList.add("sent");
  else if (!form.querySelector('input[name="number"]')) form.reset();
  show();
  send();
});

// What is being typed and was not sent yet comes back when the page is opened again.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-kept]");
  if (form && event.target.matches("textarea, input[type=text], input[type=email]")) {
    localStorage.setItem(drafts + nameOf(event.target), event.target.value);
  }
  if (event.target.id === "find") find();
});

function nameOf(field) {
  const number = field.form.querySelector('input[name="number"]')?.value ?? "";
  return `${field.form.querySelector('input[name="action"]').value} ${number} ${field.name}`;
}

function forget(form) {
  for (const field of form.elements) if (field.name) localStorage.removeItem(drafts + nameOf(field));
}

function recall() {
  for (const field of document.querySelectorAll("form[data-kept] :is(textarea, input[type=text], input[type=email])")) {
    const typed = localStorage.getItem(drafts + nameOf(field));
    if (typed !== null && typed !== field.value) {
      field.value = typed;
      const opened = field.closest("details");
      if (opened) opened.open = true;
    }
  }
}

function describe(form, button, fields) {
  const said = fields.get("words") || fields.get("name") || button?.querySelector("b")?.textContent || button?.ariaLabel;
  return said || button?.textContent.trim() || "";
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let one; (one = queueOf().find((kept) => !kept.refused)); ) {
      const body = new URLSearchParams(one.fields);
      const token = document.querySelector("input[name=form_token]")?.value;
      if (token && body.has("form_token")) body.set("form_token", token); // signed in anew since it was written
      const answer = await fetch(base, { method: "POST", body, redirect: "follow" });
      const landed = new URL(answer.url).pathname;
      signedOut = answer.redirected && !landed.startsWith(base);
      if (signedOut || answer.status === 429 || answer.status >= 500) break;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const queue = queueOf();
      const place = queue.findIndex((kept) => JSON.stringify(kept.fields) === JSON.stringify(one.fields));
      if (answer.ok) queue.splice(place, 1);
      else queue[place].refused = page.querySelector(".error p")?.textContent ?? `${answer.status}`;
      keep(queue);
      if (answer.ok && landed === location.pathname && !queue.some((kept) => !kept.refused)) replace(page);
    }
  } catch {
    // No connection: everything stays where it is, and is tried again.
  } finally {
    sending = false;
    show();
  }
}

// Puts what the server says now in the place of what is shown, but for a form somebody is typing in.
function replace(page) {
  const fresh = page.getElementById("main");
  const main = document.getElementById("main");
  const active = document.activeElement;
  if (!fresh || isTyping()) return;
  if (performance.now() - touched < QUIET_MILLISECONDS) return lookSoon(); // a tap must find what it aims at
  const search = document.getElementById("find")?.value ?? "";
  const opened = [...main.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent);
  for (const one of fresh.querySelectorAll("details")) {
    if (opened.includes(one.querySelector("summary").textContent) && !one.closest("li")) one.open = true;
  }
  const held = active?.id;
  steady(main, fresh);
  main.replaceWith(fresh);
  if (document.getElementById("find")) document.getElementById("find").value = search;
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  recall();
  find();
  show();
}

// Whoever was checked in stays where they were on the list, grayed out: nothing moves under a finger.
function steady(main, fresh) {
  const lists = [...fresh.querySelectorAll("#list ul")];
  for (const [at, before] of [...main.querySelectorAll("#list ul")].entries()) {
    const list = lists[at];
    if (!list) continue;
    const there = new Map([...list.children].map((line) => [line.firstElementChild.value, line]));
    let next = null;
    for (const line of [...before.children].reverse()) {
      const same = there.get(line.firstElementChild.value);
      if (!same) {
        line.classList.add("sent");
        line.firstElementChild.disabled = true;
        list.insertBefore(line, next);
      }
      next = same ?? line;
    }
  }
}

function isTyping() {
  const field = document.activeElement;
  if (field?.matches?.("textarea, input:not([type=search], [type=radio], [type=checkbox]), select") && field.value !== field.defaultValue) return true;
  return [...document.querySelectorAll("form[data-kept] :is(textarea, input[type=text], input[type=email])")].some(
    (one) => one.value !== one.defaultValue,
  );
}

function find() {
  const wanted = (document.getElementById("find")?.value ?? "").trim().toLowerCase();
  let found = 0;
  for (const line of document.querySelectorAll("#list [data-find]")) {
    line.hidden = !wanted.split(/\s+/).every((word) => line.dataset.find.includes(word));
    found += !line.hidden;
  }
  for (const one of document.querySelectorAll("details[data-with-find]")) if (wanted) one.open = true;
  const nobody = document.getElementById("nobody");
  if (nobody) nobody.hidden = !wanted || found > 0;
}

function show() {
  const place = document.getElementById("kept");
  if (!place) return;
  const queue = queueOf();
  const waiting = queue.filter((one) => !one.refused);
  place.hidden = queue.length === 0 || (sending && queue.length === waiting.length && waiting.length === 1);
  place.replaceChildren();
  if (signedOut) say(place, place.dataset.signedOut);
  else if (waiting.length) say(place, `${place.dataset.waiting} ${waiting.map((one) => one.words).join(" · ")}`);
  for (const one of queue.filter((kept) => kept.refused)) {
    const line = say(place, `${one.words}: ${one.refused} ${place.dataset.refused} `);
    line.append(button(place.dataset.again, () => putRight(one)), button(place.dataset.drop, () => drop(one)));
  }
}

function say(place, words) {
  const line = document.createElement("p");
  line.textContent = words;
  place.append(line);
  return line;
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function drop(one) {
  keep(queueOf().filter((kept) => JSON.stringify(kept.fields) !== JSON.stringify(one.fields)));
  show();
}

// Puts the words back into the form they came from, on the page they came from.
function putRight(one) {
  const fields = new Map(one.fields);
  for (const [name, value] of fields) {
    if (["words", "name", "company", "email", "speaker", "person"].includes(name)) {
      localStorage.setItem(`${drafts}${fields.get("action")} ${fields.get("number") ?? ""} ${name}`, value);
    }
  }
  drop(one);
  location.assign(one.from);
}

document.addEventListener("pointerdown", () => (touched = performance.now()), true);

function lookSoon() {
  clearTimeout(looking);
  looking = setTimeout(look, QUIET_MILLISECONDS);
}

async function look() {
  if (document.hidden || isTyping()) return;
  if (sending) return lookSoon();
  if (queueOf().some((one) => !one.refused)) return;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // Still no connection.
  }
}

addEventListener("online", send);
setInterval(() => queueOf().some((one) => !one.refused) && send(), AGAIN_MILLISECONDS);
setInterval(look, LOOK_MILLISECONDS);
recall();
show();
send();
