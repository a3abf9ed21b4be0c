// Registers the service worker, and lets a listener keep a programme for when there is no network.
"use strict";
(async () => {
  const own = document.currentScript.dataset;
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const worker = await navigator.serviceWorker.register(own.worker).catch(() => null);
  if (!worker) return;
  const ready = await navigator.serviceWorker.ready;
  if (navigator.onLine) ready.active.postMessage("look");
  const place = document.querySelector("[data-sound]");
  if (!place) return;
  const sound = new URL(place.dataset.sound, location.href).href, kept = await caches.open("kept-1");
  const button = document.createElement("button"), said = document.createElement("output");
  button.type = "button";
  said.setAttribute("aria-live", "polite");
  place.append(button, " ", said);
  const show = async () => {
    const there = Boolean(await kept.match(sound));
    button.textContent = there ? own.forget : own.keep;
    button.setAttribute("aria-pressed", String(there));
    said.textContent = there ? own.kept : "";
  };
  button.addEventListener("click", async () => {
    if (await kept.match(sound)) await kept.delete(sound);
    else {
      button.disabled = true;
      said.textContent = own.keeping;
      try {
        await kept.add(sound);
      } catch (error) {
        button.disabled = false;
        said.textContent = own.failed;
        return;
      }
      button.disabled = false;
    }
    await show();
  });
  await show();
})();
