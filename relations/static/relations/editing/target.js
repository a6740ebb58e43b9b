// The focus goes where an address points: to a claim, an error, or the field that was left when its form was saved.
"use strict";
{
  const $ = window.django?.jQuery;
  const FOCUSABLE = "input:not([type=hidden]), select, textarea, a[href], button, [tabindex]";

  // A picker takes the place of a select.
  const placeOf = (target) => {
    if (!target.matches("select")) return target.matches(FOCUSABLE) ? target : target.querySelector(FOCUSABLE);
    return target.parentElement.querySelector(".select2-selection") ?? target;
  };

  const reveal = (target) => {
    for (let panel = target.closest("details"); panel; panel = panel.parentElement.closest("details")) panel.open = true;
    target.dispatchEvent(new CustomEvent("target:reveal", { bubbles: true }));
    const place = placeOf(target) ?? target;
    place.focus();
    place.scrollIntoView({ block: "nearest" });
  };

  const targetOf = (hash) => (hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null);

  const follow = (hash) => {
    const target = targetOf(hash);
    if (target) reveal(target);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]:not([role=button])');
    if (link) setTimeout(() => follow(link.hash));
  });
  window.addEventListener("hashchange", () => follow(location.hash));

  const start = () => follow(location.hash);
  // After the admin's own scripts have made the rows: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
