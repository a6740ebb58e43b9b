// Leaving with something typed asks first; pressing a button twice sends once.
"use strict";
{
  const $ = window.django?.jQuery;

  const serialize = (form) => new URLSearchParams(new FormData(form)).toString();

  const guard = (form) => {
    // What came back is not saved, though nothing in it changes any more.
    const isUnsaved = "unsaved" in form.dataset || Boolean(form.querySelector(".errornote"));
    const initialValues = serialize(form);
    let isSubmitted = false;
    form.addEventListener("submit", (event) => {
      if (isSubmitted) event.preventDefault();
      isSubmitted = true;
    });
    // Whoever comes back, or has stopped the loading and types on, sends again.
    const reopen = () => {
      isSubmitted = false;
    };
    window.addEventListener("pageshow", reopen);
    for (const type of ["input", "change"]) form.addEventListener(type, reopen);
    window.addEventListener("beforeunload", (event) => {
      // What is stored while it is typed asks only where it is not (autosave.js).
      if (form.elements.autosave_ticket) return;
      if (!isSubmitted && (isUnsaved || serialize(form) !== initialValues)) event.preventDefault();
    });
  };

  // After all scripts have put into the form what it begins with: the admin's wait for jQuery's call, too.
  const start = () => {
    const form = document.querySelector('#content-main > form[method="post"]');
    if (form) guard(form);
  };
  if ($) $(start);
  else start();
}
