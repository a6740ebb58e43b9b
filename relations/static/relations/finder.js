// Lists change in place: where a choice, a search, an order, a date or a page leads to the same address with
// another query, that page is fetched and takes the place of the one that is shown. The address, the title
// and the history are those of the page; whatever cannot be done so is left to the browser, which loads it.
// Everything works without this file.
{
  const main = document.getElementById("main");
  const own = document.currentScript.getAttribute("src");
  const address = () => location.pathname + location.search;
  let shown = address();
  let latest = null; // the request under way: an earlier one is given up

  // What was found is said to those who do not see it.
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  document.body.append(told);

  const isHere = (url) => url.origin === location.origin && url.pathname === location.pathname;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    const withKey = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || event.defaultPrevented || event.button || withKey) return;
    const url = new URL(link.getAttribute("href"), location.href);
    if (!isHere(url) || url.hash) return;
    event.preventDefault();
    show(url, { turning: ["next", "prev"].includes(link.getAttribute("rel")) });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const url = new URL(form.getAttribute("action") || "", location.href);
    if (event.defaultPrevented || form.method !== "get" || !main.contains(form) || !isHere(url)) return;
    event.preventDefault();
    url.hash = "";
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    show(url);
  });

  addEventListener("popstate", (event) => {
    if (address() !== shown) show(new URL(location.href), { back: true, top: event.state?.top });
  });

  // Left while a page was under way, and come back to from the browser's own store.
  addEventListener("pageshow", (event) => {
    if (event.persisted && address() !== shown) show(new URL(location.href), { back: true });
  });

  async function show(url, how = {}) {
    latest?.abort();
    const mine = (latest = new AbortController());
    const typed = document.activeElement.value;
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const target = new URL(answer.url);
      const isList = [...page.scripts].some((script) => script.getAttribute("src") === own);
      if (!answer.ok || !isHere(target) || !isList) throw new Error(`${url} is another kind of page`);
      if (mine !== latest) return;
      // Gone back and forth again meanwhile: the page of the address is the one that is shown.
      if (how.back && address() === shown) return main.removeAttribute("aria-busy");
      // As browsers do: the same address again is no step in the history.
      if (!how.back && target.pathname + target.search !== shown) {
        history.replaceState({ top: scrollY }, "");
        history.pushState(null, "", target);
      }
      shown = address();
      replace(page, how, typed);
      main.removeAttribute("aria-busy");
    } catch {
      if (mine !== latest) return;
      if (how.back && address() === shown) main.removeAttribute("aria-busy");
      else if (how.back) location.reload();
      else location.assign(url);
    }
  }

  function replace(page, how, typed) {
    // What is in hand: the control that has the focus, where it stands, which folds are open.
    const held = document.activeElement.closest("#main *");
    const place = held && placeOf(held);
    const height = held?.getBoundingClientRect().top;
    const folds = () => [...main.querySelectorAll("[data-fold]")];
    const open = new Map(folds().map((fold) => [fold.dataset.fold, fold.open]));
    const along = main.querySelector(".years-scroll")?.scrollLeft;

    main.replaceChildren(...page.getElementById("main").childNodes);
    document.title = page.title;
    const links = "link[rel=canonical], link[rel=alternate]";
    document.head.querySelectorAll(links).forEach((link) => link.remove());
    document.head.append(...page.head.querySelectorAll(links));

    for (const fold of folds()) fold.open = open.get(fold.dataset.fold) ?? fold.open;
    const years = main.querySelector(".years-scroll");
    if (years && along !== undefined) years.scrollTo({ left: along, behavior: "instant" });

    const next = held && find(place);
    if (how.turning) {
      const list = main.querySelector("[data-list]");
      list.focus({ preventScroll: true });
      list.scrollIntoView({ behavior: "instant" });
    } else if (held) {
      focusOn(next || heading(), held, how, typed);
      const moved = next && !how.back ? next.getBoundingClientRect().top - height : 0;
      if (moved) scrollBy({ top: moved, behavior: "instant" });
    }
    if (how.top !== undefined) scrollTo({ top: how.top, behavior: "instant" });
    told.textContent = main.querySelector("#narrowed")?.textContent ?? document.title.replace(/ · [^·]*$/, "");
    document.dispatchEvent(new Event("replaced"));
  }

  const heading = () => main.querySelector("#narrowed, h1");

  function focusOn(control, held, how, typed) {
    if (control.matches("h1, h2")) control.tabIndex = -1;
    control.focus({ preventScroll: true });
    if (how.back || control.id !== held.id || !control.matches("input")) return;
    // What was typed meanwhile stays.
    if (held.value !== typed) control.value = held.value;
    control.setSelectionRange(held.selectionStart, held.selectionEnd);
  }

  // Where a control stands, so that its like is found in the next page. A chip that went leads to its neighbour.
  function placeOf(control) {
    const chips = [...main.querySelectorAll(".chips a")];
    return {
      id: control.id,
      key: control.dataset.key,
      fold: control.closest("[data-fold]")?.dataset.fold,
      words: wordsOf(control),
      chip: chips.indexOf(control),
    };
  }

  function find(place) {
    if (place.id) return document.getElementById(place.id);
    if (place.key) return main.querySelector(`[data-key="${CSS.escape(place.key)}"]`);
    if (place.chip >= 0) {
      const chips = main.querySelectorAll(".chips a");
      return chips[Math.min(place.chip, chips.length - 1)];
    }
    const fold = place.fold && main.querySelector(`[data-fold="${CSS.escape(place.fold)}"]`);
    const controls = [...(fold || main).querySelectorAll("summary, button, a")];
    return controls.find((one) => wordsOf(one) === place.words);
  }

  // The words of a control without what a choice changes in them: its count, and that it is chosen.
  const wordsOf = (control) => (control.querySelector("span")?.firstChild || control).textContent.trim();
}
