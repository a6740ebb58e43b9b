// A picker is labelled: it takes the place of a select, and the label stays with that.
"use strict";
{
  const $ = window.django?.jQuery;

  const labelOf = (select) =>
    select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || select.getAttribute("aria-label");

  const labelPickers = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const widget = select.parentElement.querySelector(".select2");
      if (!widget) continue; // not started: and for its label the browser looks through the whole page
      const label = labelOf(select);
      if (!label) continue;
      widget.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
      const box = widget.querySelector(".select2-selection");
      const value = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-label", label);
      if (!value?.id) continue;
      box.id ||= `${select.id}-box`;
      for (const part of [box, value]) part.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
    }
  };

  for (const type of ["formset:added", "card:open"]) {
    document.addEventListener(type, (event) => labelPickers(event.target));
  }

  // After the admin's own scripts have made the pickers: they wait for jQuery's call, too.
  const start = () => labelPickers(document);
  if ($) $(start);
  else start();
}
