// The form without a network. It answers for /report alone and touches no other cache.
"use strict";
const FORM = "report-@MARK@", PAGES = ["/report", "/report/en"], FILES = [@FILES@];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const kept = await caches.open(FORM);
  await Promise.all(FILES.map(async (path) => (await kept.match(path)) || kept.add(path)));
  await kept.add(new Request(PAGES[0], { cache: "no-store" }));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("report-") && name !== FORM) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(first(request, pathname));
  else if (PAGES.includes(pathname) || pathname.startsWith("/report/places/")) event.respondWith(newest(request, pathname));
});

async function first(request, pathname) {
  const kept = await caches.open(FORM);
  return (await kept.match(pathname)) || fetch(request);
}

// A blank form: what somebody's link asks for is read by the page itself.
async function newest(request, pathname) {
  const kept = await caches.open(FORM);
  try {
    const answer = await fetch(request);
    if (answer.ok && !new URL(request.url).search) await kept.put(pathname, answer.clone());
    return answer;
  } catch (error) {
    const before = (await kept.match(pathname)) || (PAGES.includes(pathname) && (await kept.match(PAGES[0])));
    if (before) return before;
    throw error;
  }
}
