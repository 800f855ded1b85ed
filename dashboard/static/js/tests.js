// The Tests page: short addresses, the selected cell, the place one had scrolled to. It works without this file.
(function () {
  "use strict";
  // Filters that choose nothing need no place in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "filters") return;
    const asked = event.detail.parameters;
    for (const [name, value] of [...asked.entries()]) if (!value) asked.delete(name);
  });

  // The grid is not asked for again when a cell is pressed: only its panel is.
  const select = () => {
    const chosen = new URLSearchParams(location.search).get("cell");
    document.querySelectorAll(".grid a[aria-current]").forEach((cell) => cell.removeAttribute("aria-current"));
    document.getElementById(`cell-${chosen}`)?.setAttribute("aria-current", "true");
  };
  document.addEventListener("htmx:pushedIntoHistory", select);
  document.addEventListener("htmx:afterSwap", (event) => {
    select();
    const side = document.getElementById("side");
    // Where it stands above the grid it may be out of sight; beside the grid nothing must move.
    const above = matchMedia("(width < 1100px)").matches;
    if (above && event.detail.target.id === "side" && side) side.scrollIntoView({ block: "start" });
  });

  // Where not all runs fit, the newest of the first system is the one to look at.
  const newest = () => {
    const grid = document.querySelector(".grid-scroll");
    const next = document.querySelectorAll(".h-system .first")[1];
    if (grid && next) grid.scrollLeft = Math.max(next.offsetLeft - grid.clientWidth, 0);
  };
  document.addEventListener("DOMContentLoaded", newest);

  // A refresh keeps the place in the grid.
  let place = [0, 0];
  document.addEventListener("htmx:beforeSwap", () => {
    const grid = document.querySelector(".grid-scroll");
    place = grid ? [grid.scrollLeft, grid.scrollTop] : [0, 0];
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const grid = document.querySelector(".grid-scroll");
    if (grid && event.detail.elt.id === "live") [grid.scrollLeft, grid.scrollTop] = place;
  });
})();
