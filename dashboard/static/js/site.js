// Progressive: every page works without this file.
(function () {
  "use strict";
  const root = document.documentElement;
  const cookie = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
  };

  // The viewer's zone, for the server to show times in. From the next page on.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  cookie("tz", zone);

  // Theme: the same cookie that the form's POST sets, without leaving the page.
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-form]")) return;
    event.preventDefault();
    root.dataset.theme = isDark() ? "light" : "dark";
    cookie("theme", root.dataset.theme);
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  systemDark.addEventListener("change", () => document.dispatchEvent(new CustomEvent("themechange")));

  // "/" goes to the search box.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
    if (box) {
      event.preventDefault();
      box.focus();
    }
  });

  // An open menu closes by Escape or a press beside it.
  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));
})();
