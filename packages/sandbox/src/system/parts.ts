import type { Checkpoint, Clock, Log, Random } from "@tallystick/kit";
import type { SandboxPki } from "../certificates/pki.ts";
import type { SandboxClock } from "../clock/sandbox-clock.ts";
import type { SystemAddresses } from "./addresses.ts";
import type { SandboxSecrets } from "./secrets.ts";

/** What the parts of one running system share. */
export interface SystemParts {
  readonly addresses: SystemAddresses;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly pki: SandboxPki;
  readonly secrets: SandboxSecrets;
  readonly clock: Clock;
  /** The same one, for those who may move it. */
  readonly sandboxClock: SandboxClock;
  readonly random: Random;
  readonly log: Log;
  readonly checkpoint: Checkpoint;
  /** More addresses, `host:port`, that webhooks and redirects may go to. */
  readonly allow: readonly string[];
  /** Receives a line for people with each one-time code. */
  readonly onCode: ((line: string) => void) | undefined;
}
