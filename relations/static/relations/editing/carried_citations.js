// A new claim begins with the citations of the nearest claim above that has any.
"use strict";
{
  const $ = window.django?.jQuery;

  const citationsOf = (row) => row.querySelector('select[name$="-passages"]');
  const citedOptions = (row) => [...(citationsOf(row)?.selectedOptions ?? [])];

  const carryCitations = (row) => {
    const select = citationsOf(row);
    if (!select || citedOptions(row).length || row.dataset.citationsCopied) return;
    row.dataset.citationsCopied = "1";
    const rows = [...row.closest(".inline-group").querySelectorAll(".inline-related:not(.empty-form)")];
    const above = rows.slice(0, rows.indexOf(row)).reverse().find((one) => citedOptions(one).length);
    if (!above) return;
    for (const option of citedOptions(above)) {
      select.append(new Option(option.text, option.value, true, true));
    }
    $?.(select).trigger("change");
  };

  document.addEventListener("formset:added", (event) => {
    if (event.target.closest?.(".inline-group.ordered")) carryCitations(event.target);
  });

  document.addEventListener("input", (event) => {
    const row = event.target.closest?.(".inline-related:not(.has_original)");
    if (row && event.target.name?.endsWith("-text")) carryCitations(row);
  });
}
