import type { ServerResponse } from "node:http";
import {
  createLimiter,
  type Clock,
  type Db,
  type LimitRules,
  type Log,
  type Random,
  type Standing,
} from "@tallystick/kit";
import { Xs2aError, type CodeProfile } from "@tallystick/xs2a";
import type { BankSchema } from "../migrations/schema.ts";

/**
 * The limits of a bank per TPP (decision 18), by its organizationIdentifier and nothing that a request says. Headers are
 * set on the answer at once, so that they stand on errors and on 204 as well.
 */
export interface TppLimits {
  /** Sets the headers of an identified TPP's answer as things stand; counts nothing. */
  tell(tppId: string, res: ServerResponse): void;
  /** Counts a request; throws 429 ACCESS_EXCEEDED, or 503 when the limit cannot be asked (row D4). */
  enter(tppId: string, res: ServerResponse): Promise<Stay>;
  /** To be called at least every 20 seconds. */
  renew(): Promise<void>;
}

/** A request that is inside: its place is free when its answer is gone and its work has ended, whichever is later. */
export interface Stay {
  /** The request's work; a caller that hangs up does not end it. */
  during<T>(work: Promise<T>): Promise<T>;
}

export interface LimitsDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly profile: { readonly limits?: LimitRules; readonly codeProfile?: CodeProfile };
}

export function createTppLimits(deps: LimitsDeps): TppLimits {
  const { limits: rules, codeProfile: profile } = deps.profile;
  if (rules === undefined) return noLimits;
  const limiter = createLimiter({ ...deps, rules });
  return {
    tell: (tppId, res) => setHeaders(res, limiter.standing(tppId)),
    enter: async (tppId, res) => {
      const admission = await limiter.enter(tppId).catch(() => {
        throw new Xs2aError({ status: 503, text: "The service is not available.", headers: { "retry-after": "1" } });
      });
      setHeaders(res, admission.standing);
      if (admission.kind === "admitted") return stay(res, admission.leave);
      const headers = { "retry-after": String(admission.retryAfterSeconds) };
      throw new Xs2aError({ code: "ACCESS_EXCEEDED", profile, text: texts[admission.reason], headers });
    },
    renew: () => limiter.renew(),
  };
}

const texts = {
  window: "More requests than the limit allows; see the X-RateLimit headers.",
  concurrent: "More requests at a time than the limit allows.",
} as const;

const noLimits: TppLimits = {
  tell: () => {},
  enter: async () => ({ during: (work) => work }),
  renew: async () => {},
};

function setHeaders(res: ServerResponse, { limit, remaining, resetsAt }: Standing): void {
  res.setHeader("x-ratelimit-limit", limit);
  res.setHeader("x-ratelimit-remaining", remaining);
  res.setHeader("x-ratelimit-reset", Math.ceil(resetsAt.getTime() / 1_000));
}

function stay(res: ServerResponse, leave: () => void): Stay {
  let inside = 1;
  const done = (): void => {
    inside -= 1;
    if (inside === 0) leave();
  };
  // The connection may have gone while the limit was asked: then there is nothing to wait for.
  if (res.closed) done();
  else res.once("close", done);
  return {
    during: async (work) => {
      inside += 1;
      try {
        return await work;
      } finally {
        done();
      }
    },
  };
}
