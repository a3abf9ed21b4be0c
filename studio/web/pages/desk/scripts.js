"use strict";
/* While somebody writes, the reading time and what is wrong are asked for anew; what is unsaved is not lost unasked. */
for (const form of document.querySelectorAll("form[data-time]")) {
  const text = form.querySelector("textarea");
  const place = form.querySelector(".check");
  let waiting = 0, asked = 0, touched = false;
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.time, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const said = await answer.text();
      if (answer.ok && mine === asked) place.innerHTML = said;
    } catch { /* the network is away: the button asks again */ }
  };
  text.addEventListener("input", () => {
    touched = true;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 600);
  });
  form.addEventListener("submit", () => { touched = false; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}
