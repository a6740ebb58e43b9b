// Claims are cards that fold to a line. What a folded one holds starts when it is opened.
"use strict";
{
  const $ = window.django?.jQuery;
  const LETTERS = 110;

  const cardsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form):has(.fold)")];
  const isFolded = (card) => card.classList.contains("is-folded");
  const field = (card, name) => card.querySelector(`[name$="-${name}"]`);

  const chosen = (card, name) => {
    const option = field(card, name)?.selectedOptions[0];
    return option?.value ? option.text : "";
  };

  const shorten = (text) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1).trimEnd()}…` : text);

  // The line says what the fields say by now.
  const summarize = (card) => {
    card.querySelector(".card-kind").textContent = chosen(card, "kind");
    card.querySelector(".card-speaker").textContent = chosen(card, "speaker");
    card.querySelector(".card-words").textContent = shorten(field(card, "text")?.value.trim() ?? "");
    card.querySelector(".card-uncited").hidden = Boolean(field(card, "passages")?.selectedOptions.length);
  };

  const show = (card) => {
    card.querySelector(".fold").setAttribute("aria-expanded", String(!isFolded(card)));
  };

  const startWithin = (card) => card.dispatchEvent(new CustomEvent("card:open", { bubbles: true }));

  // Of very many that are opened at once each starts when it comes in sight.
  const waiting = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        waiting.unobserve(target);
        if (!isFolded(target)) startWithin(target);
      }
    },
    { rootMargin: "400px" },
  );

  const fold = (card) => {
    summarize(card);
    card.classList.add("is-folded");
    show(card);
  };

  const open = (card) => {
    card.classList.remove("is-folded");
    show(card);
  };

  const openAndStart = (card) => {
    open(card);
    startWithin(card);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".fold");
    if (button) {
      const card = button.closest(".inline-related");
      if (isFolded(card)) openAndStart(card);
      else fold(card);
    }
    const all = event.target.closest?.(".fold-all button");
    if (!all) return;
    for (const card of cardsOf(all.closest(".inline-group"))) {
      if (all.dataset.fold === "true") fold(card);
      else if (isFolded(card)) {
        open(card);
        waiting.observe(card);
      }
    }
  });

  // What is linked to is never folded away.
  document.addEventListener("target:reveal", (event) => {
    const card = event.target.closest(".inline-related.is-folded");
    if (card) openAndStart(card);
  });

  // The admin's script gives rows other ids, and what refers to them keeps the old ones.
  const refer = (card) => {
    const body = card.querySelector(".row-body");
    body.id = `${card.id}-body`;
    card.querySelector(".fold").setAttribute("aria-controls", body.id);
  };

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    if (!row.querySelector?.(".fold")) return;
    refer(row);
    row.querySelector("textarea")?.focus();
  });

  document.addEventListener("formset:removed", () => {
    // The admin's script numbers them after it has told of this.
    setTimeout(() => document.querySelectorAll(".inline-group").forEach((group) => cardsOf(group).forEach(refer)));
  });

  const start = () => document.querySelectorAll(".inline-related.is-folded").forEach(show);
  if ($) $(start);
  else start();
}
