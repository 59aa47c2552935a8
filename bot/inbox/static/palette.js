// Palette: everything that can be done from here, found by typing (Ctrl+K); and the sheet of all keys (?).
(() => {
  const palette = document.getElementById("palette"), sheet = document.getElementById("key-sheet");
  const input = document.getElementById("palette-words"), list = document.getElementById("palette-list");
  let chosen = 0;

  const nameOf = (one) => (one.getAttribute("aria-label") || one.title || one.labels?.[0]?.textContent || one.textContent).trim().replace(/\s+/g, " ");
  const isShown = (one) => one.checkVisibility() || one.closest("#side, #shelf");

  function commands() {
    const lists = [...document.querySelectorAll(".rail-line")].map((one) => ({ words: `${one.matches(".view-line") ? "视图" : "列表"}：${one.firstElementChild.textContent}`, key: "", run: () => one.click() }));
    const rows = [...document.querySelectorAll(".row-line")].slice(0, 20).map((one) => ({ words: `打开：${one.querySelector(".row-name").textContent}`, key: "", run: () => one.click() }));
    const acts = [...document.querySelectorAll("#work [data-key], #toast [data-key], #shelf [data-key]")].filter(isShown).map((one) => ({
      words: nameOf(one).replace(/（.+）$/, ""), key: one.dataset.key.toUpperCase(), run: () => document.dispatchEvent(new CustomEvent("use-key", { detail: one.dataset.key })),
    }));
    const doors = [...document.querySelectorAll(".doors a")].map((one) => ({ words: `去：${one.textContent.trim()}`, key: "", run: () => one.click() }));
    return [...acts, ...lists, ...rows, ...doors, { words: "看全部快捷键", key: "?", run: () => sheet.showModal() }];
  }

  function show() {
    const wanted = input.value.trim().toLowerCase();
    const found = commands().filter((one) => one.words.toLowerCase().includes(wanted)).slice(0, 12);
    list.replaceChildren(...found.map((one, index) => {
      const row = document.createElement("li");
      row.id = `palette-${index}`; row.setAttribute("role", "option"); row.className = "palette-row";
      row.append(one.words);
      if (one.key) { const key = document.createElement("kbd"); key.textContent = one.key; row.append(key); }
      row.addEventListener("click", () => run(one));
      return row;
    }));
    if (!found.length) { const row = document.createElement("li"); row.className = "empty"; row.textContent = "没有这样的操作，换个词试试"; list.append(row); }
    list.commands = found;
    choose(0);
  }

  function choose(index) {
    const rows = [...list.querySelectorAll(".palette-row")];
    chosen = rows.length ? (index + rows.length) % rows.length : 0;
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    rows[chosen]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[chosen]?.id ?? "");
  }

  function run(command) {
    palette.close();
    command?.run();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      input.value = "";
      palette.showModal();
      show();
    } else if (event.key === "?" && !event.target.matches("input, textarea, select") && !sheet.open) sheet.showModal();
  });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") run(list.commands[chosen]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-key-sheet]")) sheet.showModal();
    if (event.target === palette || event.target === sheet || event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
  });
})();
