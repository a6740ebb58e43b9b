// What the scripts of a form ask the server, and what its answer comes to.
"use strict";
{
  const ANSWER_TIMEOUT = 20_000; // milliseconds

  // What a request came to: { state, … } of the server's answer, or "unreachable", "busy", "strange".
  const ask = async (url, body, { keepalive = false, signal } = {}) => {
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
        redirect: "error",
        cache: "no-store",
        keepalive,
        signal: signal ?? AbortSignal.timeout(ANSWER_TIMEOUT),
      });
    } catch {
      return { state: "unreachable", retryAfter: 0 };
    }
    const retryAfter = Number(response.headers.get("Retry-After")) * 1000 || 0;
    // A sign-in page is 200 as well: only what this site's own address says counts.
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isOurs ? await response.json().catch(() => ({})) : {};
    if (answer.state) return { ...answer, retryAfter };
    return { state: [429, 502, 503, 504].includes(response.status) ? "busy" : "strange", retryAfter };
  };

  window.editing = { ANSWER_TIMEOUT, ask };
}
