/** The chime and the spoken call. Many browsers play sound only once a person has pressed something. */
import { byId } from "../core/dom.ts";
import { short } from "./calls.ts";
import { messages } from "./messages.ts";
import type { CalledToken } from "../core/types.ts";

/** Two falling tones; `at` in seconds. */
const TONES = [
  { hertz: 659.25, at: 0 },
  { hertz: 523.25, at: 0.45 },
];
const TONE_S = 1.2;
const LOUDNESS = 0.5;
const SILENT = 0.001;
const CHIME_MS = 1_400;

export class Sound {
  #audio: AudioContext | null = null;
  #speaks = false;

  /** Wires the board's two switches. That they were on is remembered, also over a reload at night. */
  wire() {
    const showSound = wireSwitch("sound", (on) => this.#switchAudio(on, showSound));
    const speech = byId("speech");
    speech.hidden = !("speechSynthesis" in globalThis);
    const showSpeech = wireSwitch("speech", (on) => {
      this.#speaks = on;
      showSpeech(on);
    });
    if (wasOn("sound")) this.#switchAudio(true, showSound);
    if (wasOn("speech")) showSpeech((this.#speaks = true));
  }

  /** One chime, then each call in words if speech is on. */
  announce(calls: CalledToken[]) {
    if (!calls.length) return;
    const chimes = this.#audio?.state === "running";
    if (this.#audio && chimes) chime(this.#audio);
    if (this.#speaks) setTimeout(() => calls.forEach(speak), chimes ? CHIME_MS : 0);
  }

  /** The switch shows whether sound is played, not whether it was asked for: the browser may want a press. */
  #switchAudio(on: boolean, show: (on: boolean) => void) {
    this.#audio?.close();
    this.#audio = null;
    if (!on) return show(false);
    const audio = new AudioContext();
    this.#audio = audio;
    audio.addEventListener("statechange", () => {
      if (audio === this.#audio) show(audio.state === "running");
    });
    audio.addEventListener("statechange", () => chime(audio), { once: true });
  }
}

/** Returns what shows the switch on or off. `press` gets what is asked for. */
function wireSwitch(id: string, press: (on: boolean) => void) {
  const button = byId(id);
  const [offText, onText] = [button.textContent, button.dataset.off ?? ""];
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(`board-${id}`, on ? "on" : "");
    press(on);
  });
  return (on: boolean) => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? onText : offText;
  };
}

function wasOn(id: string) {
  return localStorage.getItem(`board-${id}`) === "on";
}

function chime(audio: AudioContext) {
  if (audio.state !== "running") return;
  for (const { hertz, at } of TONES) {
    const start = audio.currentTime + at;
    const volume = audio.createGain();
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(SILENT, start + TONE_S);
    volume.connect(audio.destination);
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(start);
    tone.stop(start + TONE_S);
  }
}

function speak({ token, room }: CalledToken) {
  const text = short(token).replace("-", " ");
  const words = new SpeechSynthesisUtterance(
    room ? messages.speakToRoom(text, room) : messages.speak(text),
  );
  words.lang = document.documentElement.lang;
  speechSynthesis.speak(words);
}
