/* Keeps the scan pages on the device, and nothing else: their files, and each task page as it was opened last.
   No other page, no answer to a form; whoever signs out takes all of it along (js/page.js).
   Served by shipping.views.shell.Worker, which says in TOLD before it: scope, version, shell, reader, lost. */
const SHELL = "gendan-scan-shell-" + TOLD.version, TASKS = "gendan-scan-tasks", PATIENCE = 4000;
const FILES = new Set([...TOLD.shell, ...TOLD.reader]);

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((kept) => kept.addAll(TOLD.shell.map((url) => new Request(url, { cache: "reload" })))).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("gendan-scan-shell-") && name !== SHELL) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith(TOLD.scope)) event.respondWith(page(request, url.pathname));
  else if (FILES.has(url.pathname)) event.respondWith(file(request));
});

async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

/* The server's word where it comes in time, else the page as it was opened last. */
async function page(request, path) {
  const tasks = await caches.open(TASKS), kept = await tasks.match(path);
  const late = kept && new Promise((done) => setTimeout(done, PATIENCE));
  try {
    const answer = await (late ? Promise.race([fetch(request), late]) : fetch(request));
    if (!answer) return kept;
    if (answer.ok && answer.type === "basic" && !answer.redirected) await tasks.put(path, answer.clone());
    // The task is over, or its page is no longer this person's: then it has no place on the device.
    else if (answer.status < 500) await tasks.delete(path);
    return answer;
  } catch {
    return kept || new Response(TOLD.lost, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}
