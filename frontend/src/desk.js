// The desk's only script: htmx, the current CSRF token, focus on refusals, and a word when a request fails.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;

const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

const notice = (title, text, link) => {
  const place = document.getElementById("mj-notice");
  if (!place) return;
  const box = document.createElement("section");
  box.className = "mj-lack";
  const head = document.createElement("h2");
  head.textContent = title;
  const list = document.createElement("ol");
  const row = document.createElement("li");
  const words = document.createElement("p");
  words.textContent = text;
  row.append(words);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = link.text;
    row.append(anchor);
  }
  list.append(row);
  box.append(head, list);
  place.replaceChildren(box);
};

document.addEventListener("htmx:configRequest", (event) => {
  // The token changes at sign-in; a page that stayed open takes the new one and keeps what was typed.
  const name = document.querySelector('meta[name="mj-csrf-cookie"]')?.content;
  const token = name && cookie(name);
  if (token && event.detail.verb !== "get") {
    event.detail.headers["X-CSRFToken"] = token;
    event.detail.parameters.delete?.("csrfmiddlewaretoken");
  }
});

document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("mj-notice")?.replaceChildren();
});

document.addEventListener("htmx:afterSettle", () => {
  const refusal = document.querySelector(".mj-lack[data-focus]");
  if (refusal) {
    refusal.removeAttribute("data-focus");
    refusal.focus();
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401) {
    const login = document.querySelector('meta[name="mj-login"]')?.content;
    notice("登录已结束", "在新窗口登录后回到这里再提交，填的内容还在。", login && { href: login, text: "去登录" });
  } else if (status === 413) {
    notice("内容太大，没有收下", "减少文字或分几次提交，填的内容还在。");
  } else if (status === 404) {
    notice("没有找到", "它可能已经移动，或者不在你的查看范围内。");
  } else {
    notice("没有办成，什么都没有改变", `服务器答复 ${status}。填的内容还在，稍后再试。`);
  }
});

document.addEventListener("htmx:sendError", () => {
  notice("没有连上服务器", "填的内容还在，网络恢复后再提交。");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll(".mj-bar details[open]")) open.open = false;
  }
});
