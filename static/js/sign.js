/* Signing with a finger, a pen or the mouse. What is sent are points on a paper of 1000 × 400, strokes apart by ";":
   "12,40 15,42;300,20 301,25"; the server draws from them, and keeps nothing else. Without script the typed name is enough.

   <input type="hidden" data-strokes> <div data-sign hidden> <svg viewBox="0 0 1000 400" data-pad><path data-ink></path></svg>
   <button type="button" data-unsign></button></div> in one form. */

const WIDTH = 1000, HEIGHT = 400, MOST = 3900, STEP = 6;

document.querySelectorAll("[data-sign]").forEach((box) => {
  const form = box.closest("form"), field = form.querySelector("[data-strokes]");
  const pad = box.querySelector("[data-pad]"), ink = box.querySelector("[data-ink]");
  const strokes = field.value.split(";").filter(Boolean).map((line) => line.split(" ").map((pair) => pair.split(",").map(Number)));
  let held = null;

  const within = (number, most) => Math.max(0, Math.min(most, Math.round(number)));
  const pointOf = (event) => {
    const frame = pad.getBoundingClientRect();
    return [within(((event.clientX - frame.left) / frame.width) * WIDTH, WIDTH), within(((event.clientY - frame.top) / frame.height) * HEIGHT, HEIGHT)];
  };
  const draw = () => {
    ink.setAttribute("d", strokes.map((line) => `M${line[0].join(" ")}L${(line[1] ? line : [line[0], line[0]]).map((point) => point.join(" ")).join(" ")}`).join(""));
    field.value = strokes.map((line) => line.map((point) => point.join(",")).join(" ")).join(";");
  };
  const add = (event) => {
    const point = pointOf(event), line = strokes.at(-1), last = line.at(-1);
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < STEP || strokes.flat().length >= MOST) return;
    line.push(point);
    draw();
  };

  box.hidden = false;
  pad.addEventListener("pointerdown", (event) => {
    if (held !== null || event.button || strokes.length >= 200) return;
    event.preventDefault();
    held = event.pointerId;
    pad.setPointerCapture?.(held);
    strokes.push([pointOf(event)]);
    draw();
  });
  pad.addEventListener("pointermove", (event) => { if (event.pointerId === held) add(event); });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, (event) => { if (event.pointerId === held) held = null; });
  box.querySelector("[data-unsign]").addEventListener("click", () => { strokes.length = 0; draw(); });
  if (strokes.length) draw();
});
