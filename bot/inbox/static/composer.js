// Composer: which of reply and note is written, drafts that survive a refresh, length in WeChat's bytes, sent once.
(() => {
  const bytes = new TextEncoder();
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");

  function count(area) {
    const output = area.form?.querySelector("[data-counter]");
    if (!output) return;
    const length = bytes.encode(area.value).length, most = Number(area.closest("[data-bytes]").dataset.bytes);
    const pieces = Math.ceil(length / most);
    output.textContent = length ? `${area.value.length} 字，${length}/${most} 字节，分 ${pieces} 条发` : "";
    output.classList.toggle("counter-many", pieces > 1);
  }

  function prepare() {
    for (const once of document.querySelectorAll("[data-once]")) if (!once.value) once.value = key();
    for (const area of document.querySelectorAll("textarea[data-draft]")) {
      if (!area.value && sessionStorage.getItem(area.id)) area.value = sessionStorage.getItem(area.id);
      count(area);
    }
  }

  function emptied(form) {
    for (const area of form.querySelectorAll("textarea[data-draft]")) { area.value = ""; sessionStorage.removeItem(area.id); count(area); }
    for (const once of form.querySelectorAll("[data-once]")) once.value = key();
    form.closest("details")?.removeAttribute("open");
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea[data-draft]")) return;
    sessionStorage.setItem(event.target.id, event.target.value);
    count(event.target);
  });
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    const composer = tab.closest("#composer");
    composer.setAttribute("data-keep-tab", tab.dataset.tab);
    composer.querySelector(`.write-${tab.dataset.tab} textarea`)?.focus();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement?.matches?.("form[method=post]") && response?.raw?.ok) emptied(sourceElement);
  });
  document.addEventListener("htmx:after:swap", prepare);
  prepare();
})();
