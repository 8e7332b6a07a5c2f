import type { ScaOutcome, ScaSubject } from "./outcome.ts";

/** One redirect flow, as JSON can keep it. `state` and `oauth.codeVerifier` are secrets. Instants are UTC, ISO 8601. */
export interface ScaFlow {
  /** Comes back with the browser; the flow's key. */
  readonly state: string;
  /** `browserHashOf` the cookie of the browser that began. */
  readonly browserHash: string;
  readonly subject: ScaSubject;
  /** The authorisation that waits for the code of the redirect, where the bank wants one. */
  readonly confirmsAuthorisationId: string | undefined;
  /** Of the confirming call, on each repetition. */
  readonly confirmationRequestId: string;
  readonly oauth: PendingExchange | undefined;
  readonly expiresAt: string;
  /** While one callback is answered: until when the others wait for it. */
  readonly claimedUntil: string | undefined;
  /** Set when the flow has come to its end; every later callback gets it. */
  readonly ended: ScaOutcome | undefined;
}

export interface PendingExchange {
  /** Where the bank's `scaOAuth` leads. */
  readonly metadataUrl: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** `sent` before the code goes out, for good: a code is exchanged at most once. */
  readonly code: "awaited" | "sent";
}

/** Counts the changes of one flow from 1. */
export interface VersionedFlow {
  readonly version: number;
  readonly flow: ScaFlow;
}

/** Where flows are kept until their browser comes back; an hour after `expiresAt` they may be removed. */
export interface ScaStore {
  read(state: string): Promise<VersionedFlow | undefined>;
  /** Keeps `flow` if the version kept is still `expected` (0: none), and says whether it was. */
  replace(expected: number, flow: ScaFlow): Promise<boolean>;
}

/** For tests, and for one process whose flows may end with it. */
export function createMemoryScaStore(): ScaStore {
  const kept = new Map<string, VersionedFlow>();
  return {
    read: async (state) => kept.get(state),
    replace: async (expected, flow) => {
      if ((kept.get(flow.state)?.version ?? 0) !== expected) return false;
      kept.set(flow.state, { version: expected + 1, flow });
      return true;
    },
  };
}
