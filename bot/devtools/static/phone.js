// The phone: what a thumb does goes to /dev/phone/act, what the account says comes back by asking every second.

import { Bubbles } from "./bubbles.js";

const { openid, base, wechat } = document.body.dataset;
const part = (id) => document.getElementById(id);
const chat = part("chat");
const bubbles = new Bubbles(chat, base, face(), (text, menuId) => act("text", { text, menu_id: menuId }));

function face() {
  const known = document.querySelector(".people a[aria-current] .face");
  if (known) return known.cloneNode(true);
  const made = document.createElement("span");
  made.className = "face face-0";
  made.textContent = "我";
  return made;
}

async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

async function act(kind, more = {}) {
  setTimeout(refresh, 60);
  try {
    await post(`${base}/act`, { openid, kind, ...more });
  } catch {
    say("手机预览和服务器断开了");
  }
  await refresh();
}

let asking = false;
async function refresh() {
  if (asking) return;
  asking = true;
  try {
    const response = await fetch(`${base}/chat?openid=${encodeURIComponent(openid)}&after=${bubbles.last}`);
    show(await response.json());
  } catch {
    // The next second asks again.
  } finally {
    asking = false;
  }
}

function show(state) {
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 120;
  state.bubbles.forEach((bubble) => bubbles.add(bubble));
  if (state.bubbles.length && (atEnd || state.bubbles.some((one) => one.author === "resident"))) toEnd();
  part("title").textContent = state.typing ? "对方正在输入…" : "邻里焦作";
  part("follow").hidden = state.following;
  part("foot").hidden = !state.following;
}

function toEnd() {
  chat.scrollTop = chat.scrollHeight;
}

// A picture has no height until it is loaded.
chat.addEventListener("load", toEnd, true);

function say(text) {
  part("said").textContent = text;
}

// --- the account's menu

function button(text, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

function choose(item) {
  closeMenus();
  if (item.type === "view") {
    window.open(item.url, "_blank", "noopener");
    return act("view", { url: item.url });
  }
  return act("click", { key: item.key });
}

function closeMenus() {
  document.querySelectorAll(".submenu").forEach((menu) => { menu.hidden = true; });
  document.querySelectorAll(".menu-item > button").forEach((top) => top.setAttribute("aria-expanded", "false"));
}

function menuItem(item) {
  const box = document.createElement("div");
  box.className = "menu-item";
  const subs = item.sub_button || [];
  const top = button(item.name, () => {
    if (!subs.length) { choose(item); return; }
    const wasOpen = !box.lastChild.hidden;
    closeMenus();
    box.lastChild.hidden = wasOpen;
    top.setAttribute("aria-expanded", String(!wasOpen));
  });
  box.append(top);
  if (subs.length) {
    const svg = document.querySelector("#plus svg").cloneNode(true);
    svg.firstElementChild.setAttribute("href", "#i-list");
    top.prepend(svg);
    const sub = document.createElement("div");
    sub.className = "submenu";
    sub.hidden = true;
    sub.append(...subs.map((one) => button(one.name, () => choose(one))));
    box.append(sub);
  }
  return box;
}

async function loadMenu() {
  const menu = await (await fetch(`${base}/menu`)).json();
  part("menu").replaceChildren(...menu.button.map(menuItem));
}

// --- the input bar

const words = part("words");

function fit() {
  words.style.setProperty("height", "auto");
  words.style.setProperty("height", `${words.scrollHeight}px`);
  part("send").hidden = !words.value.trim();
  part("plus").hidden = Boolean(words.value.trim());
}

function sendWords() {
  const text = words.value.trim();
  if (!text) return;
  words.value = "";
  fit();
  act("text", { text });
}

words.addEventListener("input", fit);
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendWords();
  }
});
part("input-row").addEventListener("submit", (event) => {
  event.preventDefault();
  sendWords();
});

function showInput(typing) {
  part("menu-row").hidden = typing;
  part("input-row").hidden = !typing;
  showPlus(false);
  closeMenus();
  if (typing) words.focus();
}

function showPlus(open) {
  part("plus-panel").hidden = !open;
  part("plus").setAttribute("aria-expanded", String(open));
  toEnd();
}

async function ask(sheet) {
  const dialog = part(sheet);
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => { dialog.addEventListener("close", done, { once: true }); });
  return dialog.returnValue === "send";
}

async function speak() {
  if (!(await ask("voice-sheet"))) return;
  const text = part("spoken").value.trim();
  part("spoken").value = "";
  act("voice", { text, recognition: part("recognition").checked && Boolean(text) });
}

async function sendPlace() {
  if (!(await ask("place-sheet"))) return;
  const option = part("place").selectedOptions[0];
  const [latitude, longitude] = option.value.split(",");
  act("location", { latitude, longitude, label: option.textContent });
}

part("file").addEventListener("change", () => {
  const [file] = part("file").files;
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => act("image", { data: reader.result }));
  reader.readAsDataURL(file);
  part("file").value = "";
});

// --- everything that is tapped

const DOES = {
  tools: () => part("tools").classList.toggle("open"),
  keyboard: () => showInput(true),
  menu: () => showInput(false),
  voice: () => { showPlus(false); speak(); },
  plus: () => showPlus(part("plus-panel").hidden),
  picture: () => { showPlus(false); part("file").click(); },
  place: () => { showPlus(false); sendPlace(); },
  follow: () => act("follow"),
  unfollow: () => act("unfollow"),
  scan: () => act("scan", { scene: "community-1" }),
  time: async (tapped) => {
    await post(`${wechat}/time`, { openid, seconds: Number(tapped.dataset.seconds) });
    say(`${tapped.textContent}了`);
  },
  invalidate: async () => {
    await post(`${wechat}/faults`, { invalidate_token: true });
    say("令牌失效了");
  },
};

document.addEventListener("click", (event) => {
  const tapped = event.target.closest("[data-do]");
  if (tapped) DOES[tapped.dataset.do](tapped);
  else if (!event.target.closest(".menu-item")) closeMenus();
});

part("fault").addEventListener("change", async (event) => {
  await post(`${wechat}/faults`, { faults: JSON.parse(event.target.value) });
  say(event.target.selectedOptions[0].textContent);
});

async function loadFault() {
  const faults = JSON.stringify(await (await fetch(`${wechat}/faults`)).json());
  const shown = [...part("fault").options].find((option) => {
    const wanted = JSON.parse(option.value).map((one) => [one.path, one.errcode || 0, one.http || 0, one.delay || 0]);
    return JSON.stringify(wanted) === JSON.stringify(JSON.parse(faults).map((one) => [one.path, one.errcode, one.http, one.delay]));
  });
  if (shown) shown.selected = true;
}

loadMenu();
loadFault();
refresh();
setInterval(refresh, 1000);
