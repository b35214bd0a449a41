/** A typed event: its owner emits it, any number of listeners are called. */
export class Signal<Args extends unknown[] = []> {
  #listeners = new Set<(...args: Args) => void>();

  /** The function returned removes the listener. */
  add(listener: (...args: Args) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(...args: Args) {
    for (const listener of [...this.#listeners]) listener(...args);
  }
}
