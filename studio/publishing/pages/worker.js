// The service worker: pages that were seen, and programmes that the listener keeps, without a network.
"use strict";
const SEEN = "seen-1", KEPT = "kept-1", MOST = 80;
// What a desk on the same address answers is never kept.
const APART = /^\/(desk|report|shared)(\/|$)/;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (/^(seen|kept)-/.test(name) && name !== SEEN && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || APART.test(address.pathname)) return;
  if (address.pathname.includes("/media/")) event.respondWith(sound(request));
  else event.respondWith(page(request));
});

self.addEventListener("message", (event) => {
  if (event.data === "look") event.waitUntil(look());
});

// What was withdrawn is gone here, too: the server says 404 or 410.
const left = (answer) => answer.status === 404 || answer.status === 410;

async function look() {
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) {
    const answer = await fetch(request.url, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && left(answer)) await kept.delete(request);
  }
}

async function page(request) {
  const seen = await caches.open(SEEN);
  try {
    const answer = await fetch(request);
    if (answer.status === 200 && answer.type === "basic" && !closed(answer)) await keep(seen, request, answer.clone());
    else if (left(answer)) await seen.delete(request);
    return answer;
  } catch (error) {
    const before = await seen.match(request, { ignoreSearch: request.mode === "navigate" });
    if (before) return before;
    throw error;
  }
}

const closed = (answer) => /no-store/.test(answer.headers.get("cache-control") || "");

async function keep(seen, request, answer) {
  await seen.delete(request);
  await seen.put(request, answer);
  const names = await seen.keys();
  for (const name of names.slice(0, Math.max(0, names.length - MOST))) await seen.delete(name);
}

async function sound(request) {
  const kept = await (await caches.open(KEPT)).match(request.url);
  return kept ? part(request, kept) : fetch(request);
}

// Players ask for ranges; a cache holds whole answers only.
async function part(request, whole) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") || "");
  if (!asked) return whole;
  const body = await whole.blob(), size = body.size;
  const first = asked[1] ? Number(asked[1]) : Math.max(0, size - Number(asked[2]));
  const last = asked[1] && asked[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  const headers = { "Content-Type": whole.headers.get("Content-Type") || "audio/mpeg", "Accept-Ranges": "bytes" };
  if (first >= size || first > last) return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` } });
  return new Response(body.slice(first, last + 1), {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${first}-${last}/${size}`, "Content-Length": String(last - first + 1) },
  });
}
