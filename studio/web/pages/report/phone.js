// Drafts on this phone, uploads that go on after a cut, sending when the network is back; the page without a network.
"use strict";
(() => {
  const TUS = { "Tus-Resumable": "1.0.0" }, PART = 192 * 1024;
  const main = document.getElementById("content");
  if (!document.getElementById("report") || !window.indexedDB) return;
  const words = { ...document.getElementById("phone").dataset };
  let number = fresh(), busy = false, later = 0;
  document.getElementById("report").root_uuid.value = number;

  function fresh() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("studio-report", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "number" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  async function stored(mode, act) {
    const drafts = (await opened).transaction("drafts", mode).objectStore("drafts");
    return new Promise((done, failed) => {
      const asked = act(drafts);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  }
  const all = () => stored("readonly", (drafts) => drafts.getAll());
  const one = (name) => stored("readonly", (drafts) => drafts.get(name));
  const put = (draft) => stored("readwrite", (drafts) => drafts.put(draft));
  const drop = (name) => stored("readwrite", (drafts) => drafts.delete(name));

  // What is in the form now; a draft that is waiting keeps what was uploaded of its files.
  async function draftOf(form, state) {
    const before = (await one(number)) || { files: {}, ids: {} };
    const fields = [], files = {}, ids = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") { if (name !== "more") fields.push([name, value]); continue; }
      const plain = name.replace(/_file$/, ""), kept = before.files[plain];
      const chosen = value.size ? new Blob([await value.arrayBuffer()], { type: value.type }) : kept;
      if (!chosen) continue;
      files[plain] = chosen;
      if (before.ids[plain] && kept && kept.size === chosen.size && (!value.size || before.names[plain] === value.lastModified)) ids[plain] = before.ids[plain];
    }
    const names = Object.fromEntries([...form.querySelectorAll("[type=file]")].filter((file) => file.files.length).map((file) => [file.name.replace(/_file$/, ""), file.files[0].lastModified]));
    return { number, state, action: form.getAttribute("action"), fields, files, ids, names: { ...before.names, ...names }, at: Date.now() };
  }

  function filled(form) {
    return [...form.querySelectorAll("input:not([type=hidden],[type=checkbox],[type=date]),textarea")].some((field) => field.value.trim());
  }

  function say(text) { document.getElementById("said").textContent = text; }

  async function list() {
    const box = document.getElementById("phone");
    if (!box) return;
    const drafts = (await all()).filter((draft) => draft.number !== number || draft.state !== "draft");
    const mine = await one(number);
    box.hidden = !drafts.length && !mine;
    box.querySelector("ul").replaceChildren(...[...drafts, ...(mine && mine.state === "draft" ? [mine] : [])].map((draft) => {
      const row = document.createElement("li"), title = (draft.fields.find(([name]) => name === "event_title") || [])[1];
      row.append(`${draft.state === "waiting" ? words.waiting : draft.state === "sent" ? words.sent : words.draft}: ${draft.receipt || title || new Date(draft.at).toLocaleString(document.documentElement.lang)} `);
      const away = Object.assign(document.createElement("button"), { type: "button", className: "grave", textContent: words.delete });
      away.onclick = async () => {
        for (const id of Object.values(draft.ids)) fetch(`/report/uploads/${id}`, { method: "DELETE", headers: TUS }).catch(() => null);
        await drop(draft.number);
        if (draft.number === number) { clearTimeout(later); number = fresh(); const form = document.getElementById("report"); if (form) { form.reset(); form.root_uuid.value = number; } }
        say(words.gone);
        list();
      };
      if (draft.state === "draft" && draft.number !== number) {
        const go = Object.assign(document.createElement("button"), { type: "button", textContent: words.open });
        go.onclick = () => restore(draft);
        row.append(go);
      }
      row.append(away);
      return row;
    }));
  }

  async function restore(draft) {
    const form = document.getElementById("report");
    number = draft.number;
    const count = draft.fields.find(([name]) => name === "people");
    form.dispatchEvent(new CustomEvent("room", { detail: Number(count ? count[1] : 1) }));
    form.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = draft.fields.some(([name, value]) => name === box.name && value === box.value); });
    for (const [name, value] of draft.fields) {
      const field = form.elements[name];
      if (field && field.type && field.type !== "checkbox" && name !== "people") field.value = value;
    }
    for (const [name, blob] of Object.entries(draft.files)) {
      const field = document.getElementById(`${name}_file`), given = new DataTransfer();
      if (!field) continue;
      given.items.add(new File([blob], "kept", { type: blob.type, lastModified: (draft.names || {})[name] || 0 }));
      field.files = given.files;
      field.dispatchEvent(new Event("change"));
    }
    form.root_uuid.value = number;
    form.dispatchEvent(new Event("restored"));
    list();
  }

  async function upload(draft, name) {
    const file = draft.files[name];
    for (;;) {
      let at = -1;
      if (draft.ids[name]) {
        const head = await fetch(`/report/uploads/${draft.ids[name]}`, { method: "HEAD", headers: TUS, cache: "no-store" });
        if (head.ok) at = Number(head.headers.get("upload-offset"));
        else if (head.status !== 404) throw new Error("later");
      }
      if (at < 0) {
        const made = await fetch("/report/uploads", { method: "POST", headers: { ...TUS, "Upload-Length": file.size } });
        if (made.status === 413) return;
        if (made.status !== 201) throw new Error("later");
        draft.ids[name] = made.headers.get("location").split("/").pop();
        await put(draft);
        at = 0;
      }
      while (at < file.size) {
        const sent = await fetch(`/report/uploads/${draft.ids[name]}`, { method: "PATCH", headers: { ...TUS, "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" }, body: file.slice(at, at + PART) });
        if (sent.status === 404 || sent.status === 409) break;
        if (sent.status !== 204) throw new Error("later");
        at = Number(sent.headers.get("upload-offset"));
        say(`${words.sending} ${Math.floor((at / file.size) * 100)} %`);
      }
      if (at >= file.size) return;
      if (!navigator.onLine) throw new Error("later");
    }
  }

  // Send one draft; true where the server took it or said what is wrong, false where the network is away.
  async function send(draft) {
    say(words.sending);
    for (const name of Object.keys(draft.files)) await upload(draft, name);
    const form = new FormData();
    for (const [name, value] of draft.fields) if (!(name in draft.files) && name !== "whole") form.append(name, value);
    for (const name of Object.keys(draft.files)) form.append(name, draft.ids[name] || "");
    form.set("root_uuid", draft.number);
    form.append("whole", "1");
    const answer = await fetch(draft.action, { method: "POST", body: form });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const receipt = page.querySelector("[data-receipt]");
    if (receipt) await put({ number: draft.number, state: "sent", receipt: receipt.textContent.trim(), fields: [], files: {}, ids: {}, at: Date.now() });
    else await put({ ...draft, state: "draft" });
    return { page, receipt, mine: draft.number === number };
  }

  async function sendAll(asked) {
    if (busy) return;
    busy = true;
    try {
      for (const draft of await all()) {
        if (draft.state !== "waiting") continue;
        const { page, mine, receipt } = await send(draft);
        if (mine && asked) {
          main.replaceChildren(...page.getElementById("content").childNodes);
          scrollTo(0, 0);
          if (!receipt) dressed();
        } else if (receipt) say(`${words.sent} ${receipt.textContent.trim()}`);
      }
    } catch {
      say(words.offline);
    } finally {
      busy = false;
      list();
    }
  }

  function dressed() {
    window.dressReport();
    listen();
  }

  function listen() {
    const form = document.getElementById("report");
    const keep = () => {
      clearTimeout(later);
      later = setTimeout(async () => { if (filled(form) && form.isConnected && !busy) { await put(await draftOf(form, "draft")); list(); } }, 600);
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(later);
      await put(await draftOf(form, "waiting"));
      await sendAll(true);
    });
  }

  listen();
  list();
  sendAll(false);
  addEventListener("online", () => sendAll(Boolean(document.getElementById("report"))));
  if (navigator.serviceWorker) navigator.serviceWorker.register("/report/worker.js", { scope: "/report" }).catch(() => null);
})();
