// The focus goes where the address points: to a claim, say, or to the field that was left when its form was saved.
"use strict";
{
  const $ = window.django?.jQuery;

  const focus = (target) => {
    for (let panel = target.closest("details"); panel; panel = panel.parentElement.closest("details")) panel.open = true;
    // A picker takes the place of a select.
    const picker = target.matches("select") ? target.parentElement.querySelector(".select2-selection") : null;
    (picker ?? target).focus();
    (picker ?? target).scrollIntoView({ block: "nearest" });
  };

  const start = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) focus(target);
  };
  // After the admin's own scripts have made the rows: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
