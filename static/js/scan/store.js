/* The scans that wait, in the browser's own database: one record each, numbered in the order they were made,
   on disk before anything is sent. What an earlier edition kept in localStorage is taken over once. */

const OLD = "gendan-scan:";
let opened;

export const uuid = () => crypto.randomUUID?.() || ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

function open() {
  return (opened ||= new Promise((done, failed) => {
    const ask = indexedDB.open("gendan-scan", 1);
    ask.onupgradeneeded = () => {
      ask.result.createObjectStore("scans", { keyPath: "sequence" });
      ask.result.createObjectStore("refused", { keyPath: "uuid" });
      ask.result.createObjectStore("device");
    };
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => failed(ask.error);
  }));
}

async function run(names, mode, act) {
  const work = (await open()).transaction(names, mode, { durability: "strict" });
  const ended = new Promise((done, failed) => { work.oncomplete = done; work.onerror = work.onabort = () => failed(work.error); });
  const found = act(...names.map((name) => work.objectStore(name)));
  await ended;
  return found instanceof IDBRequest ? found.result : found;
}

/* Keep a scan under this device's next number, in one transaction, so that two tabs never share one. */
export const add = (scan) => run(["scans", "device"], "readwrite", (scans, device) => {
  const kept = { ...scan }, next = device.get("next"), name = device.get("name");
  name.onsuccess = () => {
    kept.sequence = (next.result || 0) + 1;
    kept.device = name.result || uuid();
    device.put(kept.sequence, "next");
    device.put(kept.device, "name");
    scans.add(kept);
  };
  return kept;
});

export const waiting = () => run(["scans"], "readonly", (scans) => scans.getAll());
export const refused = () => run(["refused"], "readonly", (kept) => kept.getAll());
export const drop = (rows) => run(["scans"], "readwrite", (scans) => { rows.forEach((row) => scans.delete(row.sequence)); });
export const forgive = (key) => run(["refused"], "readwrite", (kept) => { kept.delete(key); });

/* What the server has nothing to keep with stays on the device, for a supervisor. */
export const refuse = (rows) => run(["scans", "refused"], "readwrite", (scans, kept) => {
  rows.forEach((row) => { kept.put(row); scans.delete(row.sequence); });
});

/* Of whom a scan of an earlier edition was is not known: of whoever is here when it is taken over. */
export async function takeOver(user) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(OLD)), name = localStorage.getItem("gendan-device");
  if (!keys.length && !name) return;
  await run(["scans", "device"], "readwrite", (scans, device) => {
    keys.forEach((key) => scans.put({ user, ...JSON.parse(localStorage.getItem(key)) }));
    const next = device.get("next");
    next.onsuccess = () => {
      device.put(Math.max(next.result || 0, +(localStorage.getItem("gendan-scan-next") || 0)), "next");
      if (name && !next.result) device.put(name, "name");
    };
  });
  [...keys, "gendan-device", "gendan-scan-next"].forEach((key) => localStorage.removeItem(key));
}
