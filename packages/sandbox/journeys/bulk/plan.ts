import type { SinglePayment } from "@tallystick/xs2a";
import { romanianDefaults, type SandboxAccount, type SandboxBank, type SandboxUser } from "../../src/banks/bank.ts";

/** A Romanian IBAN of the fictional bank `BULK`, with its check digits. */
function ibanOf(number: number): string {
  const account = `BULK${String(number).padStart(16, "0")}`;
  const digits = `${account}RO00`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return `RO${String(98n - (BigInt(digits) % 97n)).padStart(2, "0")}${account}`;
}

const account = (number: number, balance: bigint): SandboxAccount => ({
  iban: ibanOf(number),
  currency: "RON",
  balance,
  name: "Current account",
});

const user = (login: string, owned: SandboxAccount): SandboxUser => ({
  login,
  password: `the-word-of-${login}`,
  sca: "code",
  name: `Company ${login}`,
  accounts: [owned],
});

/** Companies that pay, each from one account; they sign at the same time, each its own payments one by one. */
export const payers: readonly SandboxUser[] = Array.from({ length: 6 }, (_, index) =>
  user(`payer-${index}`, account(100 + index, 10_000_000n)),
);
/** A company with hardly any money. */
const pauper = user("pauper", account(200, 500n));
export const signers: readonly SandboxUser[] = [...payers, pauper];

export const creditorIban = ibanOf(300);

/** A bank for this journey alone: nothing is limited, since its TPP is in a hurry. */
const { limits: _limits, ...unlimited } = romanianDefaults;
export const bulkBank: SandboxBank = {
  profile: {
    ...unlimited,
    providerId: "bulk_ro",
    name: "Bulk Bank (test)",
    bic: "BULKRO22",
    brand: { colour: "#123456", accent: "#abcdef", font: "sans", tagline: "One by one", mark: "B" },
  },
  users: [...signers, user("creditor", account(300, 0n))],
};

export const product = "domestic-ron-transfers";

/** Items of which the bank knows at once that it cannot pay them, and items for which the money is missing later. */
export const refused: readonly number[] = [7, 123, 250, 251, 499];
export const unfunded: readonly number[] = [40, 333, 498];

/** In bani; no two alike, so that an amount tells its payment. */
export const amountOf = (index: number): bigint => 1_000n + BigInt(index);

export function paymentsOf(count: number): SinglePayment[] {
  return Array.from({ length: count }, (_, index) => {
    const payer = unfunded.includes(index) ? pauper : payers[index % payers.length]!;
    const minor = amountOf(index);
    return {
      endToEndIdentification: `BULK-${index}`,
      instructedAmount: { currency: "RON", amount: `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}` },
      debtorAccount: { iban: payer.accounts[0]!.iban },
      // An account that this bank would keep, if there were one.
      creditorAccount: { iban: refused.includes(index) ? ibanOf(9_999) : creditorIban },
      creditorName: "Company creditor",
      remittanceInformationUnstructured: `Item ${index}`,
    };
  });
}
