// Presence: others see that something is being written here; what is written is kept on the server for a colleague.
(() => {
  const IDLE_MS = 6000, KEEP_MS = 1200;
  let idle = null, keeping = null, request = null;

  function report(writing) {
    const field = document.getElementById("writing");
    if (!field || field.value === writing) return;
    field.value = writing;
    htmx.trigger(document.getElementById("here"), "refresh-here");
  }

  function keep(area) {
    const body = new FormData();
    body.append("text", area.value);
    body.append("csrf_token", area.form.elements.csrf_token.value);
    request = new AbortController();
    fetch(area.dataset.keepAt, { method: "POST", body, signal: request.signal, headers: { "HX-Request": "true" } }).catch(() => {
      // The words are still on the page and in this browser's own store.
    });
  }

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches("textarea[data-draft]")) return;
    report("1");
    clearTimeout(idle);
    idle = setTimeout(() => report("0"), IDLE_MS);
    if (!area.dataset.keepAt) return;
    clearTimeout(keeping);
    keeping = setTimeout(() => keep(area), KEEP_MS);
  });
  // A draft that arrives after its own reply would stand there as unsent.
  document.addEventListener("submit", () => { clearTimeout(keeping); request?.abort(); }, true);
})();
