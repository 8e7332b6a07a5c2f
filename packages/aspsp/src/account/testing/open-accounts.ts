import { randomBytes } from "node:crypto";
import type { OperationId, PathParams } from "@tallystick/xs2a";
import { alice, FakeCoreBanking } from "../../testing/fake-core-banking.ts";
import { StandingClock } from "../../testing/standing-clock.ts";
import { testProfile, testTpp } from "../../testing/test-bank.ts";
import type { Call } from "../../wire/call.ts";
import type { AccountDeps } from "../deps.ts";
import type { Access, AccessibleAccount, AccessRequest, StandingPayment } from "../ports.ts";
import { createPageCursors } from "../report/cursor.ts";

/** The verbs of account information on the fake core banking, with an access check that gives what the test says. */
export interface OpenAccounts {
  readonly deps: AccountDeps;
  readonly spi: FakeCoreBanking;
  readonly clock: StandingClock;
  /** What was asked of the access check, the newest last. */
  readonly requests: AccessRequest[];
  readonly standingPayments: StandingPayment[];
  /** What the consent gives from now on. */
  give(change: Partial<Access>): void;
  call<Id extends OperationId>(operation: Id, params: PathParams<Id>, query?: Record<string, string>): Call<Id>;
}

export const ronAccount: AccessibleAccount = {
  resourceId: "0195b3c4-0000-7000-8000-000000000001",
  accountId: "a-ron",
  iban: "RO03RZBR0000069999999999",
  currency: "RON",
  isCard: false,
  balances: true,
  transactions: true,
};

export function openAccounts(): OpenAccounts {
  const [spi, clock] = [new FakeCoreBanking(), new StandingClock()];
  const requests: AccessRequest[] = [];
  const standingPayments: StandingPayment[] = [];
  let access: Access = {
    consentId: "1b3dfcae-a9cc-4f3c-8b85-0123456789ab",
    psuId: alice.psuId,
    kind: "dedicated",
    recurring: true,
    accounts: [ronAccount],
    ownerName: false,
  };
  const deps: AccountDeps = {
    clock,
    profile: testProfile,
    spi,
    standardUrl: "https://localhost:4443/test_ro/xs2a/berlin/1.3",
    access: async (request) => {
      requests.push(request);
      return access;
    },
    standingPayments: async () => standingPayments,
    cursors: createPageCursors(randomBytes(32)),
  };
  return {
    deps,
    spi,
    clock,
    requests,
    standingPayments,
    give: (change) => {
      access = { ...access, ...change };
    },
    call: (operation, params, query = {}) => ({
      operation,
      params,
      query,
      tpp: testTpp,
      requestId: { value: "", sent: true },
      headers: {},
      body: undefined,
      rawBody: Buffer.alloc(0),
    }),
  };
}
