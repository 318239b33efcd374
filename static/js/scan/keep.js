/* Keeps this task on the device: registers the worker of the scan pages and lays the page as it is now beside it. */

const TASKS = "gendan-scan-tasks", REST = 5000;
const script = document.querySelector("meta[name=scan-worker]")?.content;
const scope = script && new URL(".", new URL(script, location.href)).pathname;
let resting, kept = false;

export async function keep() {
  if (!script || !navigator.serviceWorker || !location.pathname.startsWith(scope)) return;
  try {
    await navigator.serviceWorker.register(script, { scope });
    await navigator.serviceWorker.ready;
    kept = true;
    await lay();
  } catch { /* without a worker the page works as long as there is a connection */ }
}

/* After answers the counts on the kept page are old, and others may have picked: fetched again, once things are quiet. */
export function renew(seen) {
  clearTimeout(resting);
  resting = setTimeout(() => lay(seen).catch(() => {}), REST);
}

async function lay(seen) {
  const answer = await fetch(location.pathname), here = answer.ok && !answer.redirected;
  if (here) seen?.(await answer.clone().text());
  if (!kept) return;
  const tasks = await caches.open(TASKS);
  if (here) await tasks.put(location.pathname, answer);
  else await tasks.delete(location.pathname);
  document.documentElement.dataset.kept = "yes";
}
