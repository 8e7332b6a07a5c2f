import type {
  AccountBalance,
  AccountData,
  AccountKey,
  AccountTransaction,
  CardAccount,
  CardEntry,
  CardTransactionPage,
  NamedAccount,
  StandingOrder,
  TransactionPage,
  TransactionQuery,
} from "../spi/account-data.ts";
import type { PaymentAccount } from "../spi/spi.ts";

/** What a test says of an entry; the ids are made unless it names them. */
export type NewEntry = Partial<AccountTransaction> & { readonly bookingDate: string; readonly amount: bigint };
export type NewPending = Partial<AccountTransaction> & { readonly entryDate: string; readonly amount: bigint };
export type NewCardEntry = Partial<CardEntry> & { readonly transactionDate: string; readonly amount: bigint };

/** Where an entry stands in the order of its account. */
interface Place {
  readonly date: string;
  readonly number: number;
}

type Placed<Entry> = Entry & { readonly place: Place };

interface Shelf<Entry> {
  readonly booked: Placed<Entry>[];
  readonly pending: Placed<Entry>[];
}

/** What a PSU has at the fake. */
export interface FakeHolder {
  readonly psuId: string;
  readonly accounts: readonly PaymentAccount[];
  readonly cards?: readonly CardAccount[];
}

/** Account data in memory, for tests alone: it holds what a test has put there. */
export class FakeAccountData implements AccountData {
  readonly #holders: readonly FakeHolder[];
  readonly #balances = new Map<string, readonly AccountBalance[]>();
  readonly #entries = new Map<string, Shelf<AccountTransaction>>();
  readonly #cardEntries = new Map<string, Shelf<CardEntry>>();
  readonly #standingOrders = new Map<string, StandingOrder[]>();
  readonly #cards = new Map<string, CardAccount[]>();
  #last = 0;

  constructor(holders: readonly FakeHolder[]) {
    this.#holders = holders;
    for (const { psuId, cards = [] } of holders) this.#cards.set(psuId, [...cards]);
  }

  /** Of a payment account or a card account, instead of `interimAvailable` as its account has it. */
  setBalances(accountId: string, balances: readonly AccountBalance[]): void {
    this.#balances.set(accountId, balances);
  }

