// How many letters the answer has, and a warning before half-written words are lost.
(() => {
  const form = document.getElementById("entry-form");
  const answer = form.querySelector("[data-count]");
  const shown = document.getElementById("answer-count");
  const most = Number(answer.dataset.count);
  let changed = false;
  const count = () => {
    const left = most - answer.value.length;
    shown.textContent = left < 0 ? `超出 ${-left} 个字` : `还可以写 ${left} 个字`;
    shown.classList.toggle("warn", left < 0);
  };
  answer.addEventListener("input", count);
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  count();
})();
