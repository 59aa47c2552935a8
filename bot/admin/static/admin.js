// On a narrow screen the menu is folded away until somebody asks for it.
(() => {
  const menu = document.getElementById("menu");
  const narrow = matchMedia("(max-width: 899px)");
  const fold = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
})();
// The browser's own words beside a file would be in the browser's language.
document.addEventListener("change", (event) => {
  const shown = event.target.closest(".file-pick")?.querySelector("[data-file-name]");
  if (shown) shown.textContent = event.target.files[0]?.name ?? "还没有选";
});
