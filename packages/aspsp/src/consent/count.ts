import { isIP } from "node:net";
import { isPublicAddress } from "@tallystick/kit";
import { Xs2aError } from "@tallystick/xs2a";
import type { AccessRequest } from "../account/ports.ts";
import type { BankProfile } from "../profile.ts";
import type { ConsentDeps } from "./deps.ts";
import { countRead, firstCounted, type DecisionRow } from "./record/decision.ts";
import { beginSession } from "./record/store.ts";

type Deps = Pick<ConsentDeps, "db" | "profile">;

const dayMs = 86_400_000;

/**
 * Counts what is limited, before it is served. Of a recurring consent: reads without the PSU, by endpoint and account, in
 * a rolling 24 hours. Of a one-off one: every read, each once, in one sitting that begins with the first. A further page
 * belongs to the read that was counted.
 */
export async function countUse(deps: Deps, request: AccessRequest, consent: DecisionRow, now: Date): Promise<void> {
  if (request.isFurtherPage) return;
  const { endpoint, resourceId, transactionId } = request;
  const { consent_id: consentId, frequency_per_day: most } = consent;
  const key = { consentId, endpoint, resourceId, transactionId };
  if (!consent.recurring) {
    if (!(await countRead(deps.db, key, { most: 1, now }))) {
      throw new Xs2aError({
        code: "CONSENT_EXPIRED",
        profile: deps.profile.codeProfile,
        text: "The consent was for one read, which has taken place.",
      });
    }
    await beginSession(deps.db, { consentId, at: now });
    return;
  }
  if (isPsuPresent(request.psuIpAddress, deps.profile)) return;
  const after = new Date(now.getTime() - dayMs);
  if (await countRead(deps.db, key, { most, now, after })) return;
  const first = (await firstCounted(deps.db, key, after)) ?? now;
  const seconds = Math.max(1, Math.ceil((first.getTime() - after.getTime()) / 1_000));
  throw new Xs2aError({
    code: "ACCESS_EXCEEDED",
    text: `The consent allows ${most} reads of this in 24 hours without the account holder.`,
    headers: { "retry-after": String(seconds) },
  });
}

/**
 * A2: an address says that the PSU is there only when a PSU could have it, one of the public internet. Where banks and
 * their users are tried out on one machine, any address will do.
 */
export function isPsuPresent(address: string | undefined, { localPsuIsPresent }: BankProfile): boolean {
  if (address === undefined || isIP(address) === 0) return false;
  return localPsuIsPresent === true || isPublicAddress(address);
}
