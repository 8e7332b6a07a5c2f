import type { BankProfile, ScaMessage } from "@tallystick/aspsp";
import { after, type Clock, type Db } from "@tallystick/kit";
import type { LedgerSchema } from "../ledger/schema.ts";

export type OnCode = (line: string) => void;

interface Delivery {
  readonly db: Db<LedgerSchema>;
  readonly clock: Clock;
  readonly onCode: OnCode | undefined;
  readonly profile: BankProfile;
}

const keptAfterExpiryMs = 3_600_000;

/** Puts the message on the PSU's sandbox phone; messages that expired an hour ago leave it. */
export async function deliver({ db, clock, onCode, profile }: Delivery, message: ScaMessage): Promise<void> {
  const now = clock.now();
  const bank = profile.providerId;
  await db
    .deleteFrom("phone_message")
    .where("bank", "=", bank)
    .where("expires_at", "<", after(now, -keptAfterExpiryMs))
    .execute();
  await db
    .insertInto("phone_message")
    .values({
      bank,
      psu_id: message.psuId,
      challenge_id: message.challengeId,
      kind: message.kind,
      code: message.code ?? null,
      approval: message.approval ?? null,
      text: message.text,
      answer: null,
      received_at: now,
      expires_at: message.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(["bank", "challenge_id"]).doNothing())
    .execute();
  onCode?.(lineFor(profile, message));
}

/** For example `Raiffeisen Bank Romania (sandbox) → phone of 9999999998: code 1234567. 12.50 RON to Shop ...`. */
function lineFor(profile: BankProfile, { code, kind, psuId, text }: ScaMessage): string {
  const what = kind === "code" ? `code ${code}` : "a request to approve";
  return `${profile.name} → phone of ${psuId}: ${what}. ${oneLine(text)}`;
}

/** Names come from outside: no control character reaches the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}
