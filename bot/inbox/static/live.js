// Live: news carry ids only; what changed is fetched again. On every (re)connection everything is, so nothing is missed.
(() => {
  const LISTS_MS = 800, VIEWS_MS = 3000, WORK_MS = 250, RETRY_MS = 3000;
  const connection = document.getElementById("connection"), trouble = document.getElementById("trouble");
  let source, busy = false, again = false;

  // At most one call in `pause` ms; the first at once, the last never lost.
  const spaced = (act, pause) => {
    let timer = null, wanted = false;
    const run = () => { act(); timer = setTimeout(() => { timer = null; if (wanted) { wanted = false; run(); } }, pause); };
    return () => { if (timer) wanted = true; else run(); };
  };
  const lists = spaced(() => htmx.trigger(document.body, "refresh-lists"), LISTS_MS);
  // Counting saved views costs more than the lists: less often, and not for who has none.
  const views = spaced(() => { if (document.querySelector(".view-line")) htmx.trigger(document.body, "refresh-views"); }, VIEWS_MS);
  document.body.addEventListener("refresh-lists", views);
  const work = spaced(() => {
    if (busy) { again = true; return; }
    const page = document.getElementById("case");
    if (page) htmx.trigger(page, "refresh");
  }, WORK_MS);

  function concerns(news) {
    const page = document.getElementById("case");
    if (!page) return false;
    if (news.kind === "presence" && !document.getElementById("here")) return false;
    if (page.dataset.ticket) return news.ticket === undefined || news.ticket === page.dataset.ticket;
    return news.conversation === undefined || String(news.conversation) === page.dataset.conversation;
  }

  function connect() {
    source = new EventSource(document.body.dataset.live);
    source.addEventListener("hello", () => { connection.hidden = true; lists(); work(); });
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      if (news.kind === "presence") { if (concerns(news)) htmx.trigger(document.getElementById("here"), "refresh-here"); return; }
      if (news.kind === "views") { htmx.trigger(document.body, "refresh-views"); return; }
      lists();
      if (concerns(news)) work();
    };
    source.onerror = () => {
      connection.hidden = false;
      // The browser tries again by itself, except after an answer such as 401.
      if (source.readyState === EventSource.CLOSED) { lists(); setTimeout(connect, RETRY_MS); }
    };
  }

  const isWork = (event) => event.detail.ctx?.target?.id === "work";
  document.addEventListener("htmx:before:request", (event) => { if (isWork(event)) busy = true; });
  document.addEventListener("htmx:finally:request", (event) => {
    if (!isWork(event)) return;
    busy = false;
    if (again) { again = false; work(); }
  });
  const say = (words) => { trouble.textContent = words; trouble.hidden = !words; };
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.error?.name !== "AbortError") say("没有连上服务器，您写的内容还在，请再试一次。");
  });
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx?.response?.raw?.status >= 500) say("服务器出了问题，您写的内容还在，请再试一次。");
  });
  document.addEventListener("htmx:after:swap", () => say(""));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { lists(); work(); } });
  connect();
})();
