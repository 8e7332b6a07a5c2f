import { addDays } from "@tallystick/xs2a";
import type { Tx } from "@tallystick/kit";
import type { SandboxAccount, SandboxBank, SandboxCard } from "../../banks/bank.ts";
import type { Booking, CardUse } from "../book-all.ts";
import { isCard, type Opened } from "../open-accounts.ts";
import { ownAccountKinds, type OwnAccountKind } from "../route.ts";
import type { LedgerSchema } from "../schema.ts";
import { cardPastOf, pastDays, pastOf, type PastEntry } from "./past.ts";

export interface FirstDay {
  readonly bank: SandboxBank;
  /** YYYY-MM-DD */
  readonly today: string;
  readonly opened: readonly Opened[];
}

/**
 * The past of the accounts that were opened just now. Before it stands a first balance, such that the account holds in
 * the end what it is to hold; all are transfers like any other.
 */
export async function firstBookings(tx: Tx<LedgerSchema>, day: FirstDay): Promise<readonly Booking[]> {
  if (day.opened.length === 0) return [];
  const own = await ownAccounts(tx, day.bank.profile.providerId);
  const cards = day.opened.flatMap((one) => (isCard(one.of) ? [cardBookings(day, own, one, one.of)] : []));
  const bills = cards.flatMap((card) => card.bills);
  const accounts = day.opened.flatMap((one) =>
    isCard(one.of)
      ? []
      : accountBookings(
          day,
          own,
          one,
          one.of,
          bills.filter(({ from }) => from === one.id),
        ),
  );
  return [...accounts, ...cards.flatMap((card) => card.purchases), ...bills];
}

type OwnAccounts = (kind: OwnAccountKind, currency: string) => string;

async function ownAccounts(tx: Tx<LedgerSchema>, bank: string): Promise<OwnAccounts> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "kind", "currency"])
    .where("bank", "=", bank)
    .where("kind", "in", ownAccountKinds)
    .execute();
  const ids = new Map(rows.map(({ currency, id, kind }) => [`${kind} ${currency}`, id]));
  return (kind, currency) => ids.get(`${kind} ${currency}`)!;
}

function accountBookings(
  { bank, today }: FirstDay,
  own: OwnAccounts,
  { id, user }: Opened,
  account: SandboxAccount,
  bills: readonly Booking[],
): readonly Booking[] {
  const { balance, currency, history, iban, ownerName = user.name } = account;
  const { country, name: bankName } = bank.profile;
  const past =
    history === undefined
      ? []
      : pastOf({ kind: history, seed: `${iban} ${currency}`, balance, currency, country, bankName, today });
  const holder = { id, name: ownerName, iban, currency, key: `${iban}:${currency}` };
  const bookings = past.map((entry, index) => bookingOf(own("external", currency), holder, entry, index));
  const gained =
    past.reduce((sum, { amount }) => sum + amount, 0n) - bills.reduce((sum, { amount }) => sum + amount, 0n);
  const amount = balance - gained;
  if (amount === 0n) return bookings;
  const opening: Booking = {
    executionId: `opening:${holder.key}`,
    paymentId: "opening",
    from: own("opening", currency),
    to: id,
    amount,
    currency,
    debtor: { name: bankName, iban: "opening" },
    creditor: { name: ownerName, iban },
    remittance: "Opening balance",
    at: new Date(`${addDays(today, -pastDays - 1)}T08:00:00Z`),
  };
  return [opening, ...bookings];
}

/** Purchases, and the bills that the person's account pays; a card whose account has been there before starts afresh. */
function cardBookings(
  { bank, opened, today }: FirstDay,
  own: OwnAccounts,
  { id, user }: Opened,
  card: SandboxCard,
): { readonly purchases: readonly Booking[]; readonly bills: readonly Booking[] } {
  const { creditLimit: limit, currency, maskedPan } = card;
  const payer = opened.find(
    (one) => one.user === user && !isCard(one.of) && one.of.currency === currency && one.of.history !== undefined,
  );
  if (payer === undefined || isCard(payer.of)) return { purchases: [], bills: [] };
  const { country, name: bankName } = bank.profile;
  const { iban } = payer.of;
  const past = cardPastOf({ seed: maskedPan, currency, country, bankName, today, limit });
  const holder = { id, name: user.name, iban: "card", currency, key: maskedPan };
  const bookings = past.map((entry, index) => {
    const use = cardUse(maskedPan, entry);
    return {
      ...bookingOf(own("external", currency), holder, entry, index),
      ...(use === undefined ? {} : { card: use }),
    };
  });
  return {
    purchases: bookings.filter(({ card: use }) => use !== undefined),
    bills: bookings
      .filter(({ card: use }) => use === undefined)
      .map((bill) => ({
        ...bill,
        from: payer.id,
        debtor: { name: user.name, iban },
        creditor: { name: card.name, iban: "card" },
        remittance: `${card.name} ${maskedPan}`,
      })),
  };
}

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly iban: string;
  readonly currency: string;
  readonly key: string;
}

function bookingOf(external: string, holder: Holder, entry: PastEntry, index: number): Booking {
  const { code, day, hour, other, remittance } = entry;
  const isDebit = entry.amount < 0n;
  const self = { name: holder.name, iban: holder.iban };
  return {
    executionId: `past:${holder.key}:${index}`,
    paymentId: "past",
    from: isDebit ? holder.id : external,
    to: isDebit ? external : holder.id,
    amount: isDebit ? -entry.amount : entry.amount,
    currency: holder.currency,
    debtor: isDebit ? self : other,
    creditor: isDebit ? other : self,
    ...(remittance === undefined ? {} : { remittance }),
    transactionCode: code,
    at: new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`),
  };
}

function cardUse(maskedPan: string, { day, merchant, original }: PastEntry): CardUse | undefined {
  if (merchant === undefined) return undefined;
  return {
    maskedPan,
    merchant: merchant.name,
    merchantCategoryCode: merchant.category,
    transactionDate: addDays(day, -2)!,
    ...(original === undefined ? {} : { original }),
  };
}
