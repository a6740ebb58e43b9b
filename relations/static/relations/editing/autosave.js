// What is typed in a form is stored on the server a second and a half after the last key, until it is saved.
// The bar says where it is. Nothing is stored in the browser: others may use the computer next.
"use strict";
{
  const $ = window.django?.jQuery;
  const { ANSWER_TIMEOUT, ask, Presence } = window.editing;

  // Milliseconds.
  const AFTER_LAST_KEY = 1500;
  const AT_THE_LATEST = 10_000; // of somebody who does not stop typing
  const LONGEST_PAUSE = 60_000;
  const WAIT_BEFORE_SAVE = 2000;
  // Bytes that a browser sends of a page that is being closed, all in all.
  const MAX_AT_CLOSE = 60_000;
  const SEQUENCE_FIELD = "autosave_sequence";

  const bytes = (text) => new TextEncoder().encode(text).length;
  const clock = (date) =>
    date.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  class Autosave {
    constructor(form, ticket, status, words) {
      Object.assign(this, { form, ticket, status, words });
      this.sequence = Number(ticket.dataset.sequence);
      this.opened = this.read();
      this.typedAt = ticket.dataset.typedAt ? new Date(ticket.dataset.typedAt) : null;
      // What the server has, as far as this page knows; nothing, where a form came back that was not saved.
      const isRefused = "unsaved" in ticket.dataset;
      this.stored = isRefused ? null : this.opened;
      this.beganSaved = !isRefused && !this.typedAt;
      this.storedAt = this.typedAt;
      this.storedSequence = null; // of the last text that this page itself has stored
      this.failures = 0;
      this.problem = null;
      this.isSubmitted = false;
      this.presence = new Presence(ticket, (answer) => {
        if (answer.state === "open" && !this.isSubmitted) ticket.value = answer.ticket;
        this.show();
      });
    }

    // The form's fields by name, as text that can be compared.
    read() {
      const fields = {};
      const tokens = [this.ticket.name, SEQUENCE_FIELD, "csrfmiddlewaretoken"];
      for (const [name, value] of new FormData(this.form)) {
        const isTyped = !tokens.includes(name) && !name.includes("__prefix__");
        if (isTyped && typeof value === "string") (fields[name] ??= []).push(value.replaceAll("\0", ""));
      }
      return JSON.stringify(fields);
    }

    get isStored() {
      return this.read() === this.stored;
    }

    start() {
      // With "Back" a browser would put what was typed into a form that may have other rows since.
      this.form.autocomplete = "off";
      const notice = () => this.notice();
      for (const type of ["input", "change"]) this.form.addEventListener(type, notice);
      // Buttons that move or remove a row change it without any event of a field.
      for (const type of ["click", "keyup"]) this.form.addEventListener(type, () => setTimeout(notice));
      for (const type of ["formset:added", "formset:removed"]) document.addEventListener(type, notice);
      $?.(this.form).on("change", notice); // select2's own events are jQuery's alone
      window.addEventListener("online", () => this.retryNow());
      window.addEventListener("focus", () => this.retryNow());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.storeNow();
        else this.retryNow();
      });
      document.addEventListener("submit", (event) => this.beforeSave(event), true);
      window.addEventListener("beforeunload", (event) => this.beforeLeaving(event));
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("pageshow", (event) => {
        if (event.persisted) location.reload(); // as old as when it was left
        this.isSubmitted = false;
      });
      this.show();
      if (this.stored === null) this.storeNow();
    }

    // Typing

    notice() {
      this.isSubmitted = false;
      if (this.isStored) {
        this.changedAt = null;
      } else {
        this.changedAt ??= Date.now();
        const isLarge = this.storedSequence === null && bytes(this.read()) > MAX_AT_CLOSE;
        // Of a large form only what changed since is sent when the page is closed, so all of it before.
        const wait = isLarge ? 0 : Math.min(AFTER_LAST_KEY, this.changedAt + AT_THE_LATEST - Date.now());
        if (!this.failures) this.schedule(Math.max(0, wait));
      }
      this.show();
    }

    schedule(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.store(), wait);
    }

    storeNow() {
      if (!this.isSubmitted && !this.isStored) this.schedule(0);
    }

    retryNow() {
      if (this.failures) this.storeNow();
    }

    // Storing: one at a time, and what was typed meanwhile afterwards

    async store() {
      while (this.sending) await this.sending;
      if (this.isSubmitted || this.isStored) {
        this.show();
        return "stored";
      }
      this.aborter = new AbortController();
      const timeout = setTimeout(() => this.aborter.abort(), ANSWER_TIMEOUT);
      this.sending = this.send(this.aborter.signal);
      const outcome = await this.sending;
      clearTimeout(timeout);
      this.sending = null;
      this.changedAt = null;
      this.show();
      return outcome;
    }

    async send(signal) {
      const text = this.read();
      const sequence = ++this.sequence;
      const answer = await ask(this.ticket.dataset.url, this.body(text, sequence), { signal });
      if (this.isSubmitted) return "submitted";
      clearTimeout(this.timer);
      if (answer.state === "stored") {
        Object.assign(this, { stored: text, storedAt: new Date(answer.at), storedSequence: sequence });
        Object.assign(this, { failures: 0, problem: null, isSaveWaiting: false });
        if (!this.isStored) this.schedule(AFTER_LAST_KEY);
        return "stored";
      }
      if (answer.state === "ended" || answer.state === "closed") return this.renewTicket(answer.state);
      if (answer.state === "older") this.sequence = Math.max(this.sequence, Date.now());
      if (answer.state === "refused") {
        this.problem = this.words.refused.replace("{reason}", answer.reason ?? "");
        return "refused"; // until something else is typed
      }
      const isCut = answer.state === "unreachable";
      this.problem = isCut && this.isSaveWaiting ? this.words.notSaved : (this.words[answer.state] ?? this.words.strange);
      this.retryLater(answer.retryAfter);
      return answer.state;
    }

    body(text, sequence, since = null, changed = null) {
      // As it was opened: nothing of what was typed is left, and nothing is offered.
      const isUndone = text === this.opened && this.beganSaved;
      const fields = changed ?? (isUndone ? "{}" : text);
      const head = JSON.stringify({ ticket: this.ticket.value, sequence, since });
      return `${head.slice(0, -1)},"fields":${fields}}`;
    }

    retryLater(retryAfter) {
      this.failures += 1;
      const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** this.failures) * (0.75 + Math.random() / 2);
      this.schedule(Math.max(pause, retryAfter));
    }

    // The session, if there is one, gives another ticket: for the same text, or for one of its own ("closed").
    async renewTicket(state) {
      const answer = await this.presence.ask({ anew: state === "closed" });
      if (answer.state === "open") {
        if (state === "closed") this.storedSequence = null;
        this.failures = 0;
        this.schedule(0);
        return "renewed";
      }
      const { refused, strange } = this.words;
      this.problem = answer.reason ? refused.replace("{reason}", answer.reason) : (this.words[answer.state] ?? strange);
      this.retryLater(0);
      return answer.state;
    }

    // Saving and leaving

    // What is stored first is there if the save is not: when the server ends, say, or the network.
    async beforeSave(event) {
      if (event.target !== this.form || event.defaultPrevented) return;
      if (this.isLetThrough || this.isStored) {
        this.isSubmitted = true;
        // Whoever stops the loading and types on has that stored: the save does not end it.
        this.form.elements[SEQUENCE_FIELD].value = this.sequence;
        clearTimeout(this.timer);
        this.aborter?.abort();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (this.isSaving) return;
      this.isSaving = true;
      const timeUp = new Promise((resolve) => setTimeout(resolve, WAIT_BEFORE_SAVE, "slow"));
      const outcome = await Promise.race([this.store(), timeUp]);
      // A browser that is let through to one address alone (by an extension, say) still saves.
      if (outcome === "unreachable" && (await this.presence.ask()).state === "unreachable") {
        Object.assign(this, { isSaving: false, isSaveWaiting: true, problem: this.words.notSaved });
        this.show();
        return;
      }
      this.isSaving = false;
      this.isLetThrough = true;
      this.form.requestSubmit(event.submitter);
      this.isLetThrough = false;
    }

    beforeLeaving(event) {
      if (this.isSubmitted || this.isStored) return;
      event.preventDefault();
      this.storeNow(); // whoever stays has it stored, too
    }

    leave() {
      this.presence.leave();
      if (this.isSubmitted || this.isStored) return;
      const text = this.read();
      let body = this.body(text, ++this.sequence);
      if (bytes(body) > MAX_AT_CLOSE && this.storedSequence !== null) {
        body = this.body(text, this.sequence, this.storedSequence, this.changedSince(text));
      }
      if (bytes(body) <= MAX_AT_CLOSE) ask(this.ticket.dataset.url, body, { keepalive: true });
    }

    // The fields that the stored text has otherwise; an empty list where a field is gone.
    changedSince(text) {
      const [before, after] = [JSON.parse(this.stored), JSON.parse(text)];
      const changed = {};
      for (const name of Object.keys({ ...before, ...after })) {
        const values = after[name] ?? [];
        if (JSON.stringify(values) !== JSON.stringify(before[name] ?? [])) changed[name] = values;
      }
      return JSON.stringify(changed);
    }

    // The bar

    show() {
      const sentence = this.sentence();
      if (this.status.textContent === sentence) return;
      // What comes and goes while somebody types is not read out; what keeps a text from being stored is.
      this.status.setAttribute("aria-live", this.problem || this.hadProblem ? "assertive" : "off");
      this.hadProblem = Boolean(this.problem);
      this.status.classList.toggle("is-problem", this.hadProblem);
      this.status.textContent = sentence;
    }

    sentence() {
      if (!this.isStored) return this.problem ?? this.words.waiting;
      if (!this.storedAt || (this.stored === this.opened && this.beganSaved)) {
        return this.presence.isSignedOut ? this.words.signedOut : "";
      }
      const words = this.presence.isSignedOut ? this.words.storedSignedOut : this.words.stored;
      return words.replace("{time}", clock(this.storedAt));
    }
  }

  // A new form has an address of its own, at which a tab that was closed, or is reloaded, finds it again.
  const giveOwnAddress = (code) => {
    const address = new URL(location.href);
    if (!code || address.searchParams.has("new")) return;
    address.searchParams.set("new", code);
    history.replaceState(history.state, "", address);
  };

  const showLocalTime = (element) => {
    const moment = new Date(element.dateTime);
    const month = moment.toLocaleDateString(document.documentElement.lang, { month: "long" });
    // Day before month, as in every date of these pages, and not as the browser would for "en".
    element.textContent = `${moment.getDate()} ${month} ${moment.getFullYear()}, ${clock(moment)}`;
  };

  const start = () => {
    document.querySelectorAll("time[data-local]").forEach(showLocalTime);
    const ticket = document.querySelector('input[name="autosave_ticket"]');
    const status = document.getElementById("autosave-status");
    if (!ticket || !status) return;
    const words = JSON.parse(document.getElementById("autosave-words").textContent);
    giveOwnAddress(ticket.dataset.newForm);
    const autosave = new Autosave(ticket.form, ticket, status, words);
    autosave.start();
    autosave.presence.watch();
  };

  // After the admin's own scripts have made the rows and their autocompletes: they wait for jQuery's call, too.
  if ($) $(start);
  else start();
}
