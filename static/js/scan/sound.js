/* The four answers as sound and as a buzz: made here, so that there is no file to wait for.
   ok short and high · over two, middle · ask rising · wrong long and low. Each tone: pitch in Hz, start and length in seconds. */
export const TONES = {
  ok: [[1250, 0, .08]],
  over: [[620, 0, .12], [620, .18, .12]],
  ask: [[480, 0, .12], [720, .13, .12], [960, .26, .14]],
  wrong: [[190, 0, .55]],
};
export const BUZZ = { ok: [40], over: [60, 60, 60], ask: [40, 40, 120], wrong: [320] };
const LOUDNESS = .25, BETWEEN = 700;

let out;

export function signal(tone, muted = false) {
  if (!TONES[tone]) return;
  navigator.vibrate?.(BUZZ[tone]);
  if (muted) return;
  out ||= new (window.AudioContext || window.webkitAudioContext)();
  out.resume?.();
  for (const [pitch, start, length] of TONES[tone]) {
    const voice = out.createOscillator(), loud = out.createGain(), at = out.currentTime + start;
    voice.frequency.value = pitch;
    voice.type = tone === "wrong" ? "square" : "sine";
    loud.gain.setValueAtTime(LOUDNESS, at);
    loud.gain.exponentialRampToValueAtTime(.001, at + length);
    voice.connect(loud).connect(out.destination);
    voice.start(at);
    voice.stop(at + length);
  }
}

/* All four, one after the other, to set the volume by; also while the page is mute. */
export function rehearse(shown) {
  Object.keys(TONES).forEach((tone, n) => setTimeout(() => { shown?.(tone); signal(tone); }, n * BETWEEN));
}
