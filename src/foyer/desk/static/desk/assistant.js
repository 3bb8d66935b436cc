// The assistant's measures: a chart that comes after everything else, forms that do one verb, verdicts by key.

import { attempt, post, query, startData } from "./data.js";
import { later } from "./frame.js";

const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
let chart = null;

/** Conversations as bars, shares as lines; the table beside it says the same. */
function draw() {
  const place = query("#trend-chart");
  if (!window.echarts || !place) return;
  const days = JSON.parse(query("#trend-data").textContent);
  const percent = (value) => (value === null ? null : Math.round(value * 1000) / 10);
  chart?.dispose();
  chart = window.echarts.init(place, null, { renderer: "canvas" });
  const names = [...document.querySelectorAll(".legend span")].map((one) => one.textContent);
  const axis = { axisLine: { lineStyle: { color: colour("--f-line") } }, axisLabel: { color: colour("--f-ink-3") }, splitLine: { lineStyle: { color: colour("--f-line") } } };
  const line = (name, shade, key) => ({ name, type: "line", z: 3, yAxisIndex: 1, connectNulls: true, symbolSize: 6, showSymbol: days.length < 15, itemStyle: { color: colour(shade) }, data: days.map((day) => percent(day[key])) });
  chart.setOption({
    animation: false, grid: { left: 44, right: 48, top: 12, bottom: 28 },
    tooltip: { trigger: "axis", backgroundColor: colour("--f-card"), borderColor: colour("--f-line"), textStyle: { color: colour("--f-ink") } },
    xAxis: { type: "category", data: days.map((day) => day.label), ...axis },
    yAxis: [{ type: "value", minInterval: 1, ...axis }, { type: "value", min: 0, max: 100, ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: "{value}%" } }],
    series: [
      { name: names[0], type: "bar", barMaxWidth: 22, itemStyle: { color: colour("--f-accent"), borderRadius: [3, 3, 0, 0] }, data: days.map((day) => day.sessions) },
      line(names[1], "--f-machine-ink", "alone"), line(names[2], "--f-warn", "solved"),
    ],
  });
}

function load() {
  const script = document.createElement("script");
  script.src = query("#trend").dataset.library;
  script.addEventListener("load", draw);
  document.head.append(script);
}

document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-deed]");
  if (!form) return;
  event.preventDefault();
  const values = new FormData(form, event.submitter?.name ? event.submitter : undefined);
  if (await attempt(() => post(form.dataset.deed, values))) location.reload();
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  query(`.verdicts [data-key="${CSS.escape(event.key)}"]`)?.click();
});

startData();
if (query("#trend-chart")) {
  if (document.readyState === "complete") load();
  else window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(load));
  window.addEventListener("resize", later(() => chart?.resize(), 150));
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
}
