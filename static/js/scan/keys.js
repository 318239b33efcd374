/* What a gun types, wherever the focus is: signs at most 50 ms apart, ended by Enter or Tab, at least four of them. */

const GAP = 50, LEAST = 4;
const US = { Minus: "-", Period: ".", Slash: "/", Equal: "=", Semicolon: ";", Space: " " };

/* The sign a key stands for on a US layout: what a gun means while an input method swallows event.key. */
export function signOf(event) {
  if (event.key.length === 1) return event.key;
  const code = event.code || "";
  if (code.startsWith("Key")) return event.shiftKey ? code[3] : code[3].toLowerCase();
  if (/^(Digit|Numpad)\d$/.test(code)) return code.at(-1);
  return US[code] || "";
}

export class Gun {
  constructor(field, read) {
    Object.assign(this, { field, read, gathered: "", swallowed: false, at: 0 });
    document.addEventListener("keydown", (event) => this.key(event), true);
    field.addEventListener("compositionend", () => { if (this.gathered) field.value = ""; });
  }

  key(event) {
    const now = performance.now(), swallowed = event.key === "Process" || event.keyCode === 229;
    const inField = event.target === this.field, elsewhere = event.target.closest?.("input, textarea, select") && !inField;
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (now - this.at > GAP) this.gathered = "";
    const ends = event.key === "Enter" || event.key === "Tab" || (swallowed && /Enter|Tab/.test(event.code));
    if (ends && this.gathered.length >= LEAST && (!inField || this.swallowed)) return this.shot(event, inField);
    const sign = signOf(event);
    if (!sign) return;
    this.at = now;
    this.gathered += sign;
    this.swallowed = swallowed;
    if (swallowed) event.preventDefault();
    if (!inField && !event.target.closest?.("button, a, summary")) this.field.focus({ preventScroll: true });
  }

  shot(event, inField) {
    event.preventDefault();
    event.stopPropagation();
    const code = this.gathered;
    Object.assign(this, { gathered: "", swallowed: false });
    this.field.value = "";
    // Leaving the field ends what an input method was composing.
    if (inField) { this.field.blur(); this.field.focus({ preventScroll: true }); }
    this.read(code);
  }
}
