// Who else has this form open: asked as long as it is, with the session, which gives the form another ticket.
"use strict";
{
  const INTERVAL = 60_000; // milliseconds

  class Presence {
    // ``answered`` is called with each answer.
    constructor(ticket, answered) {
      Object.assign(this, { ticket, answered });
      this.isSignedOut = false;
    }

    async ask({ anew = false } = {}) {
      const answer = await this.send({ anew });
      this.isSignedOut = ["signed-out", "somebody-else"].includes(answer.state);
      if (answer.state === "open") {
        const sentence = answer.others.join(" ");
        const presence = document.getElementById("presence");
        if (presence && presence.textContent !== sentence) presence.textContent = sentence;
      }
      this.answered(answer);
      return answer;
    }

    leave() {
      this.send({ open: false }, { keepalive: true });
    }

    send({ open = true, anew = false }, options) {
      const { value, dataset } = this.ticket;
      return window.editing.ask(dataset.presenceUrl, JSON.stringify({ ticket: value, open, anew }), options);
    }

    watch() {
      const look = () => document.visibilityState === "visible" && this.ask();
      look();
      setInterval(look, INTERVAL);
      document.addEventListener("visibilitychange", look);
    }
  }

  window.editing.Presence = Presence;
}
