"use strict";
/* A rundown moved by hand or by keys, with times that follow; and what others change is shown as it happens.
   Every change is one of the forms of the page, sent without leaving it. */
(() => {
  const main = document.getElementById("content");
  const board = () => document.getElementById("board");
  const path = board().dataset.path;
  const bar = document.createElement("p");
  bar.className = "live";
  bar.setAttribute("role", "status");
  bar.hidden = true;
  main.after(bar);
  let sending = false, dragged = null, events = null, fading = 0, singles = true;

  const version = () => +board().dataset.version;
  const words = (name, values = {}) => board().dataset[name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  const tell = (text, act, name) => {
    clearTimeout(fading);
    bar.textContent = text;
    if (act) {
      const button = document.createElement("button");
      button.textContent = name;
      button.addEventListener("click", act);
      bar.append(" ", button);
    } else fading = setTimeout(() => { bar.hidden = true; }, 8000);
    bar.hidden = false;
  };

  /* What stays when the page is shown anew: which details are open, where the focus is. */
  const place = (element) => {
    const entry = element.closest(".entry");
    const named = element.id ? `#${CSS.escape(element.id)}` : element.dataset.do ? `[data-do="${element.dataset.do}"]` : "";
    return { entry: entry && entry.id, named: element === entry ? "" : named };
  };
  const find = ({ entry, named }) => {
    const within = entry ? document.getElementById(entry) : main;
    return (named && within && within.querySelector(named)) || (entry && within) || null;
  };
  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!fresh.getElementById("board")) { location.reload(); return; }
    const focused = main.contains(document.activeElement) ? place(document.activeElement) : null;
    const open = [...main.querySelectorAll(".entry details[open]")].map((one) => [one.closest(".entry").id, one.className]);
    document.documentElement.lang = fresh.documentElement.lang;
    main.replaceChildren(...fresh.getElementById("content").childNodes);
    for (const [id, name] of open) {
      const entry = document.getElementById(id);
      const details = entry && entry.getElementsByClassName(name)[0];
      if (details) details.open = true;
    }
    ready();
    const again = focused && find(focused);
    if (again) { (again.disabled ? again.closest(".entry") || main : again).focus({ preventScroll: true }); }
  };

  const send = async (form, submitter) => {
    if (sending) return;
    sending = true;
    board().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
      if (answer.status === 401) { location.reload(); return; }
      show(await answer.text());
      const refused = main.querySelector("[role=alert]");
      if (refused) refused.scrollIntoView({ block: "nearest" });
      else tell((main.querySelector("p.note[role=status]") || main.querySelector(".last p"))?.textContent || "");
    } catch {
      tell(words("away"));
      follow();
    } finally {
      sending = false;
      board().removeAttribute("aria-busy");
    }
  };
  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !new URL(form.action).pathname.startsWith(`${path}/`)) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  /* Starts, latest starts and over and under, as they are in the order shown; music gives way once it is kept. */
  const entries = () => [...main.querySelectorAll(".entry")];
  const digits = (text) => (document.documentElement.lang === "km" ? text.replace(/\d/g, (one) => "០១២៣៤៥៦៧៨៩"[one]) : text);
  const two = (value) => String(value).padStart(2, "0");
  const wall = (ms) => {
    const all = Math.floor(ms / 1000);
    return digits(`${two(Math.floor(all / 3600) % 24)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`);
  };
  const minutes = (ms) => {
    const all = Math.round(Math.abs(ms) / 1000);
    return digits(`${Math.floor(all / 60)}:${two(all % 60)}`);
  };
  const write = (entry, name, ms) => {
    const there = entry.querySelector(name);
    if (there) there.textContent = wall(+main.querySelector(".entries").dataset.starts + ms);
  };
  const follow = () => {
    const all = entries();
    let section = "", at = 0, end = 0;
    for (const entry of all) {
      if (entry.dataset.section !== section) { section = entry.dataset.section; at = +entry.dataset.opens; }
      write(entry, ".start", at);
      const rect = main.querySelector(`.timeline [data-key="${CSS.escape(entry.dataset.key)}"]`);
      if (rect) { rect.setAttribute("x", at); rect.setAttribute("width", Math.max(1, +entry.dataset.ms)); }
      if (entry.classList.contains("floated")) continue;
      end = at + +entry.dataset.ms;
      at = end + +entry.dataset.silent;
    }
    section = "";
    for (const entry of all.reverse()) {
      if (entry.dataset.section !== section) { section = entry.dataset.section; at = +entry.dataset.out; }
      if (!entry.classList.contains("floated")) at -= +entry.dataset.ms + +entry.dataset.silent;
      write(entry, ".latest", at);
    }
    const over = end - +main.querySelector(".entries").dataset.out;
    const said = document.getElementById("over");
    said.className = over > 0 ? "bad" : over < 0 ? "warn" : "good";
    said.textContent = words(over > 0 ? "over" : over < 0 ? "under" : "exact", { length: minutes(over) });
  };

  /* By hand: a handle beside each segment. */
  const movable = (element) => element && element.closest(".entry.choose");
  const drag = (entry) => {
    const before = entries().indexOf(entry);
    dragged = entry;
    entry.classList.add("dragged");
    const move = (now) => {
      const over = movable(document.elementFromPoint(now.clientX, now.clientY));
      if (now.clientY < 60) scrollBy(0, -20);
      if (now.clientY > innerHeight - 60) scrollBy(0, 20);
      if (!over || over === entry) return;
      const down = entry.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      for (const name of ["section", "opens", "out"]) entry.dataset[name] = over.dataset[name];
      if (down) over.after(entry); else over.before(entry);
      follow();
    };
    const end = (now) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      entry.classList.remove("dragged");
      dragged = null;
      const after = entries().indexOf(entry);
      if (after === before) return;
      const choice = entry.querySelector("select[name=place]");
      if (now.type === "pointercancel" || !choice) { refresh(); return; }
      choice.value = after + 1;
      send(choice.form);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  };
  const ready = () => {
    const all = entries();
    all.forEach((entry, index) => {
      entry.tabIndex = index ? -1 : 0;
      if (!entry.querySelector("select[name=place]")) return;
      const handle = document.createElement("span");
      handle.className = "handle";
      handle.textContent = "⠿";
      handle.title = words("drag");
      handle.setAttribute("aria-hidden", "true");
      handle.addEventListener("pointerdown", (event) => {
        if (event.button || sending) return;
        event.preventDefault();
        drag(entry);
      });
      entry.querySelector(".when").append(handle);
    });
    for (const input of main.querySelectorAll("input[name=seconds]")) {
      input.addEventListener("input", () => {
        if (!input.validity.valid) return;
        const { dataset } = input.closest(".entry");
        dataset.ms = +dataset.heard + Math.round(input.value * 1000) - dataset.planned;
        follow();
      });
    }
    const keys = document.getElementById("keys");
    keys.hidden = false;
    const single = keys.querySelector("input");
    single.checked = singles;
    single.addEventListener("change", () => { singles = single.checked; });
  };
  main.addEventListener("focusin", (event) => {
    const entry = event.target.closest(".entry");
    for (const rect of main.querySelectorAll(".timeline .now")) rect.classList.remove("now");
    if (!entry) return;
    for (const one of entries()) one.tabIndex = one === entry ? 0 : -1;
    const rect = main.querySelector(`.timeline [data-key="${CSS.escape(entry.dataset.key)}"]`);
    if (rect) rect.classList.add("now");
  });

  /* By keys. */
  const press = (entry, name) => entry?.querySelector(`[data-do="${name}"]`)?.click();
  const step = (entry, by) => {
    const all = entries();
    const to = all[entry ? all.indexOf(entry) + by : 0];
    if (to) to.focus();
  };
  const lengthen = (entry, by) => {
    const input = entry?.querySelector("input[name=seconds]");
    if (!input) return;
    input.value = Math.min(+input.max, Math.max(+input.min, +input.value + by));
    send(input.form);
  };
  const help = () => {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) { keys.querySelector("summary").focus(); keys.scrollIntoView({ block: "nearest" }); }
  };
  const plain = {
    "?": help,
    j: (entry) => step(entry, 1),
    k: (entry) => step(entry, -1),
    ArrowDown: (entry) => entry && step(entry, 1),
    ArrowUp: (entry) => entry && step(entry, -1),
    l: (entry) => press(entry, "lock"),
    f: (entry) => press(entry, "float"),
    s: (entry) => press(entry, "cut"),
    "+": (entry) => lengthen(entry, 5),
    "-": (entry) => lengthen(entry, -5),
    Delete: (entry) => press(entry, "remove"),
    u: () => document.getElementById("undo")?.click(),
    U: () => document.getElementById("redo")?.click(),
    p: () => document.getElementById("propose")?.click(),
  };
  const held = {
    "ctrl z": plain.u,
    "ctrl y": plain.U,
    "ctrl Z": plain.U,
    "alt ArrowUp": (entry) => press(entry, "up"),
    "alt ArrowDown": (entry) => press(entry, "down"),
  };
  addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.isComposing) return;
    const modifier = event.ctrlKey || event.metaKey ? "ctrl " : event.altKey ? "alt " : "";
    const single = document.querySelector("#keys input");
    const act = modifier ? held[modifier + event.key] : single && single.checked ? plain[event.key] : null;
    if (!act) return;
    const entry = event.target.closest?.(".entry");
    if (!modifier && event.key.startsWith("Arrow") && event.target !== entry) return;
    event.preventDefault();
    act(entry);
  });

  /* What others change. */
  const busy = () => {
    const here = document.activeElement;
    const typing = here && main.contains(here) && here.matches("input, select");
    return dragged || typing;
  };
  const refresh = async (who) => {
    try {
      const answer = await fetch(`${path}/now${location.search}`);
      if (!answer.ok) return;
      show(await answer.text());
      if (who) tell(words("changed", { who, number: digits(String(version())) }));
    } catch { tell(words("away")); }
  };
  const watch = () => {
    if (events || document.hidden) return;
    events = new EventSource(`${path}/live?after=${version()}`);
    events.addEventListener("version", (event) => {
      const { number, by } = JSON.parse(event.data);
      if (sending || number <= version()) return;
      if (busy()) tell(words("changed", { who: by, number: digits(String(number)) }), () => refresh(by), words("look"));
      else refresh(by);
    });
    events.addEventListener("over", () => {
      events.close();
      tell(words("ended"), () => location.reload(), words("enter"));
    });
  };
  const rest = () => { if (events) events.close(); events = null; };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : watch()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", watch);

  ready();
  watch();
})();
