// Keys: the whole of a case without a mouse. Single letters count only while nothing is being written.
(() => {
  const isWriting = (element) => element.matches?.("input:not([type=hidden], [type=checkbox]), textarea, select, [contenteditable]");

  function move(step) {
    const rows = [...document.querySelectorAll(".row-line")];
    if (!rows.length) return;
    const now = rows.indexOf(document.activeElement), open = rows.findIndex((row) => row.matches(".is-open"));
    const from = now >= 0 ? now : open;
    const row = rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    return row;
  }

  function leave() {
    const open = document.querySelector("details.drop[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); return; }
    if (document.body.dataset.side) { delete document.body.dataset.side; return; }
    if (isWriting(document.activeElement)) { document.activeElement.blur(); return; }
    if (innerWidth < 768) document.querySelector(".back")?.click();
    else (document.querySelector(".row-line.is-open") ?? document.querySelector(".row-line"))?.focus();
  }

  // What was opened by a key is gone on with by keys; a part that is still on its way takes the focus when it arrives.
  function enter(details) {
    if (!details.open) { details.querySelector("summary").focus(); return; }
    const field = details.querySelector(".drop-card :is(input:not([type=hidden]), select, textarea, button)");
    if (field) field.focus(); else details.dataset.keepFocus = "";
  }

  document.addEventListener("htmx:after:swap", () => {
    const details = document.querySelector("details[data-keep-focus]");
    if (details?.querySelector(".drop-card :is(input, select, button)")) { delete details.dataset.keepFocus; enter(details); }
  });

  function use(letter) {
    const control = document.querySelector(`[data-key="${letter}"]`);
    if (!control) return false;
    if (control.closest("#side") && innerWidth < 1200) document.body.dataset.side = "open";
    if (control.matches("textarea")) {
      document.querySelector(`[data-tab="${letter === "r" ? "reply" : "note"}"]`)?.click();
      control.focus();
    } else if (control.matches("select")) {
      document.dispatchEvent(new CustomEvent("choose-from", { detail: control }));
    } else if (control.hasAttribute("data-key-focus")) {
      // What a resident is told, or what closes a ticket, wants one key more.
      control.focus();
      control.scrollIntoView({ block: "nearest" });
      // Switched off while something is under way: the end of that gives it the focus.
      document.dispatchEvent(new CustomEvent("keep-focus", { detail: control }));
    } else {
      control.click();
      if (control.matches("summary")) enter(control.parentElement);
    }
    return true;
  }

  // Browsers take an arrow on a closed choice for the choice itself, and what is chosen here is done at once.
  function unfold(event) {
    const choice = event.target.closest?.("select[data-now], select[data-bulk-task]");
    if (!choice || !/^(Arrow|Page|Home|End)/.test(event.key) || !choice.showPicker) return false;
    event.preventDefault();
    choice.showPicker();
    return true;
  }

  document.addEventListener("use-key", (event) => use(event.detail));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.target.closest?.("dialog") || unfold(event)) return;
    if (event.key === "Escape") { leave(); return; }
    if (isWriting(event.target)) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        const form = event.target.form;
        // Where something can only be written down, nothing more is done: a step of a ticket tells its resident.
        const button = form?.querySelector("button.btn-note") ?? form?.querySelector("button.btn-primary");
        if (!button?.disabled) form?.requestSubmit(button);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.toLowerCase();
    const isInRows = event.target.closest?.(".row-line");
    if (letter === "j" || (isInRows && event.key === "ArrowDown")) { event.preventDefault(); move(1); }
    else if (letter === "k" || (isInRows && event.key === "ArrowUp")) { event.preventDefault(); move(-1); }
    else if (letter === "]" || letter === "[") { event.preventDefault(); move(letter === "]" ? 1 : -1)?.click(); }
    else if (/^[a-z/]$/.test(letter) && use(letter)) event.preventDefault();
  });
})();
