// Scores as lines, one a source; drawn after everything else has arrived. The table beside it says the same.

import { later } from "./frame.js";
import { query, startData } from "./data.js";

const SHADES = ["--f-accent", "--f-machine-ink", "--f-warn", "--f-bad", "--f-ok", "--f-ink-3"];
const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
let chart = null;

function draw() {
  const place = query("#trend-chart");
  if (!window.echarts || !place) return;
  const { days, series } = JSON.parse(query("#trend-data").textContent);
  chart?.dispose();
  chart = window.echarts.init(place, null, { renderer: "canvas" });
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  const axis = { axisLine: { lineStyle: { color: colour("--f-line") } }, axisLabel: { color: colour("--f-ink-3") }, splitLine: { lineStyle: { color: colour("--f-line") } } };
  chart.setOption({
    animation: false, grid: { left: 48, right: 16, top: 12, bottom: 28 },
    tooltip: { trigger: "axis", backgroundColor: colour("--f-card"), borderColor: colour("--f-line"), textStyle: { color: colour("--f-ink") }, valueFormatter: (value) => (value === null || value === undefined ? "–" : `${value.toFixed(1)}%`) },
    xAxis: { type: "category", boundaryGap: false, data: days, ...axis },
    yAxis: { type: "value", min: Math.max(0, Math.floor(Math.min(...values, 100)) - 1), max: 100, minInterval: 1, ...axis, axisLabel: { ...axis.axisLabel, formatter: "{value}%" } },
    series: series.map((one, at) => ({ name: one.name, type: "line", connectNulls: true, symbolSize: 5, showSymbol: one.values.filter((value) => value !== null).length < 12, lineStyle: { width: 2 }, itemStyle: { color: colour(SHADES[at % SHADES.length]) }, data: one.values })),
  });
}

function load() {
  const script = document.createElement("script");
  script.src = query("#trend").dataset.library;
  script.addEventListener("load", draw);
  document.head.append(script);
}

startData();
if (query("#trend-chart")) {
  if (document.readyState === "complete") load();
  else window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(load));
  window.addEventListener("resize", later(() => chart?.resize(), 150));
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
}
