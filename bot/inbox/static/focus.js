// Focus: whoever works by keys stays where they were, though what they used is switched off while it is asked for, or is
// drawn anew with the pane around it.
(() => {
  let kept = null;
  const work = () => document.getElementById("work");
  const isLost = () => document.activeElement === document.body || document.activeElement === work();

  function restore() {
    if (!kept || !isLost()) return;
    const place = kept.isConnected ? kept : document.getElementById(kept.id);
    if (place?.checkVisibility()) {
      // While a request has it switched off this does nothing: the end of that request tries again.
      place.focus({ preventScroll: true });
    } else {
      kept = null;
      work()?.focus({ preventScroll: true });
    }
  }

  document.addEventListener("focusin", ({ target }) => { if (target !== work()) kept = target; });
  document.addEventListener("keep-focus", ({ detail }) => { kept = detail; });
  // Leaving on purpose; where the focus goes next is kept again.
  document.addEventListener("pointerdown", () => { kept = null; }, true);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") kept = null; }, true);
  // A frame later: htmx switches buttons on again after it has told of the end.
  document.addEventListener("htmx:finally:request", () => requestAnimationFrame(restore));
})();
