// Rows are put in order by buttons. Without this script their order is a plain number.
"use strict";
{
  const $ = window.django?.jQuery;

  const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];

  const renumber = (group) => {
    rowsOf(group).forEach((row, index) => {
      const position = row.querySelector('[name$="-position"]');
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

  const announcer = document.createElement("div");
  announcer.className = "visually-hidden";
  announcer.setAttribute("aria-live", "polite");

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

  document.addEventListener("formset:added", (event) => {
    const group = event.target.closest?.(".inline-group.ordered");
    if (!group) return;
    addMoveButtons(event.target);
    renumber(group);
  });

  document.addEventListener("formset:removed", () => {
    document.querySelectorAll(".inline-group.ordered").forEach(disableEndButtons);
  });

  const start = () => {
    document.body.append(announcer);
    for (const group of document.querySelectorAll(".inline-group.ordered")) {
      rowsOf(group).forEach(addMoveButtons);
      disableEndButtons(group);
    }
  };

  // After the admin's own scripts have made the rows: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
