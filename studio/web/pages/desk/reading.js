"use strict";
/* The text moves on as its presenter reads: each line passes the reading mark in the time that it takes. */
(() => {
  const rows = [...document.querySelectorAll(".row")];
  const controls = document.querySelector(".controls");
  const shown = controls.querySelector("output");
  const run = controls.querySelector("[data-act=run]");
  const MARK = 0.3;
  const khmer = document.documentElement.lang === "km";
  const digits = (text) => (khmer ? text.replace(/\d/g, (one) => String.fromCharCode(0x17e0 + Number(one))) : text);
  let rate = 1, size = 1.9, at = 0, before = 0, running = false, awake = null;
  controls.hidden = false;

  const total = rows.reduce((most, row) => Math.max(most, +row.dataset.at + +row.dataset.ms), 0);
  const place = (ms) => {
    const now = rows.find((row) => ms < +row.dataset.at + +row.dataset.ms) || rows[rows.length - 1];
    rows.forEach((row) => row.classList.toggle("now", row === now));
    const part = +now.dataset.ms ? Math.min(1, Math.max(0, (ms - now.dataset.at) / now.dataset.ms)) : 0;
    const top = now.getBoundingClientRect().top + scrollY;
    scrollTo(0, top + part * now.offsetHeight - innerHeight * MARK);
  };
  const here = () => {
    const y = innerHeight * MARK;
    const row = rows.find((one) => one.getBoundingClientRect().bottom > y);
    if (!row) return total;
    const box = row.getBoundingClientRect();
    return +row.dataset.at + Math.max(0, (y - box.top) / box.height) * row.dataset.ms;
  };
  const stop = () => {
    running = false;
    run.textContent = run.dataset.run;
    if (awake) awake.then((lock) => lock.release()).catch(() => {});
    awake = null;
  };
  const step = (time) => {
    if (!running) return;
    at += (time - before) * rate;
    before = time;
    place(at);
    if (at >= total) stop(); else requestAnimationFrame(step);
  };
  const start = () => {
    running = true;
    at = here() >= total ? 0 : here();
    before = performance.now();
    run.textContent = run.dataset.stop;
    if (navigator.wakeLock) { awake = navigator.wakeLock.request("screen"); awake.catch(() => {}); }
    requestAnimationFrame(step);
  };
  const pace = (by) => { rate = Math.min(2, Math.max(0.5, Math.round((rate + by) * 20) / 20)); shown.textContent = digits(`${Math.round(rate * 100)}%`); };
  const letters = (by) => { size = Math.min(4, Math.max(1.1, size + by)); document.documentElement.style.setProperty("--size", `${size}rem`); };
  const acts = {
    run: () => (running ? stop() : start()),
    slower: () => pace(-0.05),
    faster: () => pace(0.05),
    smaller: () => letters(-0.2),
    larger: () => letters(0.2),
    top: () => { stop(); at = 0; scrollTo(0, 0); },
  };
  controls.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]");
    if (act) acts[act.dataset.act]();
  });
  const keys = document.getElementById("keys"), single = keys.querySelector("input");
  const pressed = {
    " ": acts.run, ArrowLeft: acts.slower, ArrowRight: acts.faster, "-": acts.smaller, "+": acts.larger, "=": acts.larger,
    Home: acts.top, "?": () => { keys.open = !keys.open; },
  };
  addEventListener("keydown", (event) => {
    const act = pressed[event.key];
    if (!act || !single.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target.closest("button, a, summary, input")) return;
    event.preventDefault();
    act();
  });
  for (const kind of ["wheel", "touchmove"]) addEventListener(kind, () => { if (running) { at = here(); } }, { passive: true });
})();
