// The actors that the text names, offered above their rows: a click adds one, which then waits for its part.
"use strict";
{
  const $ = window.django?.jQuery;
  // Milliseconds after the last key.
  const PAUSE = 1200;
  const template = document.getElementById("named-actors");

  class NamedActors {
    constructor(group) {
      Object.assign(this, { group, form: group.closest("form"), asked: null, found: [], taken: new Set() });
      this.root = template.content.firstElementChild.cloneNode(true);
      [this.list, this.said] = [this.root.querySelector("ul"), this.root.querySelector("[role=status]")];
      group.querySelector("h2").after(this.root);
    }

    start() {
      this.form.addEventListener("input", (event) => {
        if (event.target.matches("textarea")) this.askLater();
      });
      $(this.group).on("change", "select", () => this.show());
      for (const type of ["formset:added", "formset:removed"]) document.addEventListener(type, () => this.show());
      this.ask();
    }

    get text() {
      const fields = this.form.querySelectorAll('#id_summary, textarea[name^="claims-"][name$="-text"]');
      const own = [...fields].filter((field) => !field.name.includes("__prefix__"));
      return own.map((field) => field.value.trim()).filter(Boolean).join("\n");
    }

    get rows() {
      return [...this.group.querySelectorAll('select[name$="-actor"]')].filter((one) => !one.name.includes("__prefix__"));
    }

    askLater() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      const { text } = this;
      if (text === this.asked) return;
      this.asked = text;
      if (!text) {
        this.found = [];
        this.show();
        return;
      }
      const body = new URLSearchParams({ text });
      const headers = { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
      let actors = null;
      try {
        const response = await fetch(template.dataset.url, { method: "POST", body, headers, redirect: "error" });
        if (response.ok) ({ actors } = await response.json());
      } catch {
        actors = null; // offered after the next key, perhaps
      }
      if (text !== this.asked) return; // the answer to what stood there before
      if (actors === null) this.asked = null;
      else this.found = actors;
      this.show();
    }

    show() {
      const there = new Set(this.rows.map((select) => select.value));
      const offered = this.found.filter((actor) => !there.has(actor.id));
      const ids = offered.map((actor) => actor.id).join();
      if (ids !== this.shown) this.list.replaceChildren(...offered.map((actor) => this.chip(actor)));
      this.shown = ids;
      this.root.hidden = !offered.length && !this.said.textContent;
      this.root.classList.toggle("is-empty", !offered.length);
    }

    chip(actor) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: `+ ${actor.text}` });
      button.setAttribute("aria-label", template.dataset.add.replace("{name}", actor.text));
      button.addEventListener("click", () => this.add(actor, [...this.list.children].indexOf(item)));
      item.append(button);
      return item;
    }

    // Into the first row that is free, else into a new one; the next one that is offered has the focus
    add(actor, number) {
      const free = () => this.rows.find((select) => !select.value && !this.partOf(select).value);
      if (!free()) this.group.querySelector(".add-row a")?.click();
      const select = free();
      if (!select) return;
      select.dispatchEvent(new CustomEvent("picker:choose", { bubbles: true, detail: actor }));
      this.said.textContent = template.dataset.added.replace("{name}", actor.text);
      this.show();
      const chips = this.list.querySelectorAll("button");
      (chips[Math.min(number, chips.length - 1)] ?? this.firstWithoutPart() ?? select).focus();
    }

    partOf(select) {
      return this.form.elements[select.name.replace(/-actor$/, "-role")];
    }

    firstWithoutPart() {
      return this.rows.filter((select) => select.value).map((select) => this.partOf(select)).find((part) => !part.value);
    }
  }

  const start = () => {
    const group = document.getElementById("involvements-group");
    if (template && group && $) new NamedActors(group).start();
  };
  if ($) $(start);
}
