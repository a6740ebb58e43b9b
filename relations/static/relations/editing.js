// The editors' forms: order by buttons, citations carried on, nothing lost by a slip.
// Every form works without this script: order is then a plain number.
"use strict";
{
  const $ = window.django?.jQuery;

  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

  // Order

  const number = (group) => {
    rowsOf(group).forEach((row, index) => {
      const position = field(row, "position");
      if (position) position.value = index + 1;
      const label = row.querySelector(".inline_label");
      if (label) label.textContent = `#${index + 1}`;
    });
    limit(group);
  };

  // The first row goes no further up, the last no further down. Not "disabled": that would lose the focus.
  const limit = (group) => {
    const rows = rowsOf(group);
    for (const row of rows) {
      const [up, down] = row.querySelectorAll(".move button");
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
    number(group);
    const place = rowsOf(group).indexOf(row) + 1;
    spoken.textContent = group.dataset.moved.replace("{place}", place).replace("{count}", rows.length);
  };

  const addButtons = (row) => {
    const heading = row.querySelector("h3");
    if (!heading || heading.querySelector(".move")) return;
    const { up, down } = row.closest(".inline-group").dataset;
    const buttons = document.createElement("span");
    buttons.className = "move";
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

  const spoken = document.createElement("div");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");

  // Citations: a new claim begins with those of the nearest claim above that has any

  const cited = (row) => [...(field(row, "passages")?.selectedOptions ?? [])];

  const carryCitations = (row) => {
    const select = field(row, "passages");
    if (!select || cited(row).length || row.dataset.cited) return;
    row.dataset.cited = "1";
    const rows = rowsOf(row.closest(".inline-group"));
    const above = rows.slice(0, rows.indexOf(row)).reverse().find((one) => cited(one).length);
    if (!above) return;
    for (const option of cited(above)) {
      select.append(new Option(option.text, option.value, true, true));
    }
    $?.(select).trigger("change");
  };

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    namePickers(row);
    if (!row.closest?.(".inline-group.ordered")) return;
    addButtons(row);
    number(row.closest(".inline-group"));
    if (row.querySelector('select[name$="-passages"]')) carryCitations(row);
  });

  document.addEventListener("formset:removed", () => {
    document.querySelectorAll(".inline-group.ordered").forEach(limit);
  });

  // A picker says what it is for: it stands in for a select, and its label stays with that

  const nameOf = (select) =>
    select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || select.getAttribute("aria-label");

  const namePickers = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const picker = select.parentElement.querySelector(".select2");
      const name = nameOf(select);
      if (!picker || !name) continue;
      picker.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
      const box = picker.querySelector(".select2-selection");
      const shown = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-label", name);
      if (!shown?.id) continue;
      box.id ||= `${select.id}-box`;
      for (const part of [box, shown]) part.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
    }
  };

  // Leaving with something typed asks first; pressing a button twice sends once

  const valuesOf = (form) => new URLSearchParams(new FormData(form)).toString();
  let sent = false;

  const guard = (form) => {
    const unsaved = Boolean(form.querySelector(".errornote"));
    const opened = valuesOf(form);
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener("pageshow", () => {
      sent = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sent && (unsaved || valuesOf(form) !== opened)) event.preventDefault();
    });
    form.addEventListener("input", (event) => {
      const row = event.target.closest(".inline-related:not(.has_original)");
      if (row && event.target.name?.endsWith("-text")) carryCitations(row);
    });
  };

  const start = () => {
    document.body.append(spoken);
    namePickers(document);
    for (const group of document.querySelectorAll(".inline-group.ordered")) {
      rowsOf(group).forEach(addButtons);
      limit(group);
    }
    const form = document.querySelector("body.change-form #content-main > form");
    if (form) guard(form);
    if (location.hash) document.getElementById(location.hash.slice(1))?.focus();
  };

  // After the admin's own scripts have made the rows and their pickers: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
