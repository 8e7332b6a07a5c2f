import type { Checkpoint, Log, MovableClock } from "@tallystick/kit";

export interface SystemOptions {
  /** Everything that must survive a restart; made when missing. */
  readonly dataDir: string;
  /** Throws away what the data folder and the database hold and begins anew. */
  readonly reset?: boolean;
  /** Added to every port; default 0. */
  readonly portBase?: number;
  /** Another PostgreSQL than the embedded one. */
  readonly databaseUrl?: string;
  /** Default one that runs with the system's; the sandbox lets people move it. */
  readonly clock?: MovableClock;
  readonly log?: Log;
  /** Reached by names that begin with their part: `hub.after_intent_commit`, `bank.before_execute`. */
  readonly checkpoint?: Checkpoint;
  /** Receivers of webhooks on this machine, `host:port`, beside the system's own shop. */
  readonly allow?: readonly string[];
  /** Receives a line for people when something takes a while. */
  readonly onProgress?: (line: string) => void;
  readonly onCode?: (line: string) => void;
}
