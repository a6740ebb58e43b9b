// Pickers: the likeliest first, an early Enter waits for its answer, and an actor that is missing is added in place.
// It takes the place of the admin's own start of Select2, for rows that are added later, too.
"use strict";
{
  const $ = window.django?.jQuery;
  const ADD = "add";
  const template = document.getElementById("add-actor");

  const citedIds = (form) =>
    [...(form?.querySelectorAll('select[name$="-passages"]') ?? [])].flatMap((select) =>
      [...select.selectedOptions].map((option) => option.value),
    );

  const parameters = (select) => (params) => ({
    term: params.term,
    page: params.page,
    app_label: select.dataset.appLabel,
    model_name: select.dataset.modelName,
    field_name: select.dataset.fieldName,
    ...(select.dataset.fieldName === "passages" ? { cited: citedIds(select.form) } : {}),
  });

  const drawRow = (row) => {
    if (!row.hint) return row.text;
    const hint = document.createElement("span");
    hint.className = "picker-hint";
    hint.textContent = row.hint;
    return $("<span>").text(`${row.text} `).append(hint);
  };

  // The last row of a picker of actors or topics: what was typed becomes a new one, here or in a tab of its own.
  const withAddRow = (select) => (data, params) => {
    const term = (params.term ?? "").trim();
    const isNamed = data.results.some((row) => row.text.toLowerCase() === term.toLowerCase());
    const words = select.dataset.newRow ?? (select.dataset.addUrl && template?.dataset.row);
    if (term && words && !data.pagination.more && !isNamed) {
      const text = words.replace("{name}", term);
      data.results.push({ id: ADD, text, isNew: true, name: term });
    }
    return data;
  };

  // Enter or Tab before the answer to what stands in the box: it is taken when that comes

  const waitForAnswers = (select, picker) => {
    let awaited = null;
    let isWanted = false;
    const box = () => (picker.dropdown.$search ?? picker.selection.$search)?.[0];
    const take = () => picker.trigger("results:select", {});

    const onInput = () => {
      awaited = box().value;
      isWanted = false;
    };
    const onKey = (event) => {
      const isTab = event.key === "Tab" && !event.shiftKey && box().value.trim();
      if (event.isComposing || !(event.key === "Enter" || isTab)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (awaited === null) take();
      else isWanted = true;
    };
    picker.on("open", () => {
      awaited = null;
      isWanted = false;
      box()?.addEventListener("input", onInput);
      box()?.addEventListener("keydown", onKey, true);
    });
    picker.on("close", () => {
      isWanted = false;
      box()?.removeEventListener("input", onInput);
      box()?.removeEventListener("keydown", onKey, true);
    });
    picker.on("results:all", (answer) => {
      const term = answer.query.term ?? "";
      if (awaited !== null && term !== awaited) return;
      awaited = null;
      // Select2 marks what the picker holds already, so that Enter would change nothing.
      if (term) picker.$results.find(".select2-results__option[aria-selected]").first().trigger("mouseenter");
      if (isWanted && picker.isOpen()) take();
      isWanted = false;
    });
  };

  const openTab = (url, name) => window.open(`${url}?${new URLSearchParams({ name })}`, "_blank", "noopener");

  // An actor added in place

  const choose = (select, { id, text }) => {
    const option = [...select.options].find((one) => one.value === id) ?? new Option(text, id);
    if (!option.parentElement) select.append(option);
    if (!select.multiple) select.value = id;
    option.selected = true;
    $(select).trigger("change");
  };

  // What another script made for a picker is chosen in it.
  document.addEventListener("picker:choose", (event) => choose(event.target, event.detail));

  const describe = async (answer) => {
    const { signedOut, failed } = template.dataset;
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      return { message: answer.status === 403 ? signedOut : failed };
    }
    const { errors = {}, existing } = await answer.json();
    return { message: Object.values(errors).flat().map((error) => error.message).join(" "), existing };
  };

  const openPanel = (select, name) => {
    document.querySelector(".add-panel")?.remove();
    const panel = template.content.firstElementChild.cloneNode(true);
    const [nameField, typeField] = [panel.querySelector("input"), panel.querySelector("select")];
    const [add, cancel] = panel.querySelectorAll("button");
    const said = panel.querySelector("[role=alert]");
    nameField.value = name;

    const close = () => {
      panel.remove();
      $(select).data("select2")?.$selection.trigger("focus");
    };
    const send = async () => {
      add.disabled = true;
      said.textContent = "";
      const token = select.form.elements.csrfmiddlewaretoken.value;
      const body = new URLSearchParams({ name: nameField.value, type: typeField.value });
      try {
        const headers = { "X-CSRFToken": token };
        const answer = await fetch(select.dataset.addUrl, { method: "POST", body, headers, redirect: "error" });
        if (answer.status === 201) {
          choose(select, await answer.json());
          close();
          return;
        }
        const { message, existing } = await describe(answer);
        said.textContent = message;
        if (existing) {
          const take = document.createElement("button");
          take.type = "button";
          take.textContent = template.dataset.take.replace("{name}", existing.text);
          take.addEventListener("click", () => {
            choose(select, existing);
            close();
          });
          said.append(" ", take);
        }
      } catch {
        said.textContent = template.dataset.failed;
      } finally {
        add.disabled = false;
      }
    };
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key !== "Enter" || event.target === cancel) return;
      event.preventDefault();
      send();
    });
    add.addEventListener("click", send);
    cancel.addEventListener("click", close);
    // Below its field; in a table of rows, in its cell.
    (select.closest(".flex-container") ?? select.closest(".related-widget-wrapper") ?? select).after(panel);
    (name ? typeField : nameField).focus();
  };

  const start = (select) => {
    if (select.dataset.select2Id) return;
    $(select).select2({
      // "traditional": a list is sent under its own name, where jQuery would add brackets to it.
      ajax: { data: parameters(select), processResults: withAddRow(select), traditional: true },
      templateResult: drawRow,
      dropdownParent: $(select.closest("main") ?? document.body), // else it stands outside of every part of the page
    });
    waitForAnswers(select, $(select).data("select2"));
    $(select).on("select2:selecting", (event) => {
      const row = event.params.args.data;
      if (!row.isNew) return;
      event.preventDefault();
      $(select).select2("close");
      if (select.dataset.newUrl) openTab(select.dataset.newUrl, row.name);
      else openPanel(select, row.name);
    });
  };

  if ($) {
    $.fn.djangoAdminSelect2 = function () {
      this.each((_index, select) => {
        if (!select.closest(".is-folded")) start(select);
      });
      return this;
    };
    // Those of a card that is folded start when it is opened.
    document.addEventListener("card:open", (event) => $(event.target).find(".admin-autocomplete").djangoAdminSelect2());
  }
}
