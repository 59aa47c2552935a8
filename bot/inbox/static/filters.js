// Filters: the open form says what narrows the list down, whoever changed it; the rail marks the view that is open.
(() => {
  const state = () => document.getElementById("shelf-state");

  // The address may have changed beside the form: a chip was taken off, a view was opened.
  function fill() {
    const form = document.getElementById("filter-form");
    if (!form) return;
    for (const one of form.elements) {
      if (!one.name || one.type === "hidden" || one === document.activeElement) continue;
      one.value = state().querySelector(`[name="${one.name}"]`)?.value ?? "";
    }
  }

  function mark() {
    for (const line of document.querySelectorAll(".view-line")) {
      const isOpen = line.getAttribute("href") === state().dataset.home;
      line.classList.toggle("is-chosen", isOpen);
      if (isOpen) line.setAttribute("aria-current", "page"); else line.removeAttribute("aria-current");
    }
  }

  document.addEventListener("htmx:after:swap", () => { if (state()) { fill(); mark(); } });
  document.addEventListener("click", (event) => {
    const done = event.target.closest("[data-filter-done]");
    if (done) done.closest("details").open = false;
  });
})();
