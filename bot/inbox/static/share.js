// Share: what a ticket is and where, to be sent to a colleague; and the ticket on paper.
(() => {
  const tell = (words) => document.dispatchEvent(new CustomEvent("tell", { detail: words }));

  // Browsers give the clipboard to secure pages only; inside a building pages may come without HTTPS.
  function copyInsecurely(text) {
    const area = document.createElement("textarea"), before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    before?.focus();
    return isDone;
  }

  async function copy(text) {
    try {
      if (!navigator.clipboard) return copyInsecurely(text);
      await navigator.clipboard.writeText(text);
      return true;
    } catch { return false; }
  }

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) { print(); return; }
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const isDone = await copy(`${button.dataset.copyWords}\n${new URL(button.dataset.copy, location.href).href}`);
    tell(isDone ? "已复制，粘贴给同事就行" : "浏览器不让复制，请从地址栏复制");
  });
})();
