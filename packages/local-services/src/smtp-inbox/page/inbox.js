// The inbox page. Everything that comes out of a mail is put in as text; a mail's own HTML is
// only ever shown in a frame without scripts and with an origin of its own.

const list = document.querySelector("#list");
const article = document.querySelector("#mail");
const count = document.querySelector("#count");
const filter = document.querySelector("#filter");
const hint = document.querySelector("#hint");

/** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

async function loadJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return await answer.json();
}

function currentId() {
  return location.hash.slice(1);
}

async function showList() {
  const { messages } = await loadJson("/api/messages");
  const wanted = filter.value.trim().toLowerCase();
  const shown = messages.filter(({ to }) => to.join().toLowerCase().includes(wanted));
  count.textContent = `${shown.length} ${shown.length === 1 ? "mail" : "mails"}`;
  list.replaceChildren(...shown.map(listEntry));
}

function listEntry(mail) {
  const link = element(
    "a",
    { href: `#${mail.id}` },
    element("span", { class: "subject" }, mail.subject || "(no subject)"),
    timeOf(mail),
    element("span", { class: "to" }, `to ${mail.to.join(", ")}`),
  );
  if (mail.id === currentId()) link.setAttribute("aria-current", "true");
  return element("li", {}, link);
}

function timeOf(mail) {
  const at = new Date(mail.receivedAt);
  const clock = at.toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return element("time", { datetime: mail.receivedAt, title: dateAndTime(at) }, clock);
}

/** The clock of every place of the network has 24 hours, whatever the browser's language. */
function dateAndTime(at) {
  return at.toLocaleString([], { hourCycle: "h23" });
}

async function showMail() {
  const id = currentId();
  for (const link of list.querySelectorAll("a")) {
    const isCurrent = link.hash === `#${id}`;
    if (isCurrent) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (id === "") return void article.replaceChildren(hint);
  const mail = await loadJson(`/api/messages/${encodeURIComponent(id)}`);
  const body = element("div", { role: "tabpanel", class: "body" });
  article.replaceChildren(
    element("h2", {}, mail.subject || "(no subject)"),
    facts(mail),
    tabs(mail, body),
    body,
  );
}

function facts(mail) {
  const rows = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Arrived", dateAndTime(new Date(mail.receivedAt))],
  ];
  const pairs = rows.flatMap(([name, value]) => [
    element("dt", {}, name),
    element("dd", {}, value),
  ]);
  return element("dl", {}, ...pairs, ...attachments(mail));
}

function attachments(mail) {
  if (mail.attachments.length === 0) return [];
  const links = mail.attachments.map(({ index, filename, bytes }) =>
    element(
      "div",
      {},
      element("a", { href: `/api/messages/${mail.id}/attachments/${index}` }, filename),
      ` (${bytes.toLocaleString()} bytes)`,
    ),
  );
  return [element("dt", {}, "Attached"), element("dd", {}, ...links)];
}

function tabs(mail, body) {
  const views = [
    ["As sent", mail.html !== "", () => frame(mail)],
    ["Text", mail.text !== "", () => element("pre", {}, mail.text)],
    ["Headers", true, () => element("pre", {}, headerText(mail))],
    ["Source", true, () => source(mail)],
  ].filter(([, isThere]) => isThere);
  const buttons = views.map(([name, , make]) => {
    const button = element("button", { class: "tab", type: "button", role: "tab" }, name);
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-selected", String(other === button));
      body.replaceChildren(make());
    });
    return button;
  });
  buttons[0].click();
  return element("div", { class: "tabs", role: "tablist", "aria-label": "Views" }, ...buttons);
}

function frame(mail) {
  return element("iframe", {
    title: "The mail as its reader sees it",
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
    src: `/api/messages/${mail.id}/html`,
  });
}

function headerText(mail) {
  return mail.headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
}

function source(mail) {
  const pre = element("pre", {}, "…");
  fetch(`/api/messages/${mail.id}/source`)
    .then((answer) => answer.text())
    .then((text) => pre.replaceChildren(text), report);
  return pre;
}

function report(error) {
  count.textContent = `The inbox does not answer: ${error.message}`;
}

function refresh() {
  showList().catch(report);
}

document.querySelector("#empty").addEventListener("click", () => {
  fetch("/api/messages", { method: "DELETE" }).then(() => {
    location.hash = "";
    refresh();
  }, report);
});
filter.addEventListener("input", refresh);
addEventListener("hashchange", () => void showMail().catch(report));

const stream = new EventSource("/api/stream");
stream.addEventListener("message", refresh);
stream.addEventListener("open", refresh);
showMail().catch(report);
