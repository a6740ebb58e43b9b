// Names and roles that parts of Django's admin lack: docs/decisions/0017-faults-of-the-admins-markup.md lists them.
"use strict";
{
  const nameSearchBox = () => {
    const button = document.querySelector("#changelist-search [type=submit]");
    document.getElementById("searchbar")?.setAttribute("aria-label", button.value);
  };

  // A heading without words is no heading.
  const dropEmptyHeadings = () => {
    for (const heading of document.querySelectorAll("thead th")) {
      if (heading.textContent.trim() || heading.querySelector("input, a")) continue;
      const cell = document.createElement("td");
      cell.className = heading.className;
      heading.replaceWith(cell);
    }
  };

  // On a phone a row is a block, and no table to assistive technology: it says that it is one, and each cell its column.
  const TABLES = "#result_list, .inline-group .tabular table";
  const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const nameCells = () => {
    for (const table of document.querySelectorAll(TABLES)) {
      const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
      table.setAttribute("role", "table");
      for (const part of table.querySelectorAll("thead, tbody, tr, td, th")) {
        const heading = part.scope === "row" ? "rowheader" : "columnheader";
        part.setAttribute("role", ROLES[part.tagName] ?? heading);
      }
      for (const row of table.tBodies[0].rows) {
        if (table.id !== "result_list" || row.cells.length !== columns.length) continue;
        [...row.cells].forEach((cell, index) => {
          if (columns[index] && cell.tagName === "TD") cell.dataset.label = columns[index];
          if (cell.textContent.trim() === "-") cell.classList.add("without-value");
        });
      }
    }
  };

  // The question mark of the two lists of permissions is a picture with a name.
  const nameHelpSigns = () => {
    for (const sign of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
      sign.setAttribute("role", "img");
    }
  };

  // The calendar stands outside of all parts of the page: it is a dialog, named as what opens it.
  const nameCalendars = () => {
    for (const box of document.querySelectorAll(".calendarbox, .clockbox")) {
      const opener = document.getElementById(box.id.replace("box", "link"));
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", opener?.querySelector("[title]")?.title ?? opener?.textContent ?? "");
    }
  };

  // An open picker says which list it controls; Select2 says by the older word that it owns it. What is typed into has its name.
  window.django?.jQuery(document).on("select2:open", ({ target }) => {
    const box = target.parentElement.querySelector(".select2-selection[aria-owns]");
    if (!box) return;
    box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
    const typed = document.querySelector(".select2-dropdown .select2-search__field");
    typed?.setAttribute("aria-label", box.getAttribute("aria-label") ?? target.getAttribute("aria-label") ?? "");
  });

  nameSearchBox();
  dropEmptyHeadings();
  nameCells();
  // The admin makes those lists and calendars when all has loaded.
  addEventListener("load", () => {
    nameHelpSigns();
    nameCalendars();
  });
}
