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
    if (place.clientWidth < 480) thin(layout, place.dataset.chart === "figure");
    window.Plotly.react(place, data, layout, config).then(() => {
      link(place, layout.annotations);
      if (!place.dataset.drawn) place.on("plotly_afterplot", () => link(place, layout.annotations));
      place.dataset.drawn = "yes";
      // The drawing is explained by its label and by the table below; its many parts are not read out.
      place.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    });
  };

  // Little room: every third tick, and no labels beside the dots of a long history, they would lie over each other.
  const thin = (layout, isHistory) => {
    const { tickvals, ticktext } = layout.xaxis;
    const step = Math.ceil(tickvals.length / 4);
    layout.xaxis.tickvals = tickvals.filter((_, index) => index % step === 0);
    layout.xaxis.ticktext = ticktext.filter((_, index) => index % step === 0);
    if (isHistory) layout.annotations = layout.annotations.filter((note) => !note.name);
  };

  // The first word of a label with an address becomes a link to it.
  const link = (place, notes) => {
    place.querySelectorAll(".annotation").forEach((group) => {
      const url = (notes[Number(group.dataset.index)] || {}).name;
      const label = group.querySelector(".annotation-text");
      if (!url || !label || label.querySelector("a")) return;
      const text = document.createTreeWalker(label, NodeFilter.SHOW_TEXT).nextNode();
      const [word] = text.data.split(" ");
      const anchor = document.createElementNS("http://www.w3.org/2000/svg", "a");
      anchor.setAttribute("href", url);
      // The same link stands in the table, where the keyboard reaches it.
      anchor.setAttribute("tabindex", "-1");
      anchor.textContent = word;
      text.data = text.data.slice(word.length);
      text.parentNode.insertBefore(anchor, text);
    });
  };

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(probe);
    if (!window.Plotly) return;
    document.querySelectorAll(".chart-missing").forEach((note) => { note.hidden = true; });
    document.fonts.ready.then(drawAll);
  });
  document.addEventListener("themechange", drawAll);
})();