  /** Books an entry after all others of its day; its references are its number unless they are given. */
  book(accountId: string, entry: NewEntry): AccountTransaction {
    const place = this.#place(entry.bookingDate);
    const id = String(place.number);
    const currency = this.#currencyOf(accountId);
    const made = { transactionId: id, entryReference: id, valueDate: entry.bookingDate, currency, ...entry };
    shelfOf(this.#entries, accountId).booked.push({ ...made, place });
    return made;
  }

  /** Adds an entry that is not booked yet. */
  pend(accountId: string, { entryDate, ...entry }: NewPending): AccountTransaction {
    const made = { currency: this.#currencyOf(accountId), ...entry };
    shelfOf(this.#entries, accountId).pending.push({ ...made, place: this.#place(entryDate) });
    return made;
  }

  async accessSignatures(named: readonly NamedAccount[]): Promise<number> {
    const all = this.#holders.flatMap(({ accounts }) => accounts);
    const asked = all.filter((one) =>
      named.some((name) => name.iban === one.iban && (name.currency ?? one.currency) === one.currency),
    );
    return Math.max(1, ...asked.map(({ signatures = 1 }) => signatures));
  }

  /** Takes away what is pending, as its booking does. */
  settlePending(accountId: string): void {
    shelfOf(this.#entries, accountId).pending.length = 0;
  }

  addStandingOrder(accountId: string, order: StandingOrder): void {
    this.#standingOrders.set(accountId, [...(this.#standingOrders.get(accountId) ?? []), order]);
  }

  addCard(psuId: string, card: CardAccount): void {
    this.#cards.set(psuId, [...(this.#cards.get(psuId) ?? []), card]);
  }

  /** Without a booking date the entry is pending. */
  addCardEntry(accountId: string, entry: NewCardEntry): CardEntry {
    const { bookingDate, transactionDate } = entry;
    const place = this.#place(bookingDate ?? transactionDate);
    const made = { cardTransactionId: String(place.number), currency: this.#currencyOf(accountId), ...entry };
    const shelf = shelfOf(this.#cardEntries, accountId);
    (bookingDate === undefined ? shelf.pending : shelf.booked).push({ ...made, place });
    return made;
  }

  async balances(of: AccountKey): Promise<readonly AccountBalance[] | undefined> {
    const account = this.#account(of);
    if (account === undefined) return undefined;
    const { available: amount, currency } = account;
    return this.#balances.get(of.accountId) ?? [{ type: "interimAvailable", amount, currency }];
  }

  async transactions(query: TransactionQuery): Promise<TransactionPage | undefined> {
    if (this.#account(query) === undefined) return undefined;
    return pageOf(shelfOf(this.#entries, query.accountId), query, ({ entryReference }) => entryReference);
  }

  async transaction(of: AccountKey & { readonly transactionId: string }): Promise<AccountTransaction | undefined> {
    if (this.#account(of) === undefined) return undefined;
    const { booked } = shelfOf(this.#entries, of.accountId);
    const found = booked.find(({ transactionId }) => transactionId === of.transactionId);
    return found === undefined ? undefined : withoutPlace(found);
  }

  async standingOrders(of: AccountKey): Promise<readonly StandingOrder[] | undefined> {
    return this.#account(of) === undefined ? undefined : (this.#standingOrders.get(of.accountId) ?? []);
  }

  async cardAccounts(psuId: string): Promise<readonly CardAccount[]> {
    return this.#cards.get(psuId) ?? [];
  }

  async cardBalances(of: AccountKey): Promise<readonly AccountBalance[] | undefined> {
    const card = this.#card(of);
    if (card === undefined) return undefined;
    const { creditLimit: amount = 0n, currency } = card;
    return this.#balances.get(of.accountId) ?? [{ type: "interimAvailable", amount, currency }];
  }

  async cardTransactions(query: TransactionQuery): Promise<CardTransactionPage | undefined> {
    if (this.#card(query) === undefined) return undefined;
    return pageOf(shelfOf(this.#cardEntries, query.accountId), query, ({ cardTransactionId }) => cardTransactionId);
  }

  async fundsAvailable(
    of: AccountKey & { readonly amount: bigint; readonly currency: string },
  ): Promise<boolean | undefined> {
    const account = this.#account(of);
    if (account === undefined) return undefined;
    const balances = this.#balances.get(of.accountId) ?? [];
    const available = balances.find(({ type }) => type === "interimAvailable")?.amount ?? account.available;
    return account.currency === of.currency && available >= of.amount;
  }

  #account({ accountId, psuId }: AccountKey): PaymentAccount | undefined {
    const holder = this.#holders.find((one) => one.psuId === psuId);
    const account = holder?.accounts.find((one) => one.accountId === accountId);
    return account?.status === "blocked" ? undefined : account;
  }

  #card({ accountId, psuId }: AccountKey): CardAccount | undefined {
    return this.#cards.get(psuId)?.find((one) => one.accountId === accountId);
  }

  #currencyOf(accountId: string): string {
    const all = [...this.#holders.flatMap(({ accounts }) => accounts), ...[...this.#cards.values()].flat()];
    return all.find((one) => one.accountId === accountId)?.currency ?? "RON";
  }

  #place(date: string): Place {
    return { date, number: ++this.#last };
  }
}

function shelfOf<Entry>(shelves: Map<string, Shelf<Entry>>, accountId: string): Shelf<Entry> {
  let shelf = shelves.get(accountId);
  if (shelf === undefined) shelves.set(accountId, (shelf = { booked: [], pending: [] }));
  return shelf;
}

interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next?: string;
  readonly unknownEntry?: boolean;
}

function pageOf<Entry extends object>(
  shelf: Shelf<Entry>,
  { afterEntry, cursor, from, limit, status, to }: TransactionQuery,
  nameOf: (entry: Entry) => string | undefined,
): Page<Entry> {
  const after = afterEntry === undefined ? undefined : shelf.booked.find((entry) => nameOf(entry) === afterEntry);
  if (afterEntry !== undefined && after === undefined) return { entries: [], unknownEntry: true };
  const wanted = shelf[status]
    .filter(({ place }) => (from === undefined || place.date >= from) && (to === undefined || place.date <= to))
    .filter(({ place }) => after === undefined || place.number > after.place.number)
    .toSorted((a, b) => (isBefore(a.place, b.place) ? 1 : -1))
    .filter(({ place }) => cursor === undefined || isBefore(place, readCursor(cursor)));
  const page = wanted.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(withoutPlace),
    ...(wanted.length > page.length && last !== undefined ? { next: `${last.place.date}.${last.place.number}` } : {}),
  };
}

function isBefore(one: Place, other: Place): boolean {
  return one.date === other.date ? one.number < other.number : one.date < other.date;
}

function readCursor(cursor: string): Place {
  const [date = "", number = ""] = cursor.split(".");
  return { date, number: Number(number) };
}

function withoutPlace<Entry extends object>({ place: _place, ...entry }: Placed<Entry>): Entry {
  return entry as unknown as Entry;
}
