import { addDays } from "@tallystick/xs2a";
import { abroad, surroundingsOf, type Merchant, type Surroundings } from "./counterparties.ts";
import { chanceOf, type Chance } from "./chance.ts";

/** Whose life an account tells: a person with a salary and a rent, a company, or savings that earn interest. */
export type HistoryKind = "household" | "company" | "savings";

/** One entry of the past, as the account has it. */
export interface PastEntry {
  readonly day: string;
  /** Hour of the day, UTC: by day everywhere that the sandbox has banks. */
  readonly hour: number;
  /** Minor units, debits negative. */
  readonly amount: bigint;
  readonly other: { readonly name: string; readonly iban: string };
  readonly remittance?: string;
  /** ISO 20022 as the debtor's entry has it. */
  readonly code: string;
  readonly merchant?: Merchant;
  readonly original?: { readonly amount: bigint; readonly currency: string };
}

export interface PastOptions {
  readonly kind: HistoryKind;
  /** Makes the same account live the same life in every sandbox. */
  readonly seed: string;
  /** What the account is to hold in the end; everything in it is in proportion to that. */
  readonly balance: bigint;
  readonly currency: string;
  readonly country: string;
  readonly bankName: string;
  /** The day on which the books are opened; the past ends the day before. */
  readonly today: string;
}

export const pastDays = 90;

/** What happened in the last 90 days, the oldest first. */
export function pastOf(options: PastOptions): readonly PastEntry[] {
  const chance = chanceOf(options.seed);
  const world = surroundingsOf(options.country);
  const life = { household, company, savings }[options.kind];
  return daysBefore(options.today).flatMap((day) => life({ ...options, chance, world, day, date: dateIn(day) }));
}

function daysBefore(today: string): readonly string[] {
  return Array.from({ length: pastDays }, (_, index) => addDays(today, index - pastDays)!);
}

function dateIn(day: string): number {
  return Number(day.slice(8));
}

interface DayOfLife extends PastOptions {
  readonly chance: Chance;
  readonly world: Surroundings;
  readonly day: string;
  /** Of the month. */
  readonly date: number;
}

function salaryOf(balance: bigint): bigint {
  return whole(balance * 2n, 5n);
}

/** What whoever holds so much pays for a home, each month. */
export function rentOf(balance: bigint): bigint {
  return whole(salaryOf(balance) * 3n, 10n);
}

function household(of: DayOfLife): PastEntry[] {
  const { chance, date, day, world } = of;
  const { words } = world;
  const salary = salaryOf(of.balance);
  const month = day.slice(0, 7);
  const entries: PastEntry[] = [];
  const add = (hour: number, amount: bigint, rest: Omit<PastEntry, "day" | "hour" | "amount">) =>
    entries.push({ day, hour, amount, ...rest });
  if (date === 1) {
    const code = "PMNT-ICDT-STDO";
    add(7, -rentOf(of.balance), { other: world.landlord, remittance: `${words.rent} ${month}`, code });
  }
  if (date === 10) {
    add(8, salary, { other: world.employer, remittance: `${words.salary} ${month}`, code: transferCode(of) });
  }
  const bill = (words: string) => `${words} ${month}-${chance(9_000) + 1_000}`;
  if (date === 15) {
    add(9, -chance.part(salary, 50, 80), {
      other: world.energy,
      remittance: bill(words.energy),
      code: "PMNT-RDDT-ESDD",
    });
  }
  if (date === 20) {
    add(9, -chance.part(salary, 20, 21), {
      other: world.telephone,
      remittance: bill(words.telephone),
      code: "PMNT-RDDT-ESDD",
    });
  }
  if (chance(100) < 35) entries.push(purchase(of, chance.part(salary, 8, 35)));
  if (chance(100) < 3) {
    add(15, -whole(chance.part(salary, 30, 50), 1n), {
      other: { name: "ATM", iban: "cash" },
      remittance: "ATM",
      code: "PMNT-CCRD-CWDL",
    });
  }
  return entries;
}

