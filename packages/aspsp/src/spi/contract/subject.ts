import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { CoreBanking, ExecutableOrder, PaymentAccount } from "../spi.ts";

/** A core banking system under test, with what the suite must know about it. Made afresh for each run. */
export interface ContractSubject {
  readonly spi: CoreBanking;
  readonly fixtures: ContractFixtures;
  /** Booked balance of an account of the bank, in minor units. */
  balanceOf(iban: string): Promise<bigint>;
  close(): Promise<void>;
}

export interface ContractFixtures {
  /** Has at least one account with 100.00 available and at least one SCA method. */
  readonly payer: { readonly login: string; readonly secret: string };
  /** Another PSU, with an account in the payer's currency that the payer may not use. */
  readonly stranger: { readonly login: string; readonly secret: string };
  /** An account of this bank in the payer's currency that can be paid to. */
  readonly creditorIban: string;
  /** A product in which the payer can pay that creditor. */
  readonly product: string;
  /** A currency that the product does not support. */
  readonly foreignCurrency: string;
  /** A product that the bank does not have. */
  readonly unknownProduct: string;
  /** An IBAN with right check digits that looks like this bank's and is no account. */
  readonly unknownIban: string;
  /** When the bank has such methods: a PSU with a static pin. */
  readonly pinHolder?: { readonly login: string; readonly secret: string; readonly pin: string };
}

export type Current = () => ContractSubject;

export async function payerOf({ spi, fixtures }: ContractSubject): Promise<{ psuId: string; account: PaymentAccount }> {
  const psu = await spi.authenticatePsu(fixtures.payer.login, fixtures.payer.secret);
  assert.ok(psu, "the payer's login works");
  const account = (await spi.accounts(psu.psuId)).find((one) => one.available >= 10_000n);
  assert.ok(account, "the payer has an account with 100.00 available");
  return { psuId: psu.psuId, account };
}

export async function orderOf(subject: ContractSubject, amount = 1_250n): Promise<ExecutableOrder> {
  const { psuId, account } = await payerOf(subject);
  return {
    paymentId: randomUUID(),
    executionId: randomUUID(),
    psuId,
    product: subject.fixtures.product,
    amount,
    currency: account.currency,
    creditor: { name: "Contract Creditor", iban: subject.fixtures.creditorIban },
    debtorIban: account.iban,
    endToEndId: "CONTRACT",
    remittance: "Contract suite",
  };
}

export async function balances(subject: ContractSubject, order: ExecutableOrder) {
  const [debtor, creditor] = await Promise.all([
    subject.balanceOf(order.debtorIban),
    subject.balanceOf(order.creditor.iban),
  ]);
  return { debtor, creditor };
}
