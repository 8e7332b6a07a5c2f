import type { Selectable } from "kysely";
import type { CoreBanking, PaymentAccount, ScaMethod } from "@tallystick/aspsp";
import { readRows, type Clock, type Db } from "@tallystick/kit";
import { dateOf } from "@tallystick/xs2a";
import type { SandboxBank } from "../banks/bank.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { checkPayment } from "./check-payment.ts";
import { createAccountData } from "./data/data.ts";
import { deliver, type OnCode } from "./deliver.ts";
import { execute } from "./execute.ts";
import { checkSecret } from "./secret.ts";
import { mostSignatures } from "./signatures.ts";

export interface CoreOptions {
  readonly bank: SandboxBank;
  readonly db: Db<LedgerSchema>;
  readonly clock: Clock;
  /** Receives a line for people whenever a phone gets a message; it may hold a code, so it never goes to the log. */
  readonly onCode?: OnCode;
}

const methods = {
  code: { methodId: "phone-code", type: "code", name: "Code to your sandbox phone" },
  push: { methodId: "phone-push", type: "push", name: "Approve on your sandbox phone" },
  static_pin: { methodId: "static-pin", type: "static_pin", name: "Your sandbox pin" },
} as const satisfies Record<string, ScaMethod>;

/** Core banking of one sandbox bank, before the ledger that all of them share. */
export function createCoreBanking({ bank, db, clock, onCode }: CoreOptions): CoreBanking {
  const { profile } = bank;
  const providerId = profile.providerId;
  const psu = (login: string) =>
    db.selectFrom("psu").selectAll().where("bank", "=", providerId).where("login", "=", login).executeTakeFirst();
  return {
    authenticatePsu: async (login, secret) => {
      const found = isText(login) ? await psu(login) : undefined;
      const fits = await checkSecret(secret, found?.password_hash);
      return found !== undefined && fits ? { psuId: found.login, name: found.name } : undefined;
    },
    scaMethods: async (psuId) => {
      const found = await psu(psuId);
      return found === undefined ? [] : [methods[found.sca]];
    },
    verifyStaticPin: async (psuId, methodId, pin) => {
      const found = await psu(psuId);
      const hash = methodId === methods.static_pin.methodId ? found?.pin_hash : undefined;
      return checkSecret(pin, hash ?? undefined);
    },
    deliver: (message) => deliver({ db, clock, onCode, profile }, message),
    accounts: async (psuId) => {
      const rows = await readRows<HeldAccount>(db, heldAccounts, [providerId, psuId]);
      return rows.map((row) => paymentAccountOf(row, profile.bic));
    },
    checkPayment: (order) => checkPayment(db, profile, order),
    execute: (order) => execute(db, providerId, order, clock.now()),
    accessSignatures: (accounts) => mostSignatures(db, providerId, accounts),
    ...createAccountData({ db, bank: providerId, today: () => dateOf(clock.now(), profile.timeZone) }),
  };
}

const columns = [
  "id",
  "iban",
  "currency",
  "name",
  "owner_name",
  "balance",
  "reserved",
  "credit_limit",
  "product",
  "cash_account_type",
  "usage",
  "status",
  "signatures",
] as const;
type HeldAccount = Pick<Selectable<LedgerSchema["account"]>, (typeof columns)[number]>;

const heldAccounts = `select ${columns.map((column) => `account.${column}`).join(", ")} from account
  join account_holder on account_holder.account_id = account.id
  where account.bank = $1 and account.kind = 'customer' and account_holder.psu_id = $2 order by account.id`;

function paymentAccountOf(row: HeldAccount, bic: string): PaymentAccount {
  return {
    accountId: row.id,
    iban: row.iban!,
    currency: row.currency,
    name: row.name,
    ownerName: row.owner_name,
    available: BigInt(row.balance) - BigInt(row.reserved) + BigInt(row.credit_limit ?? 0),
    bic,
    ...(row.product === null ? {} : { product: row.product }),
    ...(row.cash_account_type === null ? {} : { cashAccountType: row.cash_account_type }),
    ...(row.usage === null ? {} : { usage: row.usage }),
    ...(row.status === "enabled" ? {} : { status: row.status }),
    ...(row.signatures === 1 ? {} : { signatures: row.signatures }),
  };
}

/** PostgreSQL stores no NUL; nobody has one in a login. */
function isText(login: string): boolean {
  return !login.includes("\0") && login.length <= 200;
}
