// A time is first asked for in the zone of whoever looks.
"use strict";
{
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll("select[data-proposes-own]")) {
    if ([...select.options].some((option) => option.value === own)) select.value = own;
  }
}
