/** Listeners by event name: the one way in which modules tell each other something. */
export class Emitter {
  #listeners = new Map<string, Set<Listener>>();

  /** The function returned removes the listener. */
  on(name: string, listener: Listener): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }

  emit(name: string, ...details: unknown[]) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(...details);
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- each event has details of its own
type Listener = (...details: any[]) => void;
