// The hosted page's copy of itself for days without network. It keeps the page and its manifest,
// asks its own host for a newer page when the page is opened, and refuses everything else.
"use strict";
const CACHE = "tieout";
const OWN = ["./", "manifest.webmanifest"].map((path) => new URL(path, registration.scope).href);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(OWN)));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function newestPage(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(OWN[0], fresh.clone());
    return fresh;
  } catch (offline) {
    const kept = await cache.match(OWN[0]);
    if (kept) return kept;
    throw offline;
  }
}

async function own(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const opensPage = request.mode === "navigate" && request.url.split(/[?#]/)[0].replace(/index\.html$/, "") === OWN[0];
  event.respondWith(opensPage ? newestPage(request) : own(request));
});
