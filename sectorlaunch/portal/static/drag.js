// Dragging a card to another column sends the card's own form with that column as its stage. Everything works without.
for (const card of document.querySelectorAll(".mover")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", card.id);
    event.dataTransfer.effectAllowed = "move";
  });
}
for (const column of document.querySelectorAll("[data-stage]")) {
  column.addEventListener("dragover", (event) => {
    event.preventDefault();
    column.classList.add("target");
  });
  column.addEventListener("dragleave", () => column.classList.remove("target"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("target");
    const card = document.getElementById(event.dataTransfer.getData("text/plain"));
    if (!card || column.contains(card)) return;
    const stage = document.createElement("input");
    stage.type = "hidden";
    stage.name = "stage";
    stage.value = column.dataset.stage;
    const form = card.querySelector("form");
    form.append(stage);
    form.submit();
  });
}
