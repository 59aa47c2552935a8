// Tour: one step at a time, and what it speaks of is outlined; on a phone that is what can be seen beside the tour.
(() => {
  let at = 0;
  const steps = () => [...document.querySelectorAll("[data-tour] .tour-step")];
  const point = (step) => {
    for (const one of document.querySelectorAll(".is-pointed")) one.classList.remove("is-pointed");
    if (step) document.querySelector(innerWidth < 768 ? step.dataset.onPhone : step.dataset.points)?.classList.add("is-pointed");
  };

  function show(index) {
    const all = steps();
    if (!all.length) { point(null); return; }
    at = Math.min(index, all.length - 1);
    all.forEach((step, number) => { step.hidden = number !== at; });
    const count = document.querySelector(".tour-count"), next = document.querySelector("[data-tour-next]");
    count.hidden = false;
    count.textContent = `第 ${at + 1} 步，共 ${all.length} 步`;
    next.hidden = at === all.length - 1;
    document.querySelector("[data-tour-end]").textContent = next.hidden ? "知道了，开始用" : "跳过";
    point(all[at]);
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-tour-next]")) show(at + 1); });
  document.addEventListener("htmx:after:swap", () => { if (steps().length) show(at); else point(null); });
  show(0);
})();
