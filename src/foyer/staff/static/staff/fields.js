// select2 puts a box of its own in a select's place and names it by what is chosen, which at first is nothing: the
// field's label names it too, and the box that one searches in. In a table of rows the column is the label.
(() => {
  const labelOf = (box) => {
    const select = box.closest(".select2")?.previousElementSibling;
    return (select?.labels?.[0]?.textContent || box.closest("[data-label]")?.dataset.label || "").trim();
  };

  const nameAll = () => {
    for (const box of document.querySelectorAll(".select2-selection[role=combobox]:not([aria-label])")) {
      const shown = box.getAttribute("aria-labelledby") || "";
      box.id ||= `${shown}-box`;
      box.setAttribute("aria-label", labelOf(box));
      box.setAttribute("aria-labelledby", `${box.id} ${shown}`.trim());
      const chosen = box.querySelector(".select2-selection__rendered");
      for (const role of ["role", "aria-readonly"]) chosen?.removeAttribute(role); // it is no field of its own
    }
  };

  const nameSearch = ({ target }) => {
    const open = document.querySelector(".select2-container--open .select2-selection");
    if (open && target.matches?.(".select2-search__field")) target.setAttribute("aria-label", labelOf(open));
  };

  // Its boxes come when the page is ready, before or after it has loaded, and with every row that is added.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("focusin", nameSearch);
})();
