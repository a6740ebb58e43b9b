// A new claim begins with the citations of the nearest claim above that has any, and says so.
"use strict";
{
  const $ = window.django?.jQuery;

  const citationsOf = (row) => row.querySelector('select[name$="-passages"]');
  const carriedOf = (row) => row.querySelector('input[name$="-carried"]');
  const citedOptions = (row) => [...(citationsOf(row)?.selectedOptions ?? [])];

  // What was carried over is marked, as long as it stands there; a note below says what to do with it.
  const mark = (row) => {
    const field = carriedOf(row);
    if (!field) return;
    const ids = field.value.split(",");
    const options = citedOptions(row);
    const isCarried = (option) => ids.includes(option.value);
    const note = document.getElementById(`${field.id}_helptext`);
    citationsOf(row).closest(".form-row").append(note);
    note.classList.toggle("hidden", !options.some(isCarried));
    const picker = citationsOf(row).parentElement.querySelector(".select2-container");
    picker?.querySelector(".select2-search__field")?.setAttribute("aria-describedby", note.id);
    picker?.querySelectorAll(".select2-selection__choice").forEach((choice, number) => {
      choice.classList.toggle("is-carried", Boolean(options[number]) && isCarried(options[number]));
    });
  };

  const carryCitations = (row) => {
    const select = citationsOf(row);
    if (!select || citedOptions(row).length || row.dataset.citationsCopied) return;
    row.dataset.citationsCopied = "1";
    const rows = [...row.closest(".inline-group").querySelectorAll(".inline-related:not(.empty-form)")];
    const above = rows.slice(0, rows.indexOf(row)).reverse().find((one) => citedOptions(one).length);
    if (!above) return;
    const options = citedOptions(above);
    const field = carriedOf(row);
    if (field) field.value = options.map((option) => option.value).join(",");
    for (const option of options) select.append(new Option(option.text, option.value, true, true));
    $?.(select).trigger("change");
  };

  document.addEventListener("formset:added", (event) => {
    if (!event.target.closest?.(".inline-group.ordered")) return;
    carryCitations(event.target);
    setTimeout(() => mark(event.target)); // when its picker has been started
  });

  document.addEventListener("input", (event) => {
    const row = event.target.closest?.(".inline-related:not(.has_original)");
    if (row && event.target.name?.endsWith("-text")) carryCitations(row);
  });

  const start = () => {
    const rows = ".ordered .inline-related:not(.has_original, .empty-form)";
    document.querySelectorAll(rows).forEach(mark);
    $?.(document).on("change", 'select[name$="-passages"]', (event) => {
      const row = event.target.closest(".inline-related");
      if (row) setTimeout(() => mark(row)); // when its picker shows what was chosen
    });
  };
  if ($) $(start);
  else start();
}
