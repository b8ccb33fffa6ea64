// Keeps the part of the page that is marked with data-live as it is on the server, and lets what changed be seen. Sends the
// form that is marked with data-go.
"use strict";

const live = document.querySelector("[data-live]");
const EVERY = 1000;
const markup = new Map();
let seen = "";

function parts(root) {
  return [...root.querySelectorAll("[data-part]")];
}

function show(html) {
  const next = document.createElement("template");
  next.innerHTML = html;
  const old = parts(live);
  const fresh = parts(next.content);
  const same = old.length === fresh.length && old.every((part, i) => part.dataset.part === fresh[i].dataset.part);
  if (!same) {
    live.replaceChildren(next.content);
    return;
  }
  fresh.forEach((part, i) => {
    const html = part.outerHTML;
    if (html !== (markup.get(part.dataset.part) ?? old[i].outerHTML)) {
      part.classList.add("changed");
      old[i].replaceWith(part);
    }
    markup.set(part.dataset.part, html);
  });
}

async function look() {
  const answer = await fetch(live.dataset.live, { headers: seen ? { "If-None-Match": seen } : {}, cache: "no-store" });
  if (answer.status === 200) {
    seen = answer.headers.get("ETag") ?? "";
    show(await answer.text());
  }
}

async function watch() {
  if (!document.hidden) {
    await look().catch(() => {});
  }
  setTimeout(watch, EVERY);
}

if (live) {
  setTimeout(watch, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || look().catch(() => {}));
}

document.querySelector("form[data-go]")?.submit();
