/* Trying a scanner out: which keys it sends, how fast, how it ends, and what the house makes of the code.

   <div data-scanner data-say-slow … data-say-fine> (the words of advice) around
   <form><input name="code"></form>, <div id="scanner-made"> and <div hidden data-scanner-keys> with
   [data-keys data-signs data-suffix data-pause data-mean data-advice]. Works as a plain GET form without script. */

import { signOf } from "./scan/keys.js";

const place = document.querySelector("[data-scanner]"), field = place.querySelector("[name=code]"), form = field.form;
const box = place.querySelector("[data-scanner-keys]");
const put = (name, text) => { box.querySelector(`[data-${name}]`).textContent = text; };
const shown = (event) => (event.key === "Process" || event.keyCode === 229 ? `⟨${event.code}⟩` : event.key.length === 1 ? event.key : `⟨${event.key}⟩`);
let keys = [];

function advice(pauses, signs, suffix) {
  const words = place.dataset, said = [];
  if (keys.some((one) => one.swallowed)) said.push(words.sayIme);
  if (keys.some((one) => one.caps)) said.push(words.sayCaps);
  if (Math.max(0, ...pauses) > 50) said.push(words.saySlow);
  if (signs.length < 4) said.push(words.sayShort);
  if (!suffix) said.push(words.sayBare);
  return said.join(" ") || words.sayFine;
}

async function show(suffix) {
  const typed = keys.filter((one) => one.sign), signs = typed.map((one) => one.sign).join("");
  const pauses = keys.slice(1).map((one, n) => Math.round(one.at - keys[n].at));
  put("keys", keys.map((one) => one.name).join(" "));
  put("signs", signs.length);
  put("suffix", suffix || "--");
  put("pause", pauses.length ? `${Math.max(...pauses)} ms` : "--");
  put("mean", pauses.length ? `${Math.round(pauses.reduce((sum, one) => sum + one, 0) / pauses.length)} ms` : "--");
  put("advice", advice(pauses, signs, suffix));
  box.hidden = false;
  const code = keys.some((one) => one.swallowed) ? signs : field.value || signs;
  keys = [];
  field.value = "";
  const answer = await fetch(`${location.pathname}?${new URLSearchParams({ code })}`, { headers: { "HX-Request": "true" } });
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  document.getElementById("scanner-made").replaceWith(part.content.querySelector("#scanner-made"));
  field.focus();
}

let waiting;
field.addEventListener("keydown", (event) => {
  if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  if (keys.length && performance.now() - keys.at(-1).at > 2000) keys = [];
  keys.push({ name: shown(event), sign: signOf(event), at: performance.now(), swallowed: event.key === "Process" || event.keyCode === 229, caps: event.getModifierState("CapsLock") });
  clearTimeout(waiting);
  const ends = /^(Enter|NumpadEnter|Tab)$/.exec(event.key === "Process" ? event.code : event.key);
  if (ends && keys.length > 1) { event.preventDefault(); show(ends[0]); }
  else waiting = setTimeout(() => show(""), 1500);
});
form.addEventListener("submit", (event) => event.preventDefault());
