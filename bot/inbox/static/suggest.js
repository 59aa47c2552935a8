// Suggest: "/" at the start of a line offers canned replies, "@" colleagues; words after it narrow them down.
(() => {
  let box = null, area = null, chosen = -1, asked = 0;

  const close = () => { asked += 1; box?.remove(); box = null; area?.removeAttribute("aria-activedescendant"); area = null; chosen = -1; };
  const shown = () => (box ? [...box.querySelectorAll(".suggestion")].filter((one) => !one.hidden) : []);
  const pattern = (sign) => (sign === "/" ? /(?:^|\n)\/([^\s/]*)$/ : /[@＠]([^\s@＠]*)$/);
  const typed = (one) => pattern(one.dataset.suggest).exec(one.value.slice(0, one.selectionStart));

  function choose(index) {
    const rows = shown();
    chosen = rows.length ? (index + rows.length) % rows.length : -1;
    for (const row of box.querySelectorAll(".suggestion")) row.removeAttribute("aria-selected");
    if (chosen < 0) return;
    rows[chosen].setAttribute("aria-selected", "true");
    rows[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", rows[chosen].id);
  }

  function narrow(words) {
    const wanted = words.toLowerCase();
    for (const row of box.querySelectorAll(".suggestion")) row.hidden = !row.dataset.find.toLowerCase().includes(wanted);
    const nothing = shown().length === 0;
    box.hidden = nothing;
    choose(0);
  }

  async function open(one, words) {
    if (area !== one || !box) {
      close();
      area = one;
      // Each key asks again until the first answer is there: only the last one's is taken.
      const turn = asked;
      const answer = await fetch(one.dataset.suggestFrom, { headers: { "HX-Request": "true" } });
      const offered = answer.ok ? await answer.text() : "";
      if (!offered || turn !== asked) return;
      box = document.createElement("div");
      box.className = "suggest"; box.setAttribute("role", "listbox"); box.setAttribute("aria-label", one.dataset.suggest === "/" ? "常用语" : "同事");
      box.innerHTML = offered;
      one.closest("form").prepend(box);
    }
    narrow(words);
  }

  function insert(text) {
    const found = typed(area), end = area.selectionStart;
    const start = found ? end - found[1].length - 1 : end;
    const target = area;
    target.setRangeText(text, start, end, "end");
    close();
    target.focus();
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The first question of the day loads the index: that takes some seconds, and it is said.
  function look() {
    document.getElementById("quoted").textContent = "正在查…";
    htmx.trigger(document.getElementById("question"), "search-now");
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea[data-suggest]")) return;
    const found = typed(event.target);
    if (found) open(event.target, found[1]); else close();
  });
  document.addEventListener("keydown", (event) => {
    if (!box || box.hidden || event.target !== area || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") { if (chosen < 0) return; insert(shown()[chosen].dataset.insert); }
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault(); event.stopImmediatePropagation();
  }, true);
  // News of the conversation draws the form anew around what is being chosen.
  document.addEventListener("htmx:after:swap", () => {
    if (!box || box.isConnected) return;
    if (area.isConnected) area.form.prepend(box); else close();
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".suggestion"), opener = event.target.closest("[data-suggest-open]");
    const quote = event.target.closest("[data-insert-reply]"), search = event.target.closest("[data-search-now]");
    if (row && box) insert(row.dataset.insert);
    else if (opener) { const one = document.getElementById(opener.dataset.suggestOpen); one.focus(); open(one, ""); }
    else if (quote) {
      area = document.querySelector(".write-reply textarea");
      quote.closest("details").open = false;
      insert(quote.dataset.insertReply);
    } else if (search) look();
    else if (box && !box.contains(event.target) && event.target !== area) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "question" && event.key === "Enter") { event.preventDefault(); look(); }
  });
})();
