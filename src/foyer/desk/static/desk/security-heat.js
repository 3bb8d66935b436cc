// The map of risks as a chart. Arrow keys move over it, a live line says what stands there, Enter lists it; the table
// below says the same.

import { later } from "./frame.js";

const place = document.querySelector("#heat-chart");
const said = document.querySelector("#heat-said");
const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const cells = place ? JSON.parse(document.querySelector("#heat-data").textContent) : [];
const SCALE = ["1", "2", "3", "4", "5"];
let chart = null;
let here = { likelihood: 5, impact: 5 };

const cellAt = ({ likelihood, impact }) => cells.find((one) => one.likelihood === likelihood && one.impact === impact);
const words = (cell) => {
  const { likelihood, impact, risks, none } = place.dataset;
  const where = `${likelihood} ${cell.likelihood}, ${impact} ${cell.impact}`;
  return cell.count ? `${where}: ${cell.count} ${risks}. ${cell.titles.join("; ")}` : `${where}: ${none}`;
};
const open = (cell) => {
  if (!cell.count) return;
  location.assign(`?map=${place.dataset.which}&likelihood=${cell.likelihood}&impact=${cell.impact}#list-title`);
};
const text = (value) => { const made = document.createElement("div"); made.textContent = value; return made.innerHTML; };
const index = (cell) => cells.indexOf(cell);

function draw() {
  if (!window.echarts?.init) return;
  const levels = { low: ["--f-ok-soft", "--f-ok"], medium: ["--f-warn-soft", "--f-warn"], high: ["--f-bad-soft", "--f-bad"] };
  const line = { axisLine: { lineStyle: { color: colour("--f-line") } }, axisTick: { show: false }, axisLabel: { color: colour("--f-ink-2"), fontSize: 13 } };
  const named = { nameLocation: "middle", nameTextStyle: { color: colour("--f-ink-2") } };
  chart?.dispose();
  chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: false, grid: { left: 52, right: 12, top: 8, bottom: 48 },
    tooltip: {
      confine: true, backgroundColor: colour("--f-card"), borderColor: colour("--f-line"), textStyle: { color: colour("--f-ink") }, extraCssText: "max-width: 320px; white-space: normal",
      formatter: ({ dataIndex }) => text(words(cells[dataIndex])),
    },
    xAxis: { type: "category", data: SCALE, name: place.dataset.impact, nameGap: 28, ...line, ...named },
    yAxis: { type: "category", data: SCALE, name: place.dataset.likelihood, nameGap: 30, ...line, ...named },
    visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { opacity: 1 } },
    series: [{
      type: "heatmap", emphasis: { itemStyle: { color: "inherit", borderColor: colour("--f-ink"), borderWidth: 3 } },
      data: cells.map((one) => ({
        value: [one.impact - 1, one.likelihood - 1, 1],
        itemStyle: { color: colour(levels[one.level][0]), borderColor: colour("--f-card"), borderWidth: 3, borderRadius: 8 },
        label: { show: one.count > 0, formatter: String(one.count), color: colour(levels[one.level][1]), fontSize: 18, fontWeight: 700 },
      })),
    }],
  });
  chart.on("click", ({ dataIndex }) => open(cells[dataIndex]));
}

function show() {
  const cell = cellAt(here);
  chart?.dispatchAction({ type: "downplay", seriesIndex: 0 });
  chart?.dispatchAction({ type: "highlight", seriesIndex: 0, dataIndex: index(cell) });
  chart?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: index(cell) });
  said.textContent = words(cell);
}

const MOVES = { ArrowUp: ["likelihood", 1], ArrowDown: ["likelihood", -1], ArrowRight: ["impact", 1], ArrowLeft: ["impact", -1] };

if (place) {
  place.addEventListener("keydown", (event) => {
    if (event.key === "Enter") return open(cellAt(here));
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    here = { ...here, [move[0]]: Math.min(5, Math.max(1, here[move[0]] + move[1])) };
    show();
  });
  place.addEventListener("focus", () => { if (place.matches(":focus-visible")) show(); });
  place.addEventListener("blur", () => { chart?.dispatchAction({ type: "downplay", seriesIndex: 0 }); chart?.dispatchAction({ type: "hideTip" }); });
  document.addEventListener("load", ({ target }) => { if (target.tagName === "SCRIPT" && !chart) draw(); }, true);
  draw();
  window.addEventListener("resize", later(() => chart?.resize(), 150));
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
}
