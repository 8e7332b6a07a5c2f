import { systemRandom, silentLog, type Db } from "@tallystick/kit";
import { Xs2aError } from "@tallystick/xs2a";
import type { Access, AccessRequest } from "../account/ports.ts";
import { createAccessCheck } from "../consent/access.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import type { HttpBank } from "./http-bank.ts";
import { testProfile, testTpp } from "./test-bank.ts";

export type Ask = (request: Partial<AccessRequest>) => Promise<Access>;

/** Asks for access to account data as a bank of that profile decides about it. */
export function askAt(bank: HttpBank, profile: BankProfile = testProfile, db: Db<BankSchema> = bank.database.db): Ask {
  const { clock, spi } = bank;
  const check = createAccessCheck({ db, clock, random: systemRandom, log: silentLog, profile, spi });
  const common = { tpp: testTpp, endpoint: "accounts", withBalance: false, isFurtherPage: false } as const;
  return (request) => check({ ...common, ...request });
}

/** Status and code of a refusal, "200" for an access. */
export async function outcomeOf(access: Promise<unknown>): Promise<string> {
  try {
    await access;
    return "200";
  } catch (error) {
    if (error instanceof Xs2aError) return `${error.status} ${error.code ?? ""}`.trim();
    throw error;
  }
}
