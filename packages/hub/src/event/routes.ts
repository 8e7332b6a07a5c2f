import type { Operations } from "../api/operation.ts";
import type { Cursors } from "../cursor.ts";
import { listEvents } from "./list.ts";
import { replayWebhooks } from "./replay.ts";

type EventOperations = Pick<Operations, "events.list" | "webhooks.replay">;

/** The archive of events and its replay (hub-api section 11). */
export function eventOperations({ cursors }: { readonly cursors: Cursors }): EventOperations {
  return {
    "events.list": { kind: "answers", run: (call) => listEvents(call, cursors) },
    "webhooks.replay": { kind: "creates", create: (call, tx) => replayWebhooks(call, tx, cursors) },
  };
}
