// Draws the figures that stand in the page as JSON. Colours are tokens of the style sheet, resolved here,
// so a figure follows the theme; without this file the table below each figure tells the same.
(function () {
  "use strict";
  const probe = document.createElement("span");
  probe.hidden = true;

  const resolve = (value) => {
    if (typeof value === "string" && value.startsWith("var(")) {
      probe.style.color = value;
      return getComputedStyle(probe).color;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
    return value;
  };

  const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

  const draw = (place) => {
    const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const { data, layout } = resolve(figure);
    // On a phone labels beside the dots would lie over each other.
    if (place.clientWidth < 480) {
      layout.annotations = (layout.annotations || []).filter((note) => !String(note.text).includes("<a "));
      layout.xaxis.nticks = 4;
    }
    window.Plotly.react(place, data, layout, config);
    // The drawing is explained by its label and by the table below; its many parts are not read out.
    place.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    place.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
  };

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(probe);
    if (window.Plotly) document.fonts.ready.then(drawAll);
  });
  document.addEventListener("themechange", drawAll);
})();
