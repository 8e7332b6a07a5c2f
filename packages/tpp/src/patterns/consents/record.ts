import { isCalendarDate, type AccountAccess } from "@tallystick/xs2a";
import type { ConsentState, MoveReason } from "./states.ts";

/** Which consent; `bank` is the application's own name of the bank (and environment). */
export interface ConsentKey {
  readonly bank: string;
  readonly consentId: string;
}

/** What a consent allows; its successor is asked for with the same. */
export interface ConsentScope {
  readonly access: AccountAccess;
  readonly recurringIndicator: boolean;
  /** Reads a day without the PSU. */
  readonly frequencyPerDay: number;
  readonly combinedServiceIndicator?: boolean | undefined;
}

/** Where the PSU authorises it. */
export interface ScaLinks {
  readonly scaRedirect?: string | undefined;
  /** The authorization server's metadata, where the bank authorises by OAuth. */
  readonly scaOAuth?: string | undefined;
  /** Scope to ask for at `scaOAuth`. */
  readonly oauthScope?: string | undefined;
}

/** What is kept of one consent. */
export interface ConsentRecord extends ConsentKey {
  /** The application's own name of the person. */
  readonly user: string | undefined;
  readonly state: ConsentState;
  /** Why it is in that state; undefined as long as it is only created. */
  readonly reason: MoveReason | undefined;
  readonly scope: ConsentScope;
  /** `YYYY-MM-DD`, inclusive: as asked for, and once authorised as the bank has made it. */
  readonly validUntil: string;
  readonly links: ScaLinks;
  /** `consentId` of the one that it is to take the place of, at the same bank. */
  readonly renews: string | undefined;
  /** How its own renewal stands. */
  readonly renewal: Renewal | undefined;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** Grows by one with each change; what a change was decided on. */
  readonly version: number;
}

/**
 * `intended`: written down, and the bank asked or about to be. `created`: the bank has made the successor. `notified`: the
 * PSU has been told. `refused`: the bank wants no successor.
 */
export type RenewalStep = "intended" | "created" | "notified" | "refused";

export interface Renewal {
  /** X-Request-ID of the successor's creation, and the id of its notice: the same at each repetition. */
  readonly requestId: string;
  readonly step: RenewalStep;
  /** What is asked for besides the scope; kept, so that a repetition is the same request. */
  readonly request: RenewalRequest;
  /** `consentId` of the successor, once the bank has made it. */
  readonly successor: string | undefined;
  /** Failures in a row. */
  readonly failures: number;
  /** Not to be tried again before. */
  readonly nextAt: Date;
  /** Who is at it, and until when nobody else may. */
  readonly lease: { readonly owner: string; readonly until: Date } | undefined;
  /** The code with which the bank refused. */
  readonly refusal: string | undefined;
}

export interface RenewalRequest {
  /** `YYYY-MM-DD`, inclusive. */
  readonly validUntil: string;
  /** The TPP's own address: no PSU is there (guidelines, `PSU-IP-Address`). */
  readonly ipAddress: string;
  readonly redirectUri: string;
  readonly nokRedirectUri?: string | undefined;
}

/** One move of one consent, told at least once and always under the same id. */
export interface ConsentEvent extends ConsentKey {
  readonly eventId: string;
  /** Undefined for the first one, into `created` (or whatever it was when it was first tracked). */
  readonly from: ConsentState | undefined;
  readonly to: ConsentState;
  readonly reason: MoveReason | undefined;
  /** The record's version after the move: events of one consent come in this order. */
  readonly version: number;
  readonly at: Date;
}

/** A record as stores that keep text write it. */
export function recordText(record: ConsentRecord): string {
  return JSON.stringify(record);
}

/** Throws TypeError on what is no record, naming the member. */
export function recordFrom(text: unknown): ConsentRecord {
  const read = documentOf(text);
  for (const member of ["bank", "consentId", "state"]) {
    if (typeof read[member] !== "string") throw new TypeError(`consent: ${member} is no text`);
  }
  if (!isCalendarDate(read["validUntil"])) throw new TypeError("consent: validUntil is no date");
  if (!Number.isInteger(read["version"])) throw new TypeError("consent: version is no whole number");
  const record = read as unknown as Written<ConsentRecord>;
  return {
    ...(record as unknown as ConsentRecord),
    user: record.user,
    reason: record.reason,
    renews: record.renews,
    renewal: record.renewal === undefined ? undefined : renewalOf(record.renewal as unknown as Written<Renewal>),
    createdAt: instant("createdAt", record.createdAt),
    changedAt: instant("changedAt", record.changedAt),
  };
}

/** An event from the JSON text, or the object of it, that a store keeps; throws TypeError on what is none, naming the member. */
export function eventFrom(text: unknown): ConsentEvent {
  const read = documentOf(text) as unknown as Written<ConsentEvent>;
  if (typeof read.eventId !== "string") throw new TypeError("consent event: eventId is no text");
  const { from, reason } = read;
  return { ...(read as unknown as ConsentEvent), from, reason, at: instant("at", read.at) };
}

type Written<Of> = { readonly [Member in keyof Of]: Of[Member] extends Date ? string : Of[Member] };

function renewalOf(renewal: Written<Renewal>): Renewal {
  const lease = renewal.lease as unknown as { owner: string; until: string } | undefined;
  return {
    ...(renewal as unknown as Renewal),
    successor: renewal.successor,
    refusal: renewal.refusal,
    nextAt: instant("renewal.nextAt", renewal.nextAt),
    lease: lease && { owner: lease.owner, until: instant("renewal.lease.until", lease.until) },
  };
}

function documentOf(text: unknown): Record<string, unknown> {
  const read: unknown = typeof text === "string" ? JSON.parse(text) : text;
  if (typeof read !== "object" || read === null) throw new TypeError("consent: no object");
  return read as Record<string, unknown>;
}

function instant(member: string, text: unknown): Date {
  const at = new Date(typeof text === "string" ? text : "");
  if (Number.isNaN(at.getTime())) throw new TypeError(`consent: ${member} is no instant`);
  return at;
}
