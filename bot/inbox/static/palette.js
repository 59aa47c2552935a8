// Palette: everything that can be done from here, found by typing (Ctrl+K), or one choice by its key; and the sheet of all keys (?).
(() => {
  const palette = document.getElementById("palette"), sheet = document.getElementById("key-sheet");
  const input = document.getElementById("palette-words"), list = document.getElementById("palette-list");
  const asks = input.placeholder;
  let chosen = 0, offered = [];

  const nameOf = (one) => (one.dataset.act || one.getAttribute("aria-label") || one.title || one.labels?.[0]?.textContent || one.textContent)
    .trim().replace(/\s+/g, " ").replace(/（.+）$/, "");
  const isShown = (one) => one.checkVisibility() || one.closest("#side, #shelf, .drop-card");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const press = (letter) => document.dispatchEvent(new CustomEvent("use-key", { detail: letter }));

  // A choice that acts at once is made; one that has a button of its own waits for it.
  function take(choice, option) {
    choice.value = option.value;
    if (choice.matches("[data-now], [data-bulk-task]")) choice.dispatchEvent(new Event("change", { bubbles: true }));
    else {
      const button = choice.form.querySelector("button");
      button.focus();
      button.scrollIntoView({ block: "nearest" });
    }
  }
  const choices = (choice, before = "") => [...choice.options].filter((option) => option.value && !option.defaultSelected)
    .map((option) => ({ words: before + option.text, key: "", run: () => take(choice, option) }));

  function commands() {
    const keys = all("#work [data-key], #toast [data-key], #shelf [data-key]").filter(isShown)
      .map((one) => ({ words: nameOf(one), key: one.dataset.key.toUpperCase(), run: () => press(one.dataset.key) }));
    const acts = all("#work [data-act]:not([data-key]), #shelf [data-act]:not([data-key])").filter(isShown)
      .map((one) => ({ words: nameOf(one), key: "", run: () => (one.matches("input[type=text]") ? one.focus() : one.click()) }));
    const picked = [...all("#work select[data-key]"), ...all("[data-picking] select[data-bulk-task]")]
      .flatMap((one) => choices(one, `${one.dataset.bulkTask ? "选中的，" : ""}${nameOf(one)}：`));
    const lists = all(".rail-line").map((one) => ({ words: `${one.matches(".view-line") ? "视图" : "列表"}：${one.firstElementChild.textContent}`, key: "", run: () => one.click() }));
    const rows = all(".row-line").slice(0, 20).map((one) => ({ words: `打开：${one.querySelector(".row-name").textContent}`, key: "", run: () => one.click() }));
    const doors = all(".doors a").map((one) => ({ words: `去：${one.textContent.trim()}`, key: "", run: () => one.click() }));
    return [...keys, ...acts, ...picked, ...lists, ...rows, ...doors, { words: "看全部快捷键", key: "?", run: () => sheet.showModal() }];
  }

  function open(found, words) {
    offered = found;
    input.value = "";
    input.placeholder = words;
    palette.showModal();
    show();
  }

  function show() {
    const wanted = input.value.trim().toLowerCase();
    const found = offered.filter((one) => one.words.toLowerCase().includes(wanted));
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

  document.addEventListener("choose-from", (event) => open(choices(event.detail), nameOf(event.detail)));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!palette.open) open(commands(), asks);
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
