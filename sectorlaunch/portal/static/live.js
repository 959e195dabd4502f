// Keeps an open page true: when the server says that something has changed, the page is fetched again and its main part
// put in place. What somebody is typing is never touched; they are told instead. Everything works without this file.
const QUIET_MILLISECONDS = 400;
const main = () => document.getElementById("main");
let waiting = 0;
let typed = false;

document.addEventListener("input", () => (typed = true));
new EventSource(document.body.dataset.changes).addEventListener("changed", () => {
  clearTimeout(waiting);
  waiting = setTimeout(lookAgain, QUIET_MILLISECONDS * (1 + Math.random()));
});

async function lookAgain() {
  const address = new URL(location.href);
  address.searchParams.delete("done");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
  if (!fresh || bare(fresh) === bare(main())) return;
  if (typed || main().querySelector("form :focus")) return tell();
  const opened = new Set([...main().querySelectorAll("details[open]")].map(nameOf));
  for (const part of fresh.querySelectorAll("details")) if (opened.has(nameOf(part))) part.open = true;
  main().replaceWith(fresh);
}

// Without what differs although nothing has changed: what was opened, and what was said after the last form.
function bare(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("details[open]")) one.open = false;
  for (const one of copy.querySelectorAll(".notice, #changed-meanwhile")) one.remove();
  return copy.textContent.replace(/\s+/g, " ");
}

function nameOf(part) {
  return `${part.closest("[id]").id}/${part.querySelector("summary").textContent.trim()}`;
}

function tell() {
  if (document.getElementById("changed-meanwhile")) return;
  const words = document.createElement("p");
  words.id = "changed-meanwhile";
  words.className = "banner";
  words.setAttribute("role", "status");
  const again = document.createElement("a");
  again.href = location.href;
  again.textContent = "Load the page again";
  words.append("Something has changed meanwhile. What you are typing is kept until you go on. ", again);
  main().prepend(words);
}
