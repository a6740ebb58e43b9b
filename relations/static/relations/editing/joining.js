// The page that joins two versions: whoever writes a fourth one has chosen it, and leaving asks first where
// something would be lost. Without this script the choice is made by hand.
"use strict";
{
  const form = document.querySelector("body.joining #content-main > form");
  // What was typed in the form before may be stored; what is answered here is not.
  let isLost = !form.elements.autosave_ticket;

  const choose = (event) => {
    isLost = true;
    const choice = event.target.closest(".version")?.querySelector("input[type=radio]");
    if (choice && event.target !== choice) choice.checked = true;
  };
  form.addEventListener("input", choose);
  // A picker tells of its choice by jQuery alone.
  window.django?.jQuery?.(form).on("change", ".version select", choose);

  let isSubmitted = false;
  form.addEventListener("submit", () => {
    isSubmitted = true;
  });
  window.addEventListener("pageshow", () => {
    isSubmitted = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isLost && !isSubmitted) event.preventDefault();
  });
}
