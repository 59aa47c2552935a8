// Panes: one at a time on a phone, which row is open, and where the transcript is scrolled to.
(() => {
  const body = document.body;
  const transcript = () => document.getElementById("transcript");
  const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  // What a search found is shown in the middle, once; afterwards the transcript follows the news again.
  const toFound = (box) => {
    const turn = box?.dataset.at && document.getElementById(box.dataset.at);
    if (turn) { turn.classList.add("is-found"); turn.scrollIntoView({ block: "center" }); }
    return Boolean(turn);
  };
  const toEnd = () => { const box = transcript(); if (box) box.scrollTop = box.scrollHeight; };
  let shown = "", wasAtEnd = true, lastTurn = "";

  function markOpen() {
    const open = document.getElementById("open")?.value ?? "";
    for (const row of document.querySelectorAll(".row-line")) {
      const isOpen = open !== "" && row.id === `row-${open}`;
      row.classList.toggle("is-open", isOpen);
      if (isOpen) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    }
    // The open conversation has a red banner of its own.
    for (const line of document.querySelectorAll(".alarm-line")) line.hidden = line.dataset.open === open;
  }

  function follow() {
    const box = transcript(), open = document.getElementById("open")?.value ?? "";
    const newest = box?.lastElementChild?.id ?? "";
    if (box && open !== shown && toFound(box)) { /* it is where the search led */ }
    else if (box && (open !== shown || wasAtEnd)) toEnd();
    else if (box && newest !== lastTurn) document.getElementById("to-end").hidden = false;
    if (open !== shown) { body.dataset.pane = open ? "work" : "shelf"; delete body.dataset.side; }
    shown = open; lastTurn = newest;
    markOpen();
  }

  document.addEventListener("htmx:before:swap", () => { const box = transcript(); wasAtEnd = !box || isAtEnd(box); });
  document.addEventListener("htmx:after:swap", follow);
  document.addEventListener("scroll", (event) => {
    if (event.target.id === "transcript" && isAtEnd(event.target)) document.getElementById("to-end").hidden = true;
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-side-toggle]")) {
      if (body.dataset.side) delete body.dataset.side; else body.dataset.side = "open";
    }
    if (event.target.closest("#to-end")) { toEnd(); document.getElementById("to-end").hidden = true; }
    for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
  });
  // Pictures get their height when they arrive.
  document.addEventListener("load", (event) => { if (event.target.matches?.(".picture") && wasAtEnd) toEnd(); }, true);
  follow();
})();
