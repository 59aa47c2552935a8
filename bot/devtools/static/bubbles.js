// How a bubble looks. Text is only ever set as text: what residents write is never read as HTML.

const LINK = /<a\s[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"，。；）]+)/g;
const QUIET_MINUTES = 5;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

function link(address, words, onTap) {
  if (address.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(address.slice(address.indexOf("?") + 1));
    const button = element("button", "tap", words);
    button.addEventListener("click", () => onTap(query.get("msgmenucontent") || words, query.get("msgmenuid") || ""));
    return button;
  }
  const anchor = element("a", "", words);
  if (/^(https?:|tel:)/.test(address)) anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener";
  return anchor;
}

function words(text, onTap) {
  const parts = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    parts.append(text.slice(end, found.index), link(found[1] || found[3], found[2] || found[3], onTap));
    end = found.index + found[0].length;
  }
  parts.append(text.slice(end));
  return parts;
}

function body(bubble, base, onTap) {
  if (bubble.kind === "image") {
    const box = element("div", "bubble picture");
    const image = element("img");
    image.src = `${base}/media/${encodeURIComponent(bubble.media_id)}`;
    image.alt = "图片";
    box.append(image);
    return box;
  }
  if (bubble.kind === "voice") {
    const box = element("div", "bubble voice", `${bubble.seconds || 1}"`);
    box.style.setProperty("width", `${72 + (bubble.seconds || 1) * 6}px`);
    box.append(icon("i-wave"));
    if (!bubble.text) return box;
    const column = element("div", "column");
    column.append(box, element("div", "spoken", bubble.text));
    return column;
  }
  if (bubble.kind === "location") {
    const box = element("div", "bubble place");
    const map = element("div", "place-map");
    map.append(icon("i-place"));
    box.append(element("div", "place-label", bubble.text || "位置"), map);
    return box;
  }
  const box = element("div", "bubble");
  const line = element("span");
  line.append(words(bubble.text, onTap));
  box.append(line);
  return box;
}

function clock(seconds) {
  const moment = new Date(seconds * 1000);
  const time = moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  if (moment.toDateString() === new Date().toDateString()) return time;
  return `${moment.getMonth() + 1}月${moment.getDate()}日 ${time}`;
}

export class Bubbles {
  constructor(chat, base, face, onTap) {
    Object.assign(this, { chat, base, face, onTap, last: 0, lastAt: 0 });
  }

  add(bubble) {
    if (bubble.id <= this.last) return;
    this.last = bubble.id;
    if (bubble.at - this.lastAt > QUIET_MINUTES * 60) this.chat.append(element("p", "time", clock(bubble.at)));
    this.lastAt = bubble.at;
    if (bubble.author === "system") {
      this.chat.append(element("p", "notice", bubble.text));
      return;
    }
    const line = element("div", bubble.author === "resident" ? "line mine" : "line");
    line.dataset.id = bubble.id;
    if (bubble.late) line.dataset.late = "yes";
    line.append(this.avatar(bubble.author), body(bubble, this.base, this.onTap));
    this.chat.append(line);
  }

  avatar(author) {
    if (author === "resident") return this.face.cloneNode(true);
    const image = element("img", "avatar");
    image.src = `${this.base}/static/account.svg`;
    image.alt = "邻里";
    return image;
  }
}
