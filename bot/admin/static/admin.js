// On a narrow screen the menu is folded away until somebody asks for it.
(() => {
  const menu = document.getElementById("menu");
  const narrow = matchMedia("(max-width: 899px)");
  const fold = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
})();
// The browser's own words about a file would be in the browser's language: beside the field, and when none was chosen.
document.addEventListener("change", (event) => {
  const shown = event.target.closest(".file-pick")?.querySelector("[data-file-name]");
  if (!shown) return;
  shown.textContent = event.target.files[0]?.name ?? shown.dataset.none;
  event.target.setCustomValidity("");
});
document.addEventListener("invalid", (event) => {
  if (event.target.type === "file") event.target.setCustomValidity("请先选一个文件。");
}, true);
