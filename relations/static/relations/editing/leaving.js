// Leaving with something typed asks first; pressing a button twice sends once.
"use strict";
{
  const $ = window.django?.jQuery;

  const serialize = (form) => new URLSearchParams(new FormData(form)).toString();

  const guard = (form) => {
    const wasRefused = Boolean(form.querySelector(".errornote"));
    const initialValues = serialize(form);
    let isSubmitted = false;
    form.addEventListener("submit", (event) => {
      if (isSubmitted) event.preventDefault();
      isSubmitted = true;
    });
    window.addEventListener("pageshow", () => {
      isSubmitted = false;
    });
    window.addEventListener("beforeunload", (event) => {
      // What is stored while it is typed asks only where it is not (autosave.js).
      if (form.elements.autosave_ticket) return;
      if (!isSubmitted && (wasRefused || serialize(form) !== initialValues)) event.preventDefault();
    });
  };

  // After all scripts have put into the form what it begins with: the admin's wait for jQuery's call, too.
  const start = () => {
    const form = document.querySelector("body.change-form #content-main > form");
    if (form) guard(form);
  };
  if ($) $(start);
  else start();
}
