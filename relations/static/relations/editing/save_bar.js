// Ctrl+S saves and Ctrl+Enter goes on to publish, or to review; a form that is saved opens again where it was left.
"use strict";
{
  const $ = window.django?.jQuery;

  // A picker takes the place of a select, which has the name.
  const fieldOf = (element) => {
    const select = element.closest(".select2-container")?.previousElementSibling;
    return select?.matches("select") ? select : element;
  };

  const boxOf = (field) => {
    const picker = field.nextElementSibling;
    return picker?.matches(".select2-container") ? picker : field;
  };

  const isInSight = (field, bar) => {
    const { top, bottom } = boxOf(field).getBoundingClientRect();
    return bottom > 0 && top < bar.getBoundingClientRect().top;
  };

  const firstInSight = (form, bar) =>
    [...form.elements].find((field) => /^id_/.test(field.id) && field.type !== "hidden" && isInSight(field, bar));

  const watch = (form, bar) => {
    const sent = form.elements._focus;
    let last = null;
    form.addEventListener("focusin", (event) => {
      const field = fieldOf(event.target);
      if (/^id_/.test(field.id)) last = field;
    });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !sent) return;
      const field = last?.isConnected && isInSight(last, bar) ? last : firstInSight(form, bar);
      sent.value = field?.id ?? "";
      sent.disabled = false;
      // It is no part of what was typed: only this once it is sent.
      setTimeout(() => (sent.disabled = true));
    });
  };

  const press = (bar, names) => {
    const button = names.map((name) => bar.querySelector(`button[name="${name}"]`)).find(Boolean);
    button?.form.requestSubmit(button);
    return Boolean(button);
  };

  const start = () => {
    const bar = document.querySelector(".save-bar");
    const form = bar?.closest("form");
    if (!form) return;
    watch(form, bar);
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.repeat) return;
      const key = event.key.toLowerCase();
      const names = { s: ["_continue", "_save"], enter: ["_publish", "_review"] }[key];
      if (names && press(bar, names)) event.preventDefault();
    });
  };

  // After the admin's own scripts have made the rows: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
