// The focus goes where the address points: to a claim, say.
"use strict";
{
  const $ = window.django?.jQuery;

  // After the admin's own scripts have made the rows: they wait for jQuery's call, too.
  const start = () => {
    if (location.hash) document.getElementById(location.hash.slice(1))?.focus();
  };
  if ($) $(start);
  else start();
}
