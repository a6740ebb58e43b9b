// Lists change in place: where a choice, a search, an order, a date or a page leads to the same address with
// another query, that page is fetched and takes the place of the one that is shown. The address, the title
// and the history are those of the page; whatever cannot be done so is left to the browser, which loads it.
// Everything works without this file.
{
  const main = document.getElementById("main");
  const scriptUrl = document.currentScript.getAttribute("src");
  const currentAddress = () => location.pathname + location.search;
  let shownAddress = currentAddress();
  let pendingRequest = null; // an earlier one is aborted

  // Announces what was found to those who do not see it.
  const liveRegion = document.createElement("p");
  liveRegion.className = "visually-hidden";
  liveRegion.setAttribute("role", "status");
  document.body.append(liveRegion);

  const isThisPage = (url) => url.origin === location.origin && url.pathname === location.pathname;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    const withModifier = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || event.defaultPrevented || event.button || withModifier) return;
    const url = new URL(link.getAttribute("href"), location.href);
    if (!isThisPage(url) || url.hash) return;
    event.preventDefault();
    showPage(url, { paginating: ["next", "prev"].includes(link.getAttribute("rel")) });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const url = new URL(form.getAttribute("action") || "", location.href);
    if (event.defaultPrevented || form.method !== "get" || !main.contains(form) || !isThisPage(url)) return;
    event.preventDefault();
    url.hash = "";
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    showPage(url);
  });

  addEventListener("popstate", (event) => {
    if (currentAddress() !== shownAddress) {
      showPage(new URL(location.href), { fromHistory: true, scrollTop: event.state?.top });
    }
  });

  // Left while a page was loading, and restored from the browser's back/forward cache.
  addEventListener("pageshow", (event) => {
    if (event.persisted && currentAddress() !== shownAddress) {
      showPage(new URL(location.href), { fromHistory: true });
    }
  });

  async function showPage(url, options = {}) {
    pendingRequest?.abort();
    const request = (pendingRequest = new AbortController());
    const typed = document.activeElement.value;
    main.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: request.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const target = new URL(response.url);
      const isList = [...page.scripts].some((script) => script.getAttribute("src") === scriptUrl);
      if (!response.ok || !isThisPage(target) || !isList) throw new Error(`${url} is another kind of page`);
      if (request !== pendingRequest) return;
      // Gone back and forth again meanwhile: the page of the address is the one that is shown.
      if (options.fromHistory && currentAddress() === shownAddress) return main.removeAttribute("aria-busy");
      // As browsers do: the same address again is no step in the history.
      if (!options.fromHistory && target.pathname + target.search !== shownAddress) {
        history.replaceState({ top: scrollY }, "");
        history.pushState(null, "", target);
      }
      shownAddress = currentAddress();
      replaceContent(page, options, typed);
      main.removeAttribute("aria-busy");
    } catch {
      if (request !== pendingRequest) return;
      if (options.fromHistory && currentAddress() === shownAddress) main.removeAttribute("aria-busy");
      else if (options.fromHistory) location.reload();
      else location.assign(url);
    }
  }

  function replaceContent(page, options, typed) {
    // What stays: the focus and where on the screen it is, which disclosures are open, how far the chart is scrolled.
    const focused = document.activeElement.closest("#main *");
    const control = focused && describeControl(focused);
    const top = focused?.getBoundingClientRect().top;
    const disclosures = () => [...main.querySelectorAll("[data-disclosure]")];
    const open = new Map(disclosures().map((details) => [details.dataset.disclosure, details.open]));
    const chartScroll = main.querySelector(".year-histogram-scroll")?.scrollLeft;

    main.replaceChildren(...page.getElementById("main").childNodes);
    document.title = page.title;
    const tags = "link[rel=canonical], link[rel=alternate], meta[name=description], meta[property]";
    document.head.querySelectorAll(tags).forEach((tag) => tag.remove());
    document.head.append(...page.head.querySelectorAll(tags));
    const data = (any) => any.querySelector("script[type='application/ld+json']");
    data(document)?.replaceWith(data(page) ?? "");

    for (const details of disclosures()) details.open = open.get(details.dataset.disclosure) ?? details.open;
    const chart = main.querySelector(".year-histogram-scroll");
    if (chart && chartScroll !== undefined) chart.scrollTo({ left: chartScroll, behavior: "instant" });

    const next = focused && findControl(control);
    if (options.paginating) {
      const results = main.querySelector("[data-results]");
      results.focus({ preventScroll: true });
      results.scrollIntoView({ behavior: "instant" });
    } else if (focused) {
      focusControl(next || heading(), focused, options, typed);
      const moved = next && !options.fromHistory ? next.getBoundingClientRect().top - top : 0;
      if (moved) scrollBy({ top: moved, behavior: "instant" });
    }
    if (options.scrollTop !== undefined) scrollTo({ top: options.scrollTop, behavior: "instant" });
    liveRegion.textContent =
      main.querySelector("#narrowed")?.textContent ?? document.title.replace(/ · [^·]*$/, "");
    document.dispatchEvent(new Event("list-replaced"));
  }

  const heading = () => main.querySelector("#narrowed, h1");

  function focusControl(control, focused, options, typed) {
    if (control.matches("h1, h2")) control.tabIndex = -1;
    control.focus({ preventScroll: true });
    if (options.fromHistory || control.id !== focused.id || !control.matches("input")) return;
    // What was typed meanwhile stays.
    if (focused.value !== typed) control.value = focused.value;
    control.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  }

  // What identifies a control in the next page. For an active filter that is gone there, its neighbour.
  function describeControl(control) {
    const chips = [...main.querySelectorAll(".chips a")];
    return {
      id: control.id,
      key: control.dataset.key,
      disclosure: control.closest("[data-disclosure]")?.dataset.disclosure,
      label: labelOf(control),
      chip: chips.indexOf(control),
    };
  }

  function findControl({ id, key, chip, disclosure, label }) {
    if (id) return document.getElementById(id);
    if (key) return main.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (chip >= 0) {
      const chips = main.querySelectorAll(".chips a");
      return chips[Math.min(chip, chips.length - 1)];
    }
    const details = disclosure && main.querySelector(`[data-disclosure="${CSS.escape(disclosure)}"]`);
    const controls = [...(details || main).querySelectorAll("summary, button, a")];
    return controls.find((control) => labelOf(control) === label);
  }

  // The text of a control without what a choice changes in it: its count, and that it is chosen.
  const labelOf = (control) => (control.querySelector("span")?.firstChild || control).textContent.trim();
}
