import { addDays, dateOf } from "@tallystick/xs2a";
import type { BankProfile } from "../profile.ts";
import type { FakePsu } from "./fake-core-banking.ts";
import { openHttpBank, type HttpBank, type Reply } from "./http-bank.ts";
import { authorise } from "./psu.ts";
import { authorisationOf } from "./test-bank.ts";

/** A bank behind mutual TLS as the tests of payments use it. */
export interface PaymentBank extends HttpBank {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  /** The date at the bank in so many days. */
  inDays(days: number): string;
  /** The PSU does all that the pages ask for; Alice unless another is named. */
  authoriseAs(authorisationId: string, psu?: FakePsu): Promise<void>;
}

export async function openPaymentBank(profile: BankProfile): Promise<PaymentBank> {
  const bank = await openHttpBank({ profile });
  const { clock, spi, database } = bank;
  const authorisation = authorisationOf({ db: database.db, clock, spi, profile });
  return {
    ...bank,
    post: (path, body, headers = {}) => bank.call({ method: "POST", path, body, headers }),
    get: (path) => bank.call({ path }),
    inDays: (days) => addDays(dateOf(clock.now(), profile.timeZone), days)!,
    authoriseAs: (authorisationId, psu) => authorise({ spi, authorisation }, authorisationId, psu),
  };
}

/** The path of what an answer's `self` names, from `/v1` on. */
export function pathOf(reply: Reply): string {
  return reply.body._links.self.href.replace(/^.*(?=\/v1\/)/, "");
}

export function lastPart(href: string): string {
  return href.slice(href.lastIndexOf("/") + 1);
}
