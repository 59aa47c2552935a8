// On a narrow screen the menu is folded away until somebody asks for it.
(() => {
  const menu = document.getElementById("menu");
  const narrow = matchMedia("(max-width: 899px)");
  const fold = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
})();
