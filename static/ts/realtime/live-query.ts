/** Keeps the store of appointments equal to the server for one query. */
import { LiveData, type Loaded } from "./live-data.ts";
import { channelsOf, inDepartments } from "./query-match.ts";
import { readSnapshot } from "./snapshot.ts";
import type { Api, Failure } from "../core/api.ts";
import type { AppointmentMessage, Query } from "../core/types.ts";
import type { AppointmentStore } from "./appointment-store.ts";
import type { Socket } from "./connection.ts";

interface LiveQueryParts {
  /** Must not ask for a password. */
  api: Pick<Api, "get">;
  connection: Socket;
  store: AppointmentStore;
  /** Those that carry all appointments that the user sees. */
  channels: string[];
}

export class LiveQuery extends LiveData<Query> {
  constructor({ api, connection, store, channels }: LiveQueryParts) {
    super({
      api,
      connection,
      source: {
        begin: () => store.beginLoad(),
        read,
        onMessage: ({ data }, followed) => {
          if (!data?.appointment) return;
          const seen = inDepartments(data.departments, followed);
          store.applyMessage(data as AppointmentMessage, seen);
        },
      },
    });

    async function read(query: Query, signal: AbortSignal): Promise<Loaded> {
      try {
        const { heads, epoch, events } = await readSnapshot(api, query, signal);
        return { heads, epoch, apply: () => store.applySnapshot(events, query) };
      } catch (error) {
        if ((error as Failure).code !== "too_many") throw error;
        const apply = () => store.applySnapshot([], query);
        return { heads: channelsOf(query, channels), epoch: null, tooMany: true, apply };
      }
    }
  }
}
