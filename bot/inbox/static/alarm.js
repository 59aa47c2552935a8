// Alarm: the title tells what waits, and a sound repeats until somebody has acknowledged every alarm.
(() => {
  const sound = new Audio(document.body.dataset.sound);
  const title = document.title;
  const REPEAT_SECONDS = 30;
  let before = 0, rings = null;

  const ring = () => sound.play().catch(() => {
    // Browsers play nothing before the first touch of the page.
    document.addEventListener("pointerdown", ring, { once: true });
    document.addEventListener("keydown", ring, { once: true });
  });

  function look() {
    const tally = document.getElementById("shelf-state");
    if (!tally) return;
    const alarms = Number(tally.dataset.alarms), waiting = Number(tally.dataset.waiting) + Number(tally.dataset.mine);
    document.title = alarms ? `【警报 ${alarms}】${title}` : waiting ? `（${waiting}）${title}` : title;
    if (alarms > before) ring();
    if (alarms && !rings) rings = setInterval(ring, REPEAT_SECONDS * 1000);
    if (!alarms && rings) { clearInterval(rings); rings = null; sound.pause(); }
    before = alarms;
  }

  document.addEventListener("htmx:after:swap", look);
  look();
})();
