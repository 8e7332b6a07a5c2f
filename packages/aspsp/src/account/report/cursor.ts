import { createHmac, timingSafeEqual } from "node:crypto";
import type { AccessEndpoint } from "../ports.ts";

/** Where a further page of a report begins. */
export interface PagePosition {
  readonly consentId: string;
  /** Core banking's own cursor. */
  readonly core: string;
  /** When the report that began with its first page ends, in seconds since 1970: later pages do not prolong it. */
  readonly endsAt: number;
}

/** What a cursor is good for; under another TPP, account, endpoint or query it is a forgery (row B8). */
export interface PageScope {
  readonly tppId: string;
  readonly endpoint: AccessEndpoint;
  /** It belongs to one consent. */
  readonly resourceId: string;
  /** One text for one query. */
  readonly query: string;
}

export interface PageCursors {
  write(position: PagePosition, scope: PageScope): string;
  /** Undefined for what this bank did not write for this scope. Says nothing about `endsAt`. */
  read(cursor: string, scope: PageScope): PagePosition | undefined;
}

const macBytes = 16;
const shape = /^([0-9]{1,12})\.([0-9a-f-]{36})\.([A-Za-z0-9._-]{1,200})$/;

/** Authenticated cursors. `key` is the bank's own, used for nothing else. */
export function createPageCursors(key: Uint8Array): PageCursors {
  const macOf = (payload: Buffer, { tppId, endpoint, resourceId, query }: PageScope): Buffer =>
    createHmac("sha256", key)
      .update(payload)
      .update(JSON.stringify([tppId, endpoint, resourceId, query]))
      .digest()
      .subarray(0, macBytes);
  return {
    write: ({ consentId, core, endsAt }, scope) => {
      const payload = Buffer.from(`${endsAt}.${consentId}.${core}`);
      return Buffer.concat([macOf(payload, scope), payload]).toString("base64url");
    },
    read: (cursor, scope) => {
      const bytes = Buffer.from(cursor, "base64url");
      // Base64url has several spellings of one value; only the one that was written counts.
      if (bytes.length <= macBytes || bytes.toString("base64url") !== cursor) return undefined;
      const payload = bytes.subarray(macBytes);
      if (!timingSafeEqual(macOf(payload, scope), bytes.subarray(0, macBytes))) return undefined;
      const [, endsAt, consentId, core] = shape.exec(payload.toString()) ?? [];
      if (consentId === undefined || core === undefined) return undefined;
      return { endsAt: Number(endsAt), consentId, core };
    },
  };
}
