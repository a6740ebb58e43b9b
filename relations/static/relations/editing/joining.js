// The page that joins two versions: whoever writes a fourth one has chosen it, and leaving asks first.
// Without this script both are done by hand.
"use strict";
{
  const form = document.querySelector("body.joining #content-main > form");

  form.addEventListener("input", (event) => {
    const version = event.target.closest(".version");
    const choice = version?.querySelector("input[type=radio]");
    if (choice && event.target !== choice) choice.checked = true;
  });

  // Nothing is saved while this page is open.
  let isSubmitted = false;
  form.addEventListener("submit", () => {
    isSubmitted = true;
  });
  window.addEventListener("pageshow", () => {
    isSubmitted = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSubmitted) event.preventDefault();
  });
}
