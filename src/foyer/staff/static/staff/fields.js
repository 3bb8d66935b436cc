// select2 puts a box of its own in a select's place and names it by what is chosen, which at first is nothing: the
// field's label names it too, and the box that one searches in.
(() => {
  const labelOf = (box) => box.closest(".select2")?.previousElementSibling?.labels?.[0];

  const nameAll = () => {
    for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
      const label = labelOf(box);
      if (!label || box.dataset.named) continue;
      label.id ||= `${label.htmlFor}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") || ""}`.trim());
      box.dataset.named = "yes";
    }
  };

  const nameSearch = ({ target }) => {
    const open = document.querySelector(".select2-container--open .select2-selection");
    if (target.matches?.(".select2-search__field") && open && labelOf(open))
      target.setAttribute("aria-label", labelOf(open).textContent.trim());
  };

  window.addEventListener("load", nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  document.addEventListener("focusin", nameSearch);
})();
