// Finds words in the archive: which files are read, and what a word is, says studio/publishing/search.
"use strict";
(() => {
  const form = document.querySelector("form[role=search]");
  if (!form) return;
  const said = form.querySelector("output"), list = document.getElementById("found"), more = document.getElementById("more");
  const words = form.dataset, root = new URL(words.root, location.href), pages = new URL(words.pages, location.href);
  const kept = new Map();
  const BATCH = 20;

  const read = (path) => {
    if (!kept.has(path)) {
      kept.set(path, fetch(new URL(`search/${path}.json`, root)).then((answer) => {
        if (answer.ok) return answer.json();
        if (answer.status === 404 || answer.status === 410) return null;
        throw new Error(answer.status);
      }).catch((error) => { kept.delete(path); throw error; }));
    }
    return kept.get(path);
  };

  const rank = (sign) => {
    if (sign.length === 2) return sign === "\u17d2\u179a" ? 1 : 0;
    if ("\u17c9\u17ca\u17cc".includes(sign)) return 2;
    return sign >= "\u17b6" && sign <= "\u17c5" ? 3 : 4;
  };

  const ordered = (syllable) => {
    const signs = syllable.slice(1).replaceAll("\u17d2\u178a", "\u17d2\u178f").match(/\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]/g);
    signs.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
    return (syllable[0] + signs.join("")).replaceAll("\u17b8\u17c1", "\u17be").replaceAll("\u17b6\u17c1", "\u17c4");
  };

  const folded = (text) => text.normalize("NFC").replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[\u17e0-\u17e9]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0)).toLowerCase()
    .replace(/[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+/g, ordered);

  const bucket = (text, buckets) => ((text.charCodeAt(0) || 0) * 31 + (text.charCodeAt(1) || 0)) % buckets;

  // The pieces of what was typed: runs of Khmer letters, and words in other letters.
  const runs = (text) => folded(text).match(/[\u1780-\u17d3\u17d7\u17dc\u17dd]+|(?:(?![\u1780-\u17dd])[\p{L}\p{N}])+(?:['’][\p{L}\p{N}]+)*/gu) || [];

  // Every document of a year in which a run is found, with its weight. A word in other letters may go on; Khmer is
  // split into the longest words that this year knows, and the last of them may go on, too.
  const found = async (run, year, buckets) => {
    const khmer = /^[\u1780-\u17dd]/.test(run);
    let all = null;
    for (let at = 0; at < run.length;) {
      const rest = run.slice(at), stems = rest.length > 1 ? [rest, rest[0]] : [rest];
      const numbers = [...new Set(stems.map((stem) => bucket(stem, buckets)))];
      const terms = Object.assign({}, ...await Promise.all(numbers.map((number) => read(`${year}/${number}`))));
      const names = Object.keys(terms);
      let matching = names.filter((name) => name.startsWith(rest)), length = rest.length;
      if (!matching.length && khmer) {
        const longest = names.filter((name) => rest.startsWith(name)).reduce((best, name) => name.length > best.length ? name : best, "");
        if (longest) [matching, length] = [[longest], longest.length];
      }
      if (!matching.length) return new Map();
      const here = new Map();
      for (const name of matching) {
        for (let i = 0; i < terms[name].length; i += 2) {
          const worth = terms[name][i + 1] * (name === rest || name.length === length ? 2 : 1);
          here.set(terms[name][i], Math.max(here.get(terms[name][i]) || 0, worth));
        }
      }
      all = all === null ? here : both(all, here);
      at += length;
    }
    return all || new Map();
  };

  const both = (one, other) => {
    const shared = new Map();
    for (const [name, worth] of one) if (other.has(name)) shared.set(name, worth + other.get(name));
    return shared;
  };

  const inYear = async (text, year, about) => {
    let all = null;
    for (const run of runs(text)) {
      const here = await found(run, year, about.buckets);
      all = all === null ? here : both(all, here);
      if (!all.size) return [];
    }
    return [...(all || [])].sort((one, other) => other[1] - one[1] || other[0] - one[0]).map(([number]) => number);
  };

  const entry = async (number, year, about) => {
    const month = `${year}-${String(Math.floor(number / about.month)).padStart(2, "0")}`;
    const rows = await read(`${year}/${month}`);
    return rows && rows[number % about.month];
  };

  const shown = ([episode, story, km, en, day]) => {
    const item = document.createElement("li"), link = document.createElement("a"), when = document.createElement("time");
    const here = document.documentElement.lang, own = here === "km" ? km : en;
    link.href = new URL(story ? `episodes/${episode}/${story}.html` : `episodes/${episode}.html`, pages);
    link.textContent = own || km || en;
    if (!own) link.lang = here === "km" ? "en" : "km";
    when.dateTime = when.textContent = day;
    item.append(link, " ", when);
    return item;
  };

  const digits = (number) => document.documentElement.lang !== "km" ? String(number)
    : String(number).replace(/[0-9]/g, (digit) => String.fromCharCode(0x17e0 + Number(digit)));

  let asked = 0;
  const search = async (text) => {
    const mine = ++asked;
    list.replaceChildren();
    more.hidden = true;
    if (!runs(text).length) { said.textContent = ""; return; }
    said.textContent = words.searching;
    try {
      const about = await read("index"), years = [...about.years];
      let waiting = [], count = 0;
      const next = async () => {
        let batch = 0;
        while (batch < BATCH && (waiting.length || years.length)) {
          if (!waiting.length) { const year = years.shift(); waiting = (await inYear(text, year, about)).map((number) => [number, year]); continue; }
          const [number, year] = waiting.shift(), row = await entry(number, year, about);
          if (mine !== asked) return;
          if (row) { list.append(shown(row)); count += 1; batch += 1; }
        }
        if (mine !== asked) return;
        const open = waiting.length || years.length;
        said.textContent = count ? (open ? words.some : words.all).replace("{count}", digits(count)) : words.none;
        more.hidden = !open || !count;
      };
      more.onclick = () => next().catch(() => { said.textContent = words.failed; });
      await next();
    } catch (error) {
      if (mine === asked) said.textContent = words.failed;
    }
  };

  const field = form.elements.q;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    search(field.value);
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  form.hidden = false;
  if (field.value) search(field.value);
})();
