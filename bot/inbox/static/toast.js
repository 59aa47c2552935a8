// Toast: what was just done stays for a while, longer while somebody points at it; choices show how things are now.
(() => {
  const SHOWN_MS = 9000;
  const place = document.getElementById("toast");
  let timer = null;

  const clear = () => { place.replaceChildren(); };
  const start = () => { clearTimeout(timer); timer = setTimeout(clear, SHOWN_MS); };
  const hold = () => clearTimeout(timer);

  // What scripts did by themselves.
  function tell(words) {
    const line = document.createElement("div");
    line.className = "toast-line toast-told";
    line.textContent = words;
    place.replaceChildren(line);
    start();
  }

  // A choice that was refused or undone goes back to what the server says.
  function settle() {
    for (const choice of document.querySelectorAll("select[data-now]")) choice.value = choice.dataset.now;
  }

  document.addEventListener("htmx:after:swap", (event) => {
    settle();
    if (event.detail.ctx?.target === place || event.detail.ctx?.target?.id === "toast") start();
  });
  document.addEventListener("tell", (event) => tell(event.detail));
  place.addEventListener("pointerenter", hold);
  place.addEventListener("pointerleave", start);
  place.addEventListener("focusin", hold);
  place.addEventListener("focusout", start);
  place.addEventListener("click", (event) => { if (event.target.closest("[data-toast-close]")) clear(); });
})();
