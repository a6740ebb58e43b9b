// The editors' forms: order by buttons, citations copied to new claims, nothing lost by a slip.
// Every form works without this script: order is then a plain number.
"use strict";
{
  const $ = window.django?.jQuery;

  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

  // A slug is suggested as suggest_slug of relations/models/fields.py does: what stands between two words is a
  // hyphen. Django's own script drops it, and has Latin letters for those of other scripts.
  const withinWords =
    /['’‘ʼ`´\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]|(?<=(?<![\p{L}\p{N}])\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))|(?<=\p{N}),(?=\p{N}{3}(?![\p{L}\p{N}]))/gu;
  const betweenWords = /[^\p{L}\p{M}\p{N}\s]/gu;
  const urlify = window.URLify;
  if (urlify) {
    window.URLify = (text, ...rest) => {
      const words = text.replace(withinWords, "").normalize("NFKC");
      return urlify(words.replaceAll("+", " plus ").replace(betweenWords, " "), ...rest);
    };
  }

  // Order

  const renumber = (group) => {
    rowsOf(group).forEach((row, index) => {
      const position = field(row, "position");
      if (position) position.value = index + 1;
      const label = row.querySelector(".inline_label");
      if (label) label.textContent = `#${index + 1}`;
    });
    disableEndButtons(group);
  };

  // The first row goes no further up, the last no further down. Not "disabled": that would lose the focus.
  const disableEndButtons = (group) => {
    const rows = rowsOf(group);
    for (const row of rows) {
      const [up, down] = row.querySelectorAll(".move-buttons button");
      up?.setAttribute("aria-disabled", String(row === rows[0]));
      down?.setAttribute("aria-disabled", String(row === rows.at(-1)));
    }
  };

  const move = (row, by) => {
    const group = row.closest(".inline-group");
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    renumber(group);
    const position = rowsOf(group).indexOf(row) + 1;
    announcer.textContent = group.dataset.moved.replace("{position}", position).replace("{count}", rows.length);
  };

  const addMoveButtons = (row) => {
    const heading = row.querySelector("h3");
    if (!heading || heading.querySelector(".move-buttons")) return;
    const { up, down } = row.closest(".inline-group").dataset;
    const buttons = document.createElement("span");
    buttons.className = "move-buttons";
    for (const [by, sign, label] of [[-1, "↑", up], [1, "↓", down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = label;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        move(row, by);
        button.focus();
      });
      buttons.append(button);
    }
    heading.append(buttons);
  };

  const announcer = document.createElement("div");
  announcer.className = "visually-hidden";
  announcer.setAttribute("aria-live", "polite");

  // Citations: a new claim begins with those of the nearest claim above that has any

  const citedOptions = (row) => [...(field(row, "passages")?.selectedOptions ?? [])];

  const copyCitations = (row) => {
    const select = field(row, "passages");
    if (!select || citedOptions(row).length || row.dataset.citationsCopied) return;
    row.dataset.citationsCopied = "1";
    const rows = rowsOf(row.closest(".inline-group"));
    const above = rows.slice(0, rows.indexOf(row)).reverse().find((one) => citedOptions(one).length);
    if (!above) return;
    for (const option of citedOptions(above)) {
      select.append(new Option(option.text, option.value, true, true));
    }
    $?.(select).trigger("change");
  };

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    labelAutocompletes(row);
    if (!row.closest?.(".inline-group.ordered")) return;
    addMoveButtons(row);
    renumber(row.closest(".inline-group"));
    if (row.querySelector('select[name$="-passages"]')) copyCitations(row);
  });

  document.addEventListener("formset:removed", () => {
    document.querySelectorAll(".inline-group.ordered").forEach(disableEndButtons);
  });

  // An autocomplete is labelled: it replaces a select, and the label stays with that

  const labelOf = (select) =>
    select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || select.getAttribute("aria-label");

  const labelAutocompletes = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const widget = select.parentElement.querySelector(".select2");
      const label = labelOf(select);
      if (!widget || !label) continue;
      widget.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
      const box = widget.querySelector(".select2-selection");
      const value = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-label", label);
      if (!value?.id) continue;
      box.id ||= `${select.id}-box`;
      for (const part of [box, value]) part.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
    }
  };

  // Leaving with something typed asks first; pressing a button twice sends once

  const serialize = (form) => new URLSearchParams(new FormData(form)).toString();
  let isSubmitted = false;

  const guardUnsavedChanges = (form) => {
    const wasRefused = Boolean(form.querySelector(".errornote"));
    const initialValues = serialize(form);
    form.addEventListener("submit", (event) => {
      if (isSubmitted) event.preventDefault();
      isSubmitted = true;
    });
    window.addEventListener("pageshow", () => {
      isSubmitted = false;
    });
    window.addEventListener("beforeunload", (event) => {
      // What is stored while it is typed asks only where it is not (editing/autosave.js).
      if (form.elements.autosave_ticket) return;
      if (!isSubmitted && (wasRefused || serialize(form) !== initialValues)) event.preventDefault();
    });
    form.addEventListener("input", (event) => {
      const row = event.target.closest(".inline-related:not(.has_original)");
      if (row && event.target.name?.endsWith("-text")) copyCitations(row);
    });
  };

  // A time is first asked for in the zone of whoever looks.
  const proposeOwnZone = (select) => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...select.options].some((option) => option.value === own)) select.value = own;
  };

  const start = () => {
    document.body.append(announcer);
    document.querySelectorAll("select[data-proposes-own]").forEach(proposeOwnZone);
    labelAutocompletes(document);
    for (const group of document.querySelectorAll(".inline-group.ordered")) {
      rowsOf(group).forEach(addMoveButtons);
      disableEndButtons(group);
    }
    const form = document.querySelector("body.change-form #content-main > form");
    if (form) guardUnsavedChanges(form);
    if (location.hash) document.getElementById(location.hash.slice(1))?.focus();
  };

  // After the admin's own scripts have made the rows and their autocompletes: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
