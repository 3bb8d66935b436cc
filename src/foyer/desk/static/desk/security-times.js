// The times of a scenario over its drills: one line a step, its goal as a dashed line. The table beside it says the same.

import { later } from "./frame.js";

const LOOKS = [["--f-accent", "circle"], ["--f-warn", "rect"], ["--f-machine-ink", "triangle"], ["--f-ok", "diamond"]];
const place = document.querySelector("#times-chart");
const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const words = (value) => {
  if (value === null || value === undefined) return "–";
  const round = (number) => Math.round(number * 10) / 10;
  return value < 120 ? `${round(value)} s` : value < 7200 ? `${Math.round(value / 60)} min` : `${round(value / 3600)} h`;
};
let chart = null;

function draw() {
  const { labels, series } = JSON.parse(document.querySelector("#times-data").textContent);
  const ink = colour("--f-ink-2") || colour("--f-ink");
  const line = { lineStyle: { color: colour("--f-line") } };
  chart?.dispose();
  chart = window.echarts.init(place, null, { renderer: "canvas" });
  const lines = series.flatMap((one, at) => {
    const [name, symbol] = LOOKS[at % LOOKS.length];
    const shade = colour(name);
    const drawn = {
      name: one.name, type: "line", symbol, symbolSize: 9, connectNulls: true, data: one.values.map((value) => (value === null ? null : Math.max(value, 0.1))),
      lineStyle: { width: 2, color: shade }, itemStyle: { color: shade }, endLabel: { show: true, formatter: "{a}", color: ink, distance: 6 },
    };
    const goal = { name: `${one.name} ·`, type: "line", symbol: "none", silent: true, tooltip: { show: false }, data: labels.map(() => one.goal), lineStyle: { width: 1, type: "dashed", color: shade, opacity: 0.7 } };
    return one.goal ? [drawn, goal] : [drawn];
  });
  chart.setOption({
    animation: false, grid: { left: 62, right: 76, top: 14, bottom: 44 },
    tooltip: { trigger: "axis", backgroundColor: colour("--f-card"), borderColor: colour("--f-line"), textStyle: { color: colour("--f-ink") }, valueFormatter: words },
    xAxis: { type: "category", data: labels, axisLine: line, axisLabel: { color: ink, lineHeight: 15 } },
    yAxis: { type: "log", axisLine: line, axisLabel: { color: ink, formatter: words }, splitLine: line },
    series: lines,
  });
}

if (place) {
  const script = document.createElement("script");
  script.src = place.dataset.library;
  script.addEventListener("load", draw);
  const load = () => document.head.append(script);
  if (document.readyState === "complete") load();
  else window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(load));
  window.addEventListener("resize", later(() => chart?.resize(), 150));
  new MutationObserver(() => window.echarts && draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
}
