/* Reads codes from the camera's picture: the browser's own reader where there is one, else the one we bring along,
   which is fetched now. A code counts once for as long as it stays in the picture, however long that is. */

const FORMATS = ["qr_code", "data_matrix", "code_128", "ean_13", "ean_8", "code_39", "itf", "upc_a", "upc_e"];
const PICTURE = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
const BETWEEN = 120, GONE = 1500;

async function reader(box) {
  if (window.BarcodeDetector) {
    const formats = (await BarcodeDetector.getSupportedFormats()).filter((one) => FORMATS.includes(one));
    if (formats.includes("qr_code")) return new BarcodeDetector({ formats });
  }
  const own = await import(box.dataset.reader);
  own.prepareZXingModule({ overrides: { locateFile: () => box.dataset.wasm } });
  return new own.BarcodeDetector({ formats: FORMATS });
}

export class Camera {
  constructor(button, read) {
    const box = document.querySelector("[data-viewfinder]");
    Object.assign(this, { button, read, box, video: box.querySelector("video"), torch: box.querySelector("[data-torch]"), zoom: box.querySelector("[data-zoom]"), seen: new Map() });
    this.torch.addEventListener("click", () => this.light());
    this.zoom.addEventListener("input", () => this.track?.applyConstraints({ advanced: [{ zoom: +this.zoom.value }] }));
    addEventListener("pagehide", () => this.close());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.close(); });
  }

  toggle() { return this.stream ? this.close() : this.open(); }

  async open() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: PICTURE, audio: false });
      this.show(true, "");
      this.video.srcObject = this.stream;
      await this.video.play();
      this.eye ||= await reader(this.box);
    } catch (fault) {
      this.close();
      return this.show(true, fault.name === "NotAllowedError" ? this.box.dataset.textDenied : this.box.dataset.textFailed);
    }
    this.offer();
    this.look();
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.seen.clear();
    this.show(false, "");
  }

  show(open, word) {
    this.box.hidden = !open;
    this.button.setAttribute("aria-pressed", Boolean(this.stream));
    this.video.hidden = !this.stream;
    this.box.querySelector("[data-camera-word]").textContent = word;
  }

  /* Light and zoom, where this camera has them. */
  offer() {
    [this.track] = this.stream.getVideoTracks();
    const able = this.track.getCapabilities?.() || {};
    this.torch.hidden = !able.torch;
    this.zoom.closest("label").hidden = !able.zoom;
    if (able.zoom) Object.assign(this.zoom, { min: able.zoom.min, max: able.zoom.max, step: able.zoom.step || .1, value: this.track.getSettings().zoom || able.zoom.min });
  }

  light() {
    const on = this.torch.getAttribute("aria-pressed") !== "true";
    this.track?.applyConstraints({ advanced: [{ torch: on }] });
    this.torch.setAttribute("aria-pressed", on);
  }

  async look() {
    const stream = this.stream;
    while (this.stream === stream && stream) {
      const found = await this.eye.detect(this.video).catch(() => []);
      if (this.stream === stream) this.meet(found.map((one) => one.rawValue));
      await new Promise((next) => setTimeout(next, BETWEEN));
    }
  }

  meet(codes) {
    const now = performance.now();
    for (const [code, at] of this.seen) if (now - at > GONE) this.seen.delete(code);
    for (const code of codes) {
      if (!this.seen.has(code)) this.read(code);
      this.seen.set(code, now);
    }
  }
}
