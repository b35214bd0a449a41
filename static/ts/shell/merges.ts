/** Tells a page which patients' records other desks merge and separate. */
import { follow } from "../realtime/follow.ts";
import type { Api } from "../core/api.ts";
import type { Patient } from "../core/types.ts";
import type { Socket } from "../realtime/connection.ts";

const CHANNEL = "patients";

/** The body of `patient.merged`: the record with the id `patient` was merged into another one, or separated from it. */
export interface Merge {
  action: "merged" | "separated";
  patient: number;
  into: Patient;
}

interface FollowParts {
  /** Must not ask for a password. */
  api: Pick<Api, "get">;
  connection: Socket;
}

export function followMerges(parts: FollowParts, onMerge: (merge: Merge) => void) {
  follow(
    CHANNEL,
    ({ event, data }) => {
      if (event === "patient.merged") onMerge(data as unknown as Merge);
    },
    parts,
  );
}
