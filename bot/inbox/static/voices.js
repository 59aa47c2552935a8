// Voices: one at a time, and one speed for all of them, which lasts while the page is open.
(() => {
  const SPEEDS = [1, 1.5, 2];
  let speed = SPEEDS[0];

  function show() {
    for (const button of document.querySelectorAll("[data-speed]")) button.textContent = `${speed} 倍速`;
    for (const voice of document.querySelectorAll(".voice audio")) voice.playbackRate = speed;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-speed]")) return;
    speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    show();
  });
  document.addEventListener("play", (event) => {
    event.target.playbackRate = speed;
    for (const voice of document.querySelectorAll(".voice audio")) if (voice !== event.target) voice.pause();
  }, true);
  document.addEventListener("htmx:after:swap", show);
})();
