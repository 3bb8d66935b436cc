// A sheet: a native dialog that rises from below on a phone and stands at the side of a wide page.

export function sheet(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  return {
    open() {
      document.querySelectorAll("details[open]").forEach((menu) => { menu.open = false; });
      dialog.showModal();
    },
    close: () => dialog.close(),
  };
}
