// A new row is gone at once with its ×, and what is stored of it soon after: one with something typed asks first.
"use strict";
{
  const isTyped = (row) =>
    [...row.querySelectorAll('textarea, input[type="text"]')].some((field) => field.value.trim());

  // Before the admin's own script, which removes it.
  document.addEventListener(
    "click",
    (event) => {
      const row = event.target.closest?.(".inline-deletelink")?.closest("tr, .inline-related");
      if (!row || !isTyped(row) || confirm(row.closest(".inline-group").dataset.remove)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
