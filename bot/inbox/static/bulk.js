// Bulk: rows are picked with their boxes or X; what is chosen in the bar is done with all of them at once.
(() => {
  const body = document.body;
  const picks = () => [...document.querySelectorAll(".row-pick")];
  const picked = () => picks().filter((one) => one.checked);

  function look() {
    const count = picked().length, bar = document.getElementById("bulk-bar");
    if (!bar) return;
    if (count) body.dataset.picking = ""; else delete body.dataset.picking;
    bar.hidden = !count;
    if (count && !bar.children.length) htmx.trigger(bar, "wanted");
    const output = document.getElementById("bulk-count");
    if (output) output.textContent = `已选 ${count} 个`;
  }

  function clear() {
    for (const one of picked()) one.checked = false;
    look();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches(".row-pick")) look();
    const choice = event.target.closest("[data-bulk-task]");
    if (!choice) return;
    document.getElementById("bulk-task").value = choice.dataset.bulkTask;
    document.getElementById("bulk-value").value = choice.value;
    choice.value = "";
    htmx.trigger(document.getElementById("bulk"), "chosen");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bulk-clear]")) clear();
    const button = event.target.closest("[data-bulk-now]");
    if (!button) return;
    document.getElementById("bulk-task").value = button.dataset.bulkNow;
    document.getElementById("bulk-value").value = "";
    htmx.trigger(document.getElementById("bulk"), "chosen");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not(.row-pick), textarea, select")) return;
    const row = event.target.closest?.(".row-wrap") ?? document.querySelector(".row-wrap:has(.is-open)");
    const box = row?.querySelector(".row-pick");
    if (box) { box.checked = !box.checked; look(); }
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx?.sourceElement?.id === "bulk" && event.detail.ctx.response?.raw?.ok) clear();
  });
  document.addEventListener("htmx:after:swap", look);
})();
