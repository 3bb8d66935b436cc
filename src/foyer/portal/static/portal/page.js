// Every page of the portal: the theme button (light, dark, or as the device is), and the watch over who is signed in.

import { watch } from "./idle.js";

watch();

const root = document.documentElement;
document.querySelectorAll("[data-theme-switch]").forEach((button) => button.addEventListener("click", () => {
  window.foyerTheme(root.dataset.bsTheme === "dark" ? "light" : "dark");
}));
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
