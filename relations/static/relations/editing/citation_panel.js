// "Paste a citation" beside a picker of citations: what was pasted is read by the server, completed by hand, and
// becomes a source with the place in it, chosen in that picker. Without a page in between.
"use strict";
{
  const $ = window.django?.jQuery;
  const template = document.getElementById("citation-panel");
  const words = template?.dataset;
  let panels = 0;
  const openPanels = new Set();

  const button = (text, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  };

  const item = (...parts) => {
    const made = document.createElement("li");
    made.append(...parts);
    return made;
  };

  const aside = (text) => {
    const made = document.createElement("span");
    Object.assign(made, { className: "picker-hint", textContent: text });
    return made;
  };

  // The server's answer with its status, or { failed } with the reason in words.
  const ask = async (url, values, token) => {
    let response;
    try {
      const headers = { "X-CSRFToken": token };
      response = await fetch(url, { method: "POST", body: new URLSearchParams(values), headers, redirect: "error" });
    } catch {
      return { failed: words.failed, isUnanswered: true };
    }
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      return { ...(await response.json()), status: response.status };
    }
    if (response.status === 403) return { failed: words.signedOut };
    return { failed: [400, 413].includes(response.status) ? words.tooLong : words.failed, isUnanswered: true };
  };

  class CitationPanel {
    constructor(select, opener) {
      Object.assign(this, { select, opener, asked: 0, source: null, isRepeated: false, isSending: false });
      this.root = template.content.firstElementChild.cloneNode(true);
      this.number = ++panels;
      this.fields = {};
      for (const field of this.root.querySelectorAll(".citation-field")) this.prepare(field);
      this.said = this.root.querySelector("[role=status]");
      this.fault = this.root.querySelector("[role=alert]");
      this.show("paste");
      this.root.addEventListener("click", (event) => this.act(event.target.closest("[data-action]")?.dataset.action));
      this.root.addEventListener("keydown", (event) => this.onKey(event));
      const pasted = this.fields.pasted;
      pasted.addEventListener("paste", () => setTimeout(() => this.root.hidden || this.read()));
      // The answer to what stood there before is not wanted any more.
      pasted.addEventListener("input", () => (this.asked += 1));
      (select.closest(".flex-container") ?? select.closest(".related-widget-wrapper") ?? select).after(this.root);
    }

    // No part of the form around it: its fields have no names there.
    prepare(field) {
      const { name } = field.dataset;
      const control = field.querySelector("input, textarea, select");
      for (const attribute of ["name", "maxlength", "required"]) control.removeAttribute(attribute);
      const beside = [...field.querySelectorAll(".help, .fault")];
      for (const part of beside) part.id = `citation-${this.number}-${name}-${part.className}`;
      control.setAttribute("aria-describedby", beside.map((part) => part.id).join(" "));
      this.fields[name] = control;
    }

    show(step) {
      this.step = step;
      for (const part of this.root.querySelectorAll("[data-steps]")) {
        part.hidden = !part.dataset.steps.split(" ").includes(step);
      }
      const existing = this.root.querySelector(".citation-existing");
      existing.hidden ||= !existing.querySelector("li");
    }

    act(action) {
      if (action === "read") this.read();
      if (action === "add") this.add();
      if (action === "another") this.takeNew();
      if (action === "close") this.close();
    }

    onKey(event) {
      const { key, target } = event;
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (key === "Escape") this.close();
      if (key !== "Enter" || event.shiftKey || target.matches("button") || target === this.fields.authors) return;
      event.preventDefault();
      if (target === this.fields.pasted) this.read();
      else this.add();
    }

    get token() {
      return this.select.form.elements.csrfmiddlewaretoken.value;
    }

    open() {
      openPanels.add(this);
      this.root.hidden = false;
      this.opener.setAttribute("aria-expanded", "true");
      this.fields[this.step === "paste" ? "pasted" : "locator"].focus();
    }

    // What was typed stays in it until it is added: it may be opened again.
    close() {
      openPanels.delete(this);
      this.asked += 1;
      this.root.hidden = true;
      this.opener.setAttribute("aria-expanded", "false");
      this.opener.focus();
    }

    // Reading

    async read() {
      if (this.isSending) return;
      const asked = ++this.asked;
      this.tell({});
      const answer = await ask(words.readUrl, { pasted: this.fields.pasted.value }, this.token);
      if (asked !== this.asked || !this.root.isConnected) return;
      if (answer.failed || answer.errors) {
        this.tell(answer);
        if (answer.errors) this.fields.pasted.focus();
        return;
      }
      for (const [name, value] of Object.entries(answer.fields)) this.fields[name].value = value;
      const also = answer.also.join(" · ");
      this.root.querySelector(".citation-also").textContent = also && words.also.replace("{fields}", also);
      this.source = null;
      this.offer(answer.existing);
      this.show("new");
      const empty = this.firstEmpty();
      const sentence = answer.existing.length ? words.found : empty ? words.read : words.complete;
      this.said.textContent = [sentence, answer.left_out].filter(Boolean).join(" ");
      const found = this.root.querySelector(".citation-existing button");
      (found ?? empty ?? this.root.querySelector("[data-action=add]")).focus();
    }

    firstEmpty() {
      const controls = Object.values(this.fields).filter((control) => control.closest("[data-steps]"));
      return controls.find((control) => !control.value.trim());
    }

    offer(existing) {
      const list = this.root.querySelector(".citation-existing ul");
      list.replaceChildren(
        ...existing.map((source) => {
          const cite = button(words.cite, () => this.takeExisting(source));
          cite.setAttribute("aria-label", `${words.cite}: ${source.text}`);
          return item(source.text, " ", aside([source.hint, source.shares].filter(Boolean).join(" · ")), " ", cite);
        }),
      );
    }

    takeExisting(source) {
      this.source = source;
      const places = source.places.map(({ id, text }) =>
        item(button(text, () => this.finish({ id, text: `${source.text}: ${text}` }))),
      );
      if (source.more_places) places.push(item(aside(words.more.replace("{count}", source.more_places))));
      this.root.querySelector(".citation-source ul").replaceChildren(...places);
      const sentence = places.length ? words.places : words.noPlace;
      this.said.textContent = sentence.replace("{source}", source.text);
      this.tell({});
      this.show("existing");
      this.fields.locator.focus();
    }

    takeNew() {
      this.source = null;
      this.said.textContent = words.read;
      this.tell({});
      this.show("new");
      (this.firstEmpty() ?? this.fields.title).focus();
    }

    // Adding

    async add({ anyway = false } = {}) {
      if (this.isSending) return;
      this.isSending = true;
      const values = Object.fromEntries(Object.entries(this.fields).map(([name, control]) => [name, control.value]));
      if (this.source) values.source = this.source.id;
      if (anyway) values.add_anyway = "1";
      if (this.isRepeated) values.is_repeated = "1";
      this.tell({});
      const answer = await ask(words.addUrl, values, this.token);
      this.isSending = false;
      this.isRepeated ||= Boolean(answer.isUnanswered);
      if (!this.root.isConnected) return;
      if (answer.status === 201) {
        this.finish(answer);
        return;
      }
      this.tell(answer);
      if (answer.existing) {
        this.offer(answer.existing);
        this.show("new");
        this.fault.append(" ", button(words.addAnyway, () => this.add({ anyway: true })));
        this.root.querySelector(".citation-existing button").focus();
      }
    }

    finish({ id, text }) {
      openPanels.delete(this);
      this.root.remove();
      this.opener.setAttribute("aria-expanded", "false");
      this.opener.panel = null;
      this.select.dispatchEvent(new CustomEvent("picker:choose", { bubbles: true, detail: { id, text } }));
      this.opener.focus();
    }

    // No part of the form, it would be gone with a save.
    get isUnfinished() {
      const controls = Object.values(this.fields).filter((control) => !control.matches("select"));
      return this.root.isConnected && controls.some((control) => control.value.trim());
    }

    remind() {
      this.root.dispatchEvent(new CustomEvent("target:reveal", { bubbles: true })); // its card may be folded
      this.tell({ failed: words.unfinished });
      this.root.querySelector(`[data-action=${this.step === "paste" ? "read" : "add"}]`).focus();
    }

    // What is wrong, beside its fields, the first of which gets the focus
    tell({ failed = "", errors = {} }) {
      const { __all__: whole = [], ...byField } = errors;
      this.fault.textContent = [failed, ...whole.map((error) => error.message)].filter(Boolean).join(" ");
      for (const [name, control] of Object.entries(this.fields)) {
        const messages = (byField[name] ?? []).map((error) => error.message);
        control.closest(".citation-field").querySelector(".fault").textContent = messages.join(" ");
        control.toggleAttribute("aria-invalid", false);
        if (messages.length) control.setAttribute("aria-invalid", "true");
      }
      this.root.querySelector("[aria-invalid]")?.focus();
    }
  }

  const addOpener = (select) => {
    if (select.name.includes("__prefix__") || select.dataset.citationOpener) return;
    select.dataset.citationOpener = "1";
    const opener = button(words.open, () => {
      opener.panel ??= new CitationPanel(select, opener);
      if (opener.getAttribute("aria-expanded") === "true") opener.panel.close();
      else opener.panel.open();
    });
    opener.classList.add("citation-opener");
    opener.setAttribute("aria-expanded", "false");
    (select.closest(".related-widget-wrapper") ?? select.parentElement).append(opener);
  };

  const start = (root) => {
    if (template) root.querySelectorAll('select[name$="-passages"]').forEach(addOpener);
  };

  const unfinished = () => [...openPanels].find((panel) => panel.isUnfinished);

  // Before any other script takes the form for sent.
  document.addEventListener(
    "submit",
    (event) => {
      const panel = unfinished();
      if (!panel || event.target !== panel.select.form) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      panel.remind();
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if (unfinished()) event.preventDefault();
  });

  document.addEventListener("formset:added", (event) => start(event.target));
  if ($) $(() => start(document));
  else start(document);
}
