// Offers under a search field: the arrows walk through them, Enter in the field goes to the first, Escape leaves.
(() => {
  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".link-to") && event.target.open) event.target.querySelector("[data-offers]").focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest(".link-to");
    if (!box || event.isComposing) return;
    const field = box.querySelector("[data-offers]"), rows = [...box.querySelectorAll(".offer")];
    const here = rows.indexOf(event.target), inField = event.target === field;
    if (event.key === "Escape") { box.open = false; box.querySelector("summary").focus(); }
    else if (inField && ["ArrowDown", "Enter"].includes(event.key)) rows[0]?.focus();
    else if (here >= 0 && event.key === "ArrowDown") rows[Math.min(here + 1, rows.length - 1)].focus();
    else if (here >= 0 && event.key === "ArrowUp") (rows[here - 1] ?? field).focus();
    else return;
    event.preventDefault();
  });
})();