function purchase({ chance, day, world }: DayOfLife, amount: bigint): PastEntry {
  const merchant = chance.pick(world.shops);
  return {
    day,
    hour: 10 + chance(5),
    amount: -amount,
    other: { name: merchant.name, iban: "card" },
    remittance: merchant.name,
    code: "PMNT-CCRD-POSD",
    merchant,
  };
}

function company(of: DayOfLife): PastEntry[] {
  const { balance, chance, date, day, world } = of;
  const { words } = world;
  const month = day.slice(0, 7);
  const entries: PastEntry[] = [];
  const code = transferCode(of);
  const invoice = () => `${words.invoice} ${month.replace("-", "")}/${chance(900) + 100}`;
  const add = (hour: number, amount: bigint, other: PastEntry["other"], remittance: string) =>
    entries.push({ day, hour, amount, other, remittance, code });
  if (chance(100) < 20) add(8, chance.part(balance, 20, 60), chance.pick(world.customers), invoice());
  if (chance(100) < 12) add(12, -chance.part(balance, 20, 50), chance.pick(world.suppliers), invoice());
  if (date === 10)
    add(9, -chance.part(balance, 110, 120), { name: words.wages, iban: "wages" }, `${words.wages} ${month}`);
  if (date === 25) add(9, -chance.part(balance, 40, 50), world.taxOffice, `${words.taxes} ${month}`);
  return entries;
}

function savings({ balance, bankName, date, day }: DayOfLife): PastEntry[] {
  if (date !== 1) return [];
  const amount = balance / 1_000n;
  if (amount <= 0n) return [];
  const month = day.slice(0, 7);
  const other = { name: bankName, iban: "interest" };
  return [{ day, hour: 6, amount, other, remittance: `Interest ${month}`, code: "ACMT-MCOP-INTR" }];
}

/** Purchases with a credit card in the last 90 days; its bill is paid on each fifth. */
export function cardPastOf(
  options: Omit<PastOptions, "kind" | "balance"> & { readonly limit: bigint },
): readonly PastEntry[] {
  const chance = chanceOf(options.seed);
  const world = surroundingsOf(options.country);
  let owed = 0n;
  return daysBefore(options.today).flatMap((day) => {
    const entries: PastEntry[] = [];
    if (dateIn(day) === 5 && owed > 0n) {
      entries.push({
        day,
        hour: 7,
        amount: owed,
        other: { name: options.bankName, iban: "bill" },
        code: "PMNT-ICDT-BOOK",
      });
      owed = 0n;
    }
    if (chance(100) < 20) {
      const amount = chance.part(options.limit, 5, 30);
      owed += amount;
      entries.push(
        chance(100) < 25
          ? foreignPurchase(options, day, amount, chance)
          : cardPurchase(day, amount, chance.pick(world.shops)),
      );
    }
    return entries;
  });
}

function cardPurchase(day: string, amount: bigint, merchant: Merchant): PastEntry {
  const other = { name: merchant.name, iban: "card" };
  return { day, hour: 13, amount: -amount, other, code: "PMNT-CCRD-POSD", merchant };
}

/** How many units of it are about a euro. */
const perEuro: Readonly<Record<string, bigint>> = { EUR: 1n, RON: 5n, GEL: 3n };

function foreignPurchase(
  { currency }: { readonly currency: string },
  day: string,
  amount: bigint,
  chance: Chance,
): PastEntry {
  const merchant = chance.pick(abroad);
  const hundredths = BigInt(Math.round(merchant.rate * 100));
  const original = { amount: (amount * hundredths) / (100n * perEuro[currency]!), currency: merchant.currency };
  return { ...cardPurchase(day, amount, merchant), original };
}

function transferCode({ currency }: PastOptions): string {
  return currency === "EUR" ? "PMNT-ICDT-ESCT" : "PMNT-ICDT-DMCT";
}

/** A fraction in whole units, as salaries and rents are. */
function whole(amount: bigint, divisor: bigint): bigint {
  return (amount / divisor / 100n) * 100n;
}
