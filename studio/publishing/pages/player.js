// Adds to the browser's own player: speed, skips, chapters, the text that follows, where one stopped, a moment to share.
"use strict";
(() => {
  const place = document.querySelector(".player");
  if (!place) return;
  const audio = place.querySelector("audio"), words = place.dataset, find = (what) => place.querySelector(what);
  const said = find(".shared"), now = find(".now"), resume = find(".resume");
  const [sound, part] = audio.src.split("#");
  const begin = part ? Number(part.slice(2).split(",")[0]) : 0;
  const name = `studio ${sound}${part ? "#" + part : ""}`;
  const memory = {
    read: (key) => { try { return localStorage.getItem(key); } catch (error) { return null; } },
    write: (key, text) => { try { localStorage.setItem(key, text); } catch (error) { /* full, or not allowed */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch (error) { /* not allowed */ } },
  };
  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds)), parts = [Math.floor(whole / 60) % 60, whole % 60];
    if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
    return parts.map((each, at) => at ? String(each).padStart(2, "0") : each).join(":");
  };
  const go = (seconds) => {
    audio.currentTime = Math.max(0, seconds);
    resume.hidden = true;
    show();
    audio.play().catch(() => {});
  };

  // Links to a moment of this sound play here; everything else about them stays a link.
  const moments = [];
  for (const link of document.querySelectorAll('a[href*="#t="]')) {
    const [address, fragment] = link.href.split("#");
    if (address !== sound) continue;
    const seconds = Number(fragment.slice(2).split(",")[0]);
    if (link.closest(".times")) moments.push({ seconds, link });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(seconds);
    });
  }
  const sentences = [...document.querySelectorAll("[data-t]")].map((shown) => ({ seconds: Number(shown.dataset.t), shown }));
  for (const { seconds, shown } of sentences) {
    shown.addEventListener("click", () => { if (!String(getSelection())) go(seconds); });
  }
  document.documentElement.classList.add("plays");

  const current = (list, seconds) => {
    let low = 0, high = list.length;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle].seconds <= seconds + 0.05) low = middle + 1; else high = middle; }
    return list[low - 1];
  };
  let spoken, chapter, follows = false, scrolled = 0;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  for (const moved of ["wheel", "touchmove"]) addEventListener(moved, () => { scrolled = Date.now(); }, { passive: true });
  const show = () => {
    const seconds = audio.currentTime, sentence = current(sentences, seconds), other = current(moments, seconds);
    if (sentence !== spoken) {
      if (spoken) spoken.shown.removeAttribute("aria-current");
      if (sentence) sentence.shown.setAttribute("aria-current", "true");
      spoken = sentence;
      if (sentence && follows && Date.now() - scrolled > 6000) {
        sentence.shown.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      }
    }
    if (other !== chapter) {
      if (chapter) chapter.link.removeAttribute("aria-current");
      if (other) other.link.setAttribute("aria-current", "true");
      chapter = other;
      now.textContent = other ? other.link.lastElementChild.textContent : "";
      now.hidden = !other;
    }
  };

  const step = (way) => {
    const at = moments.indexOf(current(moments, audio.currentTime));
    const back = way < 0 && at >= 0 && audio.currentTime - moments[at].seconds > 3;
    const next = moments[back ? at : at + way];
    if (next) go(next.seconds);
    else if (way < 0) go(begin);
  };
  const skip = (seconds) => { audio.currentTime = Math.max(begin, audio.currentTime + seconds); show(); };
  for (const button of place.querySelectorAll("[data-skip]")) button.addEventListener("click", () => skip(Number(button.dataset.skip)));
  for (const button of place.querySelectorAll("[data-chapter]")) button.addEventListener("click", () => step(Number(button.dataset.chapter)));

  const speed = find("[data-speed]");
  const fast = () => { audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value); };
  speed.value = memory.read("studio speed") || "1";
  if (speed.selectedIndex < 0) speed.value = "1";
  fast();
  speed.addEventListener("change", () => { fast(); memory.write("studio speed", speed.value); });

  const follow = find("[data-follow]");
  if (follow && sentences.length) {
    const set = (wanted) => { follows = wanted; follow.setAttribute("aria-pressed", String(wanted)); };
    set(memory.read("studio follows") === "yes");
    follow.addEventListener("click", () => {
      set(!follows);
      memory.write("studio follows", follows ? "yes" : "no");
      scrolled = 0;
      if (follows && spoken) spoken.shown.scrollIntoView({ block: "center" });
    });
  } else if (follow) follow.hidden = true;

  find("[data-share]").addEventListener("click", async () => {
    const address = `${words.address}#t=${Math.floor(audio.currentTime)}`;
    try {
      if (navigator.share) { await navigator.share({ title: words.title, url: address }); return; }
      await navigator.clipboard.writeText(address);
      said.textContent = words.at.replace("{time}", clock(audio.currentTime));
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = address;
    }
  });

  let kept = -9;
  const keep = () => {
    kept = audio.currentTime;
    if (kept > begin + 10) memory.write(name, kept.toFixed(1));
  };
  audio.addEventListener("timeupdate", () => { show(); if (Math.abs(audio.currentTime - kept) > 5 && !audio.paused) keep(); });
  audio.addEventListener("pause", keep);
  audio.addEventListener("ended", () => { memory.drop(name); });
  audio.addEventListener("play", () => { place.classList.add("on"); resume.hidden = true; });
  addEventListener("pagehide", () => { if (audio.currentTime) keep(); });

  const asked = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash), before = Number(memory.read(name));
  const start = asked ? Number(asked[1]) : before;
  if (start > begin) {
    audio.currentTime = start;
    resume.firstElementChild.textContent = words.goes.replace("{time}", clock(start));
    resume.hidden = false;
    find("[data-again]").addEventListener("click", () => { memory.drop(name); go(begin); });
    show();
  }

  if ("mediaSession" in navigator && window.MediaMetadata) {
    const session = navigator.mediaSession;
    session.metadata = new MediaMetadata({ title: words.title, artist: document.title.split(" – ").pop() });
    const react = (what, does) => { try { session.setActionHandler(what, does); } catch (error) { /* unknown to it */ } };
    react("seekbackward", () => skip(-15));
    react("seekforward", () => skip(30));
    if (moments.length > 1) { react("previoustrack", () => step(-1)); react("nexttrack", () => step(1)); }
  }
  find(".tools").hidden = false;
})();
