/** Counts the followers of each subscribed channel, and remembers each stream's head. Knows no socket. */

/** The highest number of a stream, and the name of its numbering. */
export interface Head {
  seq: number;
  epoch: string;
}

export class SharedChannels {
  #channels = new Map<string, { followers: number; head: Head | null }>();

  /** Returns whether this is the channel's first follower. */
  add(channel: string): boolean {
    const known = this.#channels.get(channel);
    if (known) known.followers += 1;
    else this.#channels.set(channel, { followers: 1, head: null });
    return !known;
  }

  /** Returns whether this was the channel's last follower. */
  remove(channel: string): boolean {
    const known = this.#channels.get(channel);
    if (!known) return false;
    known.followers -= 1;
    return known.followers === 0 && this.#channels.delete(channel);
  }

  /** The head of a channel that is subscribed on the present socket, else null. */
  headOf(channel: string): Head | null {
    return this.#channels.get(channel)?.head ?? null;
  }

  onSubscribed(channel: string, head: Head) {
    const known = this.#channels.get(channel);
    if (known) known.head = { ...head };
  }

  onHeads(heads: Record<string, number>, epoch: string) {
    for (const [channel, seq] of Object.entries(heads)) this.onSubscribed(channel, { seq, epoch });
  }

  onMessage(channel: string, seq: number | undefined) {
    const head = this.headOf(channel);
    if (head && seq !== undefined && seq > head.seq) head.seq = seq;
  }

  /** The socket is closed; the next one subscribes to each channel again. */
  onClosed() {
    for (const known of this.#channels.values()) known.head = null;
  }
}
