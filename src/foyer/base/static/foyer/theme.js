// Before the first paint: "auto" follows the system, and goes on following it. A guest's choice is kept in this browser.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("foyer-theme"); } catch { return null; } };
  const asked = root.dataset.bsTheme;
  const apply = () => {
    const wish = asked === "auto" ? kept() || "auto" : asked;
    root.dataset.bsTheme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
  };
  apply();
  dark.addEventListener("change", apply);
  window.foyerTheme = (wish) => {
    try { wish === "auto" ? localStorage.removeItem("foyer-theme") : localStorage.setItem("foyer-theme", wish); } catch { /* private window */ }
    root.dataset.bsTheme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
  };
})();
