/**
 * A department's queue, equal to the server's. The page computes no order itself: after each event,
 * catch-up or poll it reads the queue again.
 */
import { throttle } from "../core/dom.ts";
import { LiveData } from "../realtime/live-data.ts";
import type { Api } from "../core/api.ts";
import type { Socket } from "../realtime/connection.ts";
import type { Queue, QueueAsked } from "./types.ts";

/** The queue is read at most once in this time; the last event is always followed by a read. */
const READ_EVERY_MS = 200;

interface LiveQueueParts {
  /** Must not ask for a password. */
  api: Pick<Api, "get">;
  connection: Socket;
}

/** `onLoaded` is emitted after each read: `queue` is then the newest one. */
export class LiveQueue extends LiveData<QueueAsked> {
  #queue: Queue | null = null;
  #asked: QueueAsked | null = null;

  constructor({ api, connection }: LiveQueueParts) {
    const readAgain = throttle(() => this.refresh(), READ_EVERY_MS);
    super({
      api,
      connection,
      source: {
        read: async (asked, signal) => {
          const { department, date } = asked;
          const queue = await api.get<Queue>(`/api/queues/${department}/`, { date }, signal);
          const apply = () => {
            this.#queue = queue;
            this.#asked = asked;
          };
          return { heads: queue.heads, epoch: queue.epoch, apply };
        },
        onMessage: readAgain,
      },
    });
  }

  /** As it was read last; null before the first read, and while another department's is read. */
  get queue(): Queue | null {
    return this.loaded ? this.#queue : null;
  }

  /** What `queue` was read for. */
  get asked(): QueueAsked | null {
    return this.loaded ? this.#asked : null;
  }
}
