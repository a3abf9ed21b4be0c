"use strict";
/* Recording in the browser, a player that follows the waveform, places taken from the player, two takes in turn. */
const made = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
const KHMER = document.documentElement.lang === "km";
const digits = (text) => KHMER ? text.replace(/\d/g, (one) => String.fromCharCode(0x17e0 + Number(one))) : text;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const exact = (seconds) => {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
};
const SOFT = 0.06, LOUD = 0.85;
const TUS = { "Tus-Resumable": "1.0.0" }, UPLOADS = "/report/uploads", PIECE = 512 * 1024;
const players = [...document.querySelectorAll("audio")];

for (const player of players) player.addEventListener("play", () => {
  for (const other of players) if (other !== player) other.pause();
});

for (const wave of document.querySelectorAll(".wave")) {
  const player = wave.parentElement.querySelector("audio");
  if (!player) continue;
  const line = document.createElement("i"), whole = Number(wave.dataset.ms) / 1000;
  line.hidden = true;
  wave.append(line);
  wave.dataset.live = "";
  const follow = () => {
    line.hidden = false;
    line.style.left = `${Math.min(100, 100 * player.currentTime / whole)}%`;
    if (!player.paused) requestAnimationFrame(follow);
  };
  player.addEventListener("play", follow);
  player.addEventListener("seeked", follow);
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect(), to = whole * (event.clientX - box.left) / box.width;
    const go = () => { player.currentTime = to; };
    if (player.readyState) go();
    else { player.addEventListener("loadedmetadata", go, { once: true }); player.preload = "metadata"; player.load(); }
  });
}

for (const form of document.querySelectorAll(".treatment")) {
  const player = form.closest(".part").querySelector(".take.heard audio");
  if (!player) continue;
  for (const name of ["trim_in", "trim_out"]) {
    const field = form.elements[name], label = form.querySelector(`label[for="${field.id}"]`).textContent;
    const button = made("button", form.dataset.here, { type: "button", className: "plain" });
    button.setAttribute("aria-label", `${label}: ${form.dataset.here}`);
    button.onclick = () => { field.value = exact(player.currentTime); };
    field.after(button);
  }
}

for (const pair of document.querySelectorAll(".beside[data-switch]")) {
  const both = [...pair.querySelectorAll("audio")];
  both.forEach((player, index) => {
    const button = made("button", pair.dataset.switch, { type: "button" });
    player.after(button);
    button.onclick = () => {
      const other = both[1 - index], at = player.currentTime;
      const go = () => { other.currentTime = at; other.play(); };
      if (other.readyState) go();
      else { other.addEventListener("loadedmetadata", go, { once: true }); other.preload = "metadata"; other.load(); }
    };
  });
}

/* A file sent piece by piece, which goes on where it stopped; its token, or nothing where it is to come with the form. */
async function uploaded(file, gone, waits) {
  let id = "", at = 0, tries = 0;
  for (;;) {
    try {
      if (id) {
        const head = await fetch(`${UPLOADS}/${id}`, { method: "HEAD", headers: TUS, cache: "no-store" });
        if (!head.ok) return "";
        at = Number(head.headers.get("upload-offset"));
      } else {
        const room = await fetch(UPLOADS, { method: "POST", headers: { ...TUS, "Upload-Length": file.size } });
        if (room.status !== 201) return "";
        id = room.headers.get("location").split("/").pop();
      }
      while (at < file.size) {
        waits(false);
        gone(at / file.size);
        const sent = await fetch(`${UPLOADS}/${id}`, {
          method: "PATCH",
          headers: { ...TUS, "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" },
          body: file.slice(at, at + PIECE),
        });
        if (sent.status === 409) break;
        if (sent.status !== 204) return "";
        at = Number(sent.headers.get("upload-offset"));
        tries = 0;
      }
      if (at >= file.size) return id;
    } catch { /* the network is away */
      waits(true);
    }
    await new Promise((done) => setTimeout(done, Math.min(1000 * 2 ** tries++, 15000)));
  }
}

for (const form of document.querySelectorAll(".add form")) {
  const file = form.elements.file, told = form.dataset, box = made("div", "", { className: "recorder" });
  const status = made("p", "");
  status.setAttribute("role", "status");
  box.append(status);
  file.after(box);
  file.addEventListener("change", () => {
    const size = file.files.length ? file.files[0].size : 0;
    file.setCustomValidity(size > Number(told.most) * 1048576 ? told.large : "");
    file.reportValidity();
  });
  const gone = document.createElement("progress");
  gone.hidden = true;
  gone.setAttribute("aria-label", told.sending);
  status.after(gone);
  form.addEventListener("submit", async (event) => {
    if (!file.files.length) return;
    event.preventDefault();
    const send = form.querySelector(".send"), sound = file.files[0];
    send.disabled = true;
    status.textContent = told.sending;
    gone.hidden = false;
    const token = await uploaded(sound, (share) => { gone.value = share; }, (away) => {
      status.textContent = away ? told.away : told.sending;
    });
    if (token) {
      form.elements.upload.value = token;
      form.elements.name.value = sound.name;
      file.disabled = true;
    }
    form.submit();
  });
  if (!window.MediaRecorder || !navigator.mediaDevices) continue;
  const button = made("button", told.record, { type: "button" }), time = made("output", "");
  const meter = document.createElement("meter"), heard = document.createElement("audio");
  Object.assign(meter, { min: 0, max: 1, low: SOFT, high: LOUD, optimum: 0.4, hidden: true });
  meter.setAttribute("aria-label", told.level);
  heard.controls = true;
  heard.hidden = true;
  box.prepend(button, time, meter);
  box.append(heard);
  players.push(heard);
  let running = null;
  const start = async () => {
    const wanted = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted }).catch(() => null);
    if (!stream) { status.textContent = told.refused; return; }
    for (const other of players) other.pause();
    const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg"].find((one) => MediaRecorder.isTypeSupported(one));
    const parts = [], context = new AudioContext(), ear = context.createAnalyser();
    const values = new Float32Array(ear.fftSize), from = performance.now();
    let most = 0;
    context.createMediaStreamSource(stream).connect(ear);
    running = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 128000 });
    running.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
    const tick = setInterval(() => {
      ear.getFloatTimeDomainData(values);
      meter.value = Math.min(1, values.reduce((high, one) => Math.max(high, Math.abs(one)), 0));
      most = Math.max(most * 0.985, meter.value);
      const advice = most > LOUD ? told.loud : most < SOFT ? told.soft : told.right;
      if (status.textContent !== advice) status.textContent = advice;
      time.textContent = digits(clock((performance.now() - from) / 1000));
    }, 100);
    running.onstop = () => {
      clearInterval(tick);
      stream.getTracks().forEach((one) => one.stop());
      context.close();
      const sound = new Blob(parts, { type: running.mimeType }), given = new DataTransfer();
      const ending = sound.type.includes("mp4") ? "m4a" : sound.type.includes("ogg") ? "ogg" : "webm";
      running = null;
      given.items.add(new File([sound], `recording.${ending}`, { type: sound.type }));
      file.files = given.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
      heard.src = URL.createObjectURL(sound);
      heard.hidden = false;
      meter.hidden = true;
      status.textContent = told.preview;
      button.textContent = told.again;
      button.classList.remove("running");
    };
    running.start(1000);
    meter.hidden = false;
    button.textContent = told.stop;
    button.classList.add("running");
  };
  button.onclick = () => { if (running) running.stop(); else start(); };
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
}
