import { createRateLimits } from "../patterns/limits/rate-limits.ts";
import type { RateRules } from "../patterns/limits/lane.ts";
import type { HttpAnswer, HttpRequestInput } from "../client/transport.ts";
import { createManualTime } from "./manual-time.ts";

export const get: HttpRequestInput = { method: "GET", url: "https://bank.example/v1/accounts" };
export const key = { bank: "rzb_ro", certificate: "f00d" };
export const start = Date.parse("2026-11-24T10:00:00Z");

interface SetUp {
  readonly rules?: Partial<RateRules>;
  /** How long the bank takes for the nth request, from 0. */
  readonly takesMs?: (index: number) => number;
  readonly answers?: (index: number) => { status?: number; headers?: Record<string, string> } | undefined;
}

/** A bank that notes when it is asked, behind the limits of one key, on a clock of its own. */
export function setUp({ rules = {}, takesMs = () => 0, answers = () => undefined }: SetUp = {}) {
  const time = createManualTime(new Date(start));
  const limits = createRateLimits({ ...time, rules });
  const sent: { at: number; url: string }[] = [];
  const state = { running: 0, mostAtOnce: 0 };
  const bank = async (input: HttpRequestInput): Promise<HttpAnswer> => {
    const index = sent.length;
    sent.push({ at: time.elapsed(), url: input.url });
    state.running += 1;
    state.mostAtOnce = Math.max(state.mostAtOnce, state.running);
    const ms = takesMs(index);
    if (ms > 0) await time.sleep(ms);
    state.running -= 1;
    return { status: 200, headers: {}, body: new Uint8Array(), ...answers(index) };
  };
  return { time, limits, bank, sent, state, request: limits.around(bank, key) };
}

/** The most that were sent in any stretch of that length, wherever it begins. */
export function mostWithin(sent: readonly { at: number }[], windowMs: number): number {
  return Math.max(...sent.map(({ at: from }) => sent.filter(({ at }) => at >= from && at < from + windowMs).length));
}

export const told = (limit: number, remaining: number, resetsInMs: number, now = start) => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": String(Math.ceil((now + resetsInMs) / 1_000)),
});
