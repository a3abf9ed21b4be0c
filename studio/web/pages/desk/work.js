// How far long work is, told as it goes on. Without this the page asks again by itself.
"use strict";
(() => {
  for (const card of document.querySelectorAll("[data-live]")) {
    const bar = card.querySelector("progress"), parts = card.querySelectorAll("[data-part]");
    const again = card.dataset.then === "reload";
    let events = null;
    const rest = () => { if (events) events.close(); events = null; };
    const show = (far) => {
      for (const part of parts) if (part.textContent !== far[part.dataset.part]) part.textContent = far[part.dataset.part];
      if (far.total) { bar.max = far.total; bar.value = far.done; } else bar.removeAttribute("value");
    };
    const ended = () => {
      rest();
      if (again) { location.reload(); return; }
      card.removeAttribute("data-live");
      card.classList.remove("going");
      for (const one of card.querySelectorAll("[data-going]")) one.hidden = true;
      card.querySelector("[data-ended]").hidden = false;
    };
    const watch = () => {
      if (events || document.hidden || !card.dataset.live) return;
      events = new EventSource(card.dataset.live);
      events.addEventListener("step", (event) => show(JSON.parse(event.data)));
      events.addEventListener("ended", ended);
      events.addEventListener("over", ended);
      events.addEventListener("error", () => {
        if (!events || events.readyState !== EventSource.CLOSED) return;
        rest();
        if (again) setTimeout(() => location.reload(), 3000);
      });
    };
    document.addEventListener("visibilitychange", () => (document.hidden ? rest() : watch()));
    addEventListener("pagehide", rest);
    addEventListener("pageshow", watch);
    watch();
  }
})();
