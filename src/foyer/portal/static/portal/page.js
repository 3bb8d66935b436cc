// Every page of the portal: the theme button. Light, dark, or as the device is.

const root = document.documentElement;
document.querySelectorAll("[data-theme-switch]").forEach((button) => button.addEventListener("click", () => {
  window.foyerTheme(root.dataset.bsTheme === "dark" ? "light" : "dark");
}));
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
