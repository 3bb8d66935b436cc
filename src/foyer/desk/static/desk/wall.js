// The wall: numbers drawn again when something happens, and a chart that comes after everything else has arrived.

import { config, query, words } from "./api.js";
import { later, refresh, startFeed, startFrame } from "./frame.js";
import { tickAll } from "./ticking.js";

const redraw = later(() => refresh("board"), 300);
let chart = null;

startFrame();
startFeed(config.topics, (kind) => { if (kind !== "ready") redraw(); refresh("presence"); }, redraw);
setInterval(() => { if (!document.hidden) refresh("board"); }, 15_000);
query("#unit")?.addEventListener("change", (event) => event.target.form.requestSubmit());
query("#board").addEventListener("htmx:afterSwap", () => { tickAll(); draw(); });

const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

/** The trend as lines and bars; the table beside it says the same. */
function draw() {
  const place = query("#trend-chart");
  if (!window.echarts || !place) return;
  const points = JSON.parse(query("#trend-data").textContent);
  place.hidden = !points.length;
  if (!points.length) return;
  chart?.dispose();
  chart = window.echarts.init(place, null, { renderer: "canvas" });
  const axis = { axisLine: { lineStyle: { color: colour("--f-line") } }, axisLabel: { color: colour("--f-ink-3") }, splitLine: { lineStyle: { color: colour("--f-line") } } };
  chart.setOption({
    animation: false, grid: { left: 40, right: 44, top: 12, bottom: 28 }, tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: points.map((point) => point.label), ...axis },
    yAxis: [{ type: "value", minInterval: 1, ...axis }, { type: "value", min: 0, max: 100, ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: "{value}%" } }],
    series: [
      { name: words.trend_opened, type: "bar", barMaxWidth: 22, itemStyle: { color: colour("--f-accent"), borderRadius: [3, 3, 0, 0] }, data: points.map((point) => point.opened) },
      { name: words.trend_handed_over, type: "bar", barMaxWidth: 22, itemStyle: { color: colour("--f-machine-ink"), borderRadius: [3, 3, 0, 0] }, data: points.map((point) => point.handed_over) },
      { name: words.trend_level, type: "line", z: 3, yAxisIndex: 1, connectNulls: true, symbolSize: 6, itemStyle: { color: colour("--f-warn") }, data: points.map((point) => (point.service_level === null ? null : Math.round(point.service_level * 1000) / 10)) },
    ],
  });
}

function load() {
  const script = document.createElement("script");
  script.src = query("#trend").dataset.library;
  script.addEventListener("load", draw);
  document.head.append(script);
}

if (document.readyState === "complete") load();
else window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(load));
window.addEventListener("resize", later(() => chart?.resize(), 150));
new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
