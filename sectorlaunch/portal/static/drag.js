// Dragging a card to another column sends the card's own form with that column as its stage. Everything works without.
// The document listens, not the cards: an open page may be put in place anew while it is looked at.
const columnOf = (event) => event.target.closest?.("[data-stage]");

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".mover");
  if (card) event.dataTransfer.setData("text/plain", card.id);
});

document.addEventListener("dragover", (event) => {
  const column = columnOf(event);
  for (const other of document.querySelectorAll(".target")) if (other !== column) other.classList.remove("target");
  if (!column) return;
  event.preventDefault();
  column.classList.add("target");
});

document.addEventListener("drop", (event) => {
  const column = columnOf(event);
  const card = document.getElementById(event.dataTransfer.getData("text/plain"));
  if (!column || !card) return;
  event.preventDefault();
  column.classList.remove("target");
  if (column.contains(card)) return;
  const stage = document.createElement("input");
  stage.type = "hidden";
  stage.name = "stage";
  stage.value = column.dataset.stage;
  const form = card.querySelector("form");
  form.append(stage);
  form.submit();
});
