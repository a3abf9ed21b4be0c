// The form step by step, places to choose from, more people, sound recorded in the page. Without this the form is one long page.
"use strict";
(() => {
  const english = document.documentElement.lang === "en";
  const digits = (text) => (english ? String(text) : String(text).replace(/\d/g, (one) => String.fromCharCode(0x17e0 + Number(one))));

  function made(tag, text, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: text }, more);
  }

  function dress() {
    const form = document.getElementById("report");
    if (!form) return;
    const told = form.dataset, steps = [...form.querySelectorAll(".step")];
    let at = Math.max(0, steps.findIndex((one) => one.querySelector("[aria-invalid],.wrong")));
    const bar = made("p", "", { className: "hint" }), row = made("div", "", { className: "bar" });
    const back = made("button", told.back, { type: "button", className: "plain" });
    const next = made("button", told.next, { type: "button", className: "go" });
    row.append(back, next);
    form.prepend(bar);
    form.append(row);

    function show(moved) {
      steps.forEach((one, number) => { one.hidden = number !== at; });
      bar.textContent = `${told.step} ${digits(at + 1)} / ${digits(steps.length)}`;
      back.hidden = at === 0;
      next.hidden = at === steps.length - 1;
      if (at === steps.length - 1) review(form);
      if (moved) { steps[at].tabIndex = -1; steps[at].focus(); form.scrollIntoView(); }
    }
    back.onclick = () => { at -= 1; show(true); };
    next.onclick = () => { at += 1; show(true); form.dispatchEvent(new Event("change", { bubbles: true })); };
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".faults a");
      const field = link && document.getElementById(link.hash.slice(1));
      const found = field ? steps.indexOf(field.closest(".step")) : -1;
      if (found < 0) return;
      event.preventDefault();
      at = found;
      show(false);
      (field.matches("input,select,textarea") ? field : field.querySelector("input,select,textarea") || field).focus();
    });
    show(false);
    const faults = document.getElementById("faults");
    if (faults) faults.focus();
    places(form);
    people(form);
    form.querySelectorAll("[data-record]").forEach((one) => recorder(one, told));
    const code = new URLSearchParams(location.search).get("o");
    if (code && !form.organizations.value) form.organizations.value = code.slice(0, 60);
  }

  function review(form) {
    const list = made("dl", "");
    for (const field of form.querySelectorAll("input:not([type=hidden],[type=checkbox]),select,textarea")) {
      const label = field.id && form.querySelector(`label[for="${field.id}"]`);
      const said = field.type === "file" ? [...field.files].map(() => "✓").join("") : field.tagName === "SELECT" ? (field.value ? field.selectedOptions[0].text : "") : field.value;
      if (label && said.trim()) list.append(made("dt", label.textContent), made("dd", said));
    }
    for (const box of form.querySelectorAll("[type=checkbox]:checked")) {
      const group = box.closest(".group"), head = group && group.querySelector(".label");
      list.append(made("dt", head ? head.textContent : ""), made("dd", `✓ ${box.parentElement.textContent.trim()}`));
    }
    document.getElementById("review").replaceChildren(list);
  }

  // A field to type a name in becomes a list of what lies in the place above it, wherever that list is at hand.
  function inside(form, above, typed, below) {
    const label = form.querySelector(`label[for="${typed.name}"]`), hint = document.getElementById(`${typed.name}-hint`);
    const chosen = made("select", "");
    chosen.id = `${typed.name}-list`;
    chosen.hidden = true;
    chosen.setAttribute("aria-label", label.textContent);
    typed.after(chosen);
    chosen.onchange = () => { typed.value = chosen.value; if (below) below.anew(); };
    async function offer() {
      const place = above.value, code = /^(\d{2}|\d{4})$/.test(place);
      const list = code ? await fetch(`/report/places/${place}.json`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []) : [];
      if (above.value !== place) return;
      chosen.replaceChildren(new Option(form.dataset.leave, ""), ...list.map((one) => new Option(one[english ? 2 : 1], one[0])));
      const known = list.find((one) => one.includes(typed.value));
      chosen.hidden = !list.length;
      typed.hidden = Boolean(list.length);
      if (list.length) { chosen.value = known ? known[0] : ""; typed.value = chosen.value; }
      if (hint && below) hint.hidden = Boolean(list.length);
      if (below) below.offer();
    }
    function anew() { typed.value = ""; if (below) below.anew(); offer(); }
    return { offer, anew };
  }

  function places(form) {
    const commune = inside(form, form.district, form.commune), district = inside(form, form.province, form.district, commune);
    form.province.addEventListener("change", district.anew);
    form.addEventListener("restored", district.offer);
    if (form.province.value) district.offer();
  }

  function people(form) {
    const more = document.getElementById("more"), blank = document.getElementById("blank");
    if (!more) return;
    function add() {
      const number = Number(form.people.value) + 1;
      const holder = document.createElement("template");
      holder.innerHTML = blank.innerHTML.replaceAll("source0_", `source${number}_`);
      holder.content.querySelector(".n").textContent = digits(number);
      form.people.value = number;
      const day = holder.content.querySelector("[type=date]");
      if (day) day.value = form.source1_consent_on.value;
      holder.content.querySelectorAll("[data-record]").forEach((one) => recorder(one, form.dataset));
      more.before(holder.content);
      if (number >= 9) more.hidden = true;
    }
    more.type = "button";
    more.onclick = () => { add(); document.getElementById(`source${form.people.value}_quote`).focus(); };
    form.addEventListener("room", (event) => { while (Number(form.people.value) < event.detail) add(); });
  }

  function recorder(box, told) {
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    const file = box.querySelector("[type=file]"), button = made("button", told.record, { type: "button" });
    const clock = made("span", "", { className: "hint" }), heard = document.createElement("audio");
    heard.controls = true;
    heard.hidden = true;
    box.append(button, clock, heard);
    let running = null;
    button.onclick = async () => {
      if (running) { running.stop(); return; }
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!stream) { clock.textContent = told.refused; return; }
      const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg"].find((one) => MediaRecorder.isTypeSupported(one));
      const parts = [];
      running = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 32000 });
      running.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
      const from = Date.now(), tick = setInterval(() => {
        const seconds = Math.round((Date.now() - from) / 1000);
        clock.textContent = digits(` ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
      }, 500);
      running.onstop = () => {
        clearInterval(tick);
        stream.getTracks().forEach((one) => one.stop());
        const sound = new Blob(parts, { type: running.mimeType }), given = new DataTransfer();
        running = null;
        given.items.add(new File([sound], "recording", { type: sound.type }));
        file.files = given.files;
        file.dispatchEvent(new Event("change", { bubbles: true }));
        button.textContent = told.again;
      };
      running.start(1000);
      button.textContent = told.stop;
    };
    file.addEventListener("change", () => {
      heard.hidden = !file.files.length;
      if (file.files.length) heard.src = URL.createObjectURL(file.files[0]);
    });
  }

  window.dressReport = dress;
  dress();
})();
