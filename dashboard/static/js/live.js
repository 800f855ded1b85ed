// Live parts: icon, title and screen reader follow the verdict; a hidden tab asks for nothing.
(function () {
  "use strict";
  const follow = () => {
    const live = document.querySelector("[data-state]");
    const icon = document.getElementById("favicon");
    if (!live || !icon) return;
    const href = icon.dataset[live.dataset.state];
    if (href && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
    const bare = document.title.replace(/^≠ /, "");
    document.title = live.dataset.state === "desync" ? `≠ ${bare}` : bare;
    const said = document.getElementById("said");
    if (said && live.dataset.headline && said.dataset.last !== live.dataset.headline) {
      // What the page said when it was opened is read with the page; only a change is announced.
      if (said.dataset.last) said.textContent = live.dataset.headline;
      said.dataset.last = live.dataset.headline;
    }
  };
  document.addEventListener("DOMContentLoaded", follow);
  document.addEventListener("htmx:afterSwap", () => {
    offline(false);
    follow();
  });

  const offline = (on) => {
    const notice = document.getElementById("offline");
    if (notice) notice.hidden = !on;
  };
  document.addEventListener("htmx:sendError", () => offline(true));
  document.addEventListener("htmx:responseError", () => offline(true));
  document.addEventListener("htmx:timeout", () => offline(true));

  // A refresh names what it has; the same again (304) is not swapped, so that nothing under the pointer moves.
  let tag = null;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "live" && tag) event.detail.headers["If-None-Match"] = tag;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.elt.id !== "live") return;
    if (event.detail.xhr.status === 304) {
      event.detail.shouldSwap = false;
      offline(false);
    } else {
      tag = event.detail.xhr.getResponseHeader("ETag");
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    // A swap under an open menu or a selection in progress would take it away.
    const selecting = !window.getSelection().isCollapsed;
    if (event.detail.elt.id === "live" && (document.hidden || selecting)) event.preventDefault();
  });
})();
