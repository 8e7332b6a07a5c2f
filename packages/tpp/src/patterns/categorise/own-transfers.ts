// Pairs the two halves of a transfer between accounts of one user, so that neither counts as income or expense.
import type { StatementLine } from "./line.ts";
import { tokensOf } from "./normalise.ts";

export interface OwnAccounts {
  /** IBANs of all accounts of the user, also of those whose lines are not here; electronic form. */
  readonly ibans: ReadonlySet<string>;
  /** Names of the user as counterparty names write them; without any, halves without IBANs are not paired. */
  readonly ownerNames: readonly string[];
}

export interface OwnTransfer {
  readonly debitId: string;
  readonly creditId: string;
  /** `iban`: at least one half names the other's account. `name`: neither has an IBAN, the user's name stands there. */
  readonly by: "iban" | "name";
  /** Another line would have fitted one of the halves as well, or there were more candidates than are looked at. */
  readonly isAmbiguous: boolean;
}

/** Most days between the two halves. */
export const ownTransferDays = 3;

/** Most other accounts without a telling IBAN, of one day, that a line is held against; over that its pair is ambiguous. */
export const ownTransferCandidates = 16;

/** Most pairs that are looked into again to find room for one more. */
const maxSteps = 256;

type Strength = 0 | 1 | 2;

/** Lines of one size that only their ids tell apart. They are matched by number, so that a thousand cost no more than one. */
interface Kind {
  readonly accountId: string;
  readonly iban: string | undefined;
  readonly names: "own" | "other" | "nobody";
  /** Days since 1970. */
  readonly day: number;
  readonly key: string;
  readonly ids: string[];
  /** How many are in no pair yet. */
  left: number;
  /** By strength, the nearest first. */
  readonly edges: Readonly<Record<Strength, Edge[]>>;
}

/** Two kinds that can belong together. */
interface Edge {
  readonly debit: Kind;
  readonly credit: Kind;
  /** 2: both halves name each other's account; 1: one does; 0: by name. */
  readonly strength: Strength;
  readonly days: number;
  /** There were more candidates than are looked at. */
  readonly isCut: boolean;
  /** How many pairs. */
  count: number;
}

/**
 * Opposite amounts of one currency on two accounts, at most three days apart, whose IBANs (or, without IBANs, the
 * user's name) say that they belong together. One to one, and as many pairs as fit; the same pairs in whatever order the lines
 * come. `minors` are the amounts in minor units. Lines without an IBAN are held against `ownTransferCandidates` accounts of
 * each day and kind: where there are more, pairs are ambiguous and a few may be missed.
 */
export function pairOwnTransfers(
  lines: readonly StatementLine[],
  minors: readonly bigint[],
  own: OwnAccounts,
): OwnTransfer[] {
  const owners = own.ownerNames.map((name) => tokensOf(name).toSorted().join(" ")).filter((name) => name !== "");
  const groups = new Map<string, Group>();
  for (const [index, line] of lines.entries()) {
    const minor = minors[index] ?? 0n;
    if (!mayBeHalf(line, minor, own)) continue;
    const isDebit = minor < 0n;
    const size = `${line.currency} ${isDebit ? -minor : minor}`;
    let group = groups.get(size);
    if (group === undefined) groups.set(size, (group = { debits: [], credits: [] }));
    (isDebit ? group.debits : group.credits).push(line);
  }
  return [...groups.values()]
    .filter(({ debits, credits }) => debits.length > 0 && credits.length > 0)
    .flatMap(({ debits, credits }) => pairGroup(kindsOf(debits, owners), kindsOf(credits, owners)))
    .toSorted((a, b) => compare(a.debitId, b.debitId));
}

/** Lines of one currency and size. */
interface Group {
  readonly debits: StatementLine[];
  readonly credits: StatementLine[];
}

/** Lines that cannot be half of an own transfer are left out early: a shop's, or one whose other side is somebody else. */
function mayBeHalf(
  { merchantCategoryCode, counterpartyIban }: StatementLine,
  minor: bigint,
  own: OwnAccounts,
): boolean {
  if (minor === 0n || merchantCategoryCode !== undefined) return false;
  return counterpartyIban === undefined || own.ibans.has(counterpartyIban);
}

/** In an order that does not depend on the order of the lines. */
function kindsOf(lines: readonly StatementLine[], owners: readonly string[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { id, accountId, counterpartyIban: iban, counterpartyName, date } of lines) {
    const names = iban === undefined ? namesOf(counterpartyName ?? "", owners) : "nobody";
    const key = keyOf(date, accountId, iban, names);
    let kind = kinds.get(key);
    if (kind === undefined) {
      const day = Date.parse(date) / 86_400_000;
      kinds.set(key, (kind = { accountId, iban, names, day, key, ids: [], left: 0, edges: { 0: [], 1: [], 2: [] } }));
    }
    kind.ids.push(id);
    kind.left += 1;
  }
  for (const { ids } of kinds.values()) ids.sort(compare);
  return [...kinds.values()].toSorted((a, b) => compare(a.key, b.key));
}

function namesOf(name: string, owners: readonly string[]): Kind["names"] {
  const written = owners.length === 0 ? name : tokensOf(name).toSorted().join(" ");
  return written === "" ? "nobody" : owners.includes(written) ? "own" : "other";
}

const keyOf = (...parts: readonly (string | number | undefined)[]): string => JSON.stringify(parts);

/** Where the credits of a day are found: by their account and the one they name, by the one they name, by whose name they bear. */
function indexOf(credits: readonly Kind[]): (...parts: readonly (string | number | undefined)[]) => readonly Kind[] {
  const index = new Map<string, Kind[]>();
  const put = (key: string, credit: Kind): void => {
    const known = index.get(key);
    if (known === undefined) index.set(key, [credit]);
    else known.push(credit);
  };
  for (const credit of credits) {
    const { accountId, day, iban, names } = credit;
    put(keyOf("account", day, accountId, iban), credit);
    put(iban === undefined ? keyOf("names", day, names) : keyOf("iban", day, iban), credit);
  }
  return (...parts) => index.get(keyOf(...parts)) ?? [];
}

const offsets: readonly number[] = Array.from({ length: ownTransferDays * 2 + 1 }, (_, at) =>
  at % 2 === 0 ? at / 2 : -(at + 1) / 2,
);

/** The nearest first; of equally near ones those of the first debit. */
function edgesBetween(debits: readonly Kind[], credits: readonly Kind[]): Edge[] {
  const find = indexOf(credits);
  const shares = sharesOf(debits);
  const edges: Edge[] = [];
  for (const debit of debits) {
    const { accountId, iban, names, day } = debit;
    const add = (list: readonly Kind[], days: number, strength: Strength): void => {
      const isCut = list.length > ownTransferCandidates;
      for (const credit of isCut ? window(list, shares.get(debit) ?? 0) : list)
        if (credit.accountId !== accountId) edges.push({ debit, credit, strength, days, isCut, count: 0 });
    };
    for (const offset of offsets) {
      const [at, days] = [day + offset, Math.abs(offset)];
      if (iban !== undefined) {
        add(find("account", at, iban, accountId), days, 2);
        add(find("account", at, iban, undefined), days, 1);
        continue;
      }
      add(find("iban", at, accountId), days, 1);
      if (names !== "other") add(find("names", at, "own"), days, 0);
      if (names === "own") add(find("names", at, "nobody"), days, 0);
    }
  }
  edges.sort((a, b) => a.days - b.days);
  for (const edge of edges) for (const kind of [edge.debit, edge.credit]) kind.edges[edge.strength].push(edge);
  return edges;
}

/** How far each debit stands among those of its day and names, from 0 to below 1. */
function sharesOf(debits: readonly Kind[]): Map<Kind, number> {
  const alike = Map.groupBy(debits, ({ day, names }) => keyOf(day, names)).values();
  return new Map([...alike].flatMap((kinds) => kinds.map((kind, rank) => [kind, rank / kinds.length] as const)));
}

/** Some of many, beginning as far in the list as the debit stands in its own, so that all debits together reach them all. */
function window(list: readonly Kind[], share: number): Kind[] {
  const from = Math.floor(share * list.length);
  return Array.from({ length: ownTransferCandidates }, (_, at) => list[(from + at) % list.length]!);
}

function pairGroup(debits: readonly Kind[], credits: readonly Kind[]): OwnTransfer[] {
  const edges = edgesBetween(debits, credits);
  for (const strength of [2, 1, 0] as const) matchStrength(debits, credits, edges, strength);
  const told = new Map<Kind, number>();
  const next = (kind: Kind): string => {
    const at = told.get(kind) ?? 0;
    told.set(kind, at + 1);
    return kind.ids[at]!;
  };
  return edges.flatMap((edge) => {
    if (edge.count === 0) return [];
    const isAmbiguous = isDoubtful(edge);
    const by = edge.strength > 0 ? "iban" : "name";
    return Array.from({ length: edge.count }, () => ({
      debitId: next(edge.debit),
      creditId: next(edge.credit),
      by,
      isAmbiguous,
    }));
  });
}

/** There is another pairing of one of the halves that is as well founded and as near. */
function isDoubtful(edge: Edge): boolean {
  const { debit, credit, strength, days } = edge;
  const rivals = (other: Edge): boolean => other !== edge && other.days === days;
  if (edge.isCut || debit.ids.length > 1 || credit.ids.length > 1) return true;
  return debit.edges[strength].some(rivals) || credit.edges[strength].some(rivals);
}

/** As many pairs of one strength as fit: the nearest first, then by augmenting paths. Stronger pairs stay as they are. */
function matchStrength(
  debits: readonly Kind[],
  credits: readonly Kind[],
  edges: readonly Edge[],
  strength: Strength,
): void {
  for (const edge of edges) if (edge.strength === strength) join(edge, edge.debit.left);
  const hasRoom = (): boolean => credits.some((credit) => credit.left > 0 && credit.edges[strength].length > 0);
  for (const debit of debits) {
    if (debit.left === 0 || debit.edges[strength].length === 0) continue;
    if (!hasRoom()) return;
    let placed: number;
    do {
      placed = place(debit, debit.left, strength, { tried: new Set(), steps: 0 });
      debit.left -= placed;
    } while (placed > 0 && debit.left > 0);
  }
}

/** As many pairs of an edge as the debit wants and the credit has left; the debit is counted off. */
function join(edge: Edge, most: number): void {
  const count = Math.min(most, edge.credit.left);
  edge.count += count;
  edge.credit.left -= count;
  edge.debit.left -= count;
}

interface Search {
  readonly tried: Set<Kind>;
  steps: number;
}

/** Finds credits for up to `most` of a debit's lines, moving other pairs where they have another credit. Answers how many. */
function place(debit: Kind, most: number, strength: Strength, search: Search): number {
  const edges = debit.edges[strength];
  const free = edges.find(({ credit }) => credit.left > 0);
  if (free !== undefined) {
    const count = Math.min(most, free.credit.left);
    free.count += count;
    free.credit.left -= count;
    return count;
  }
  for (const edge of edges) {
    if (search.tried.has(edge.credit)) continue;
    search.tried.add(edge.credit);
    for (const taken of edge.credit.edges[strength]) {
      if (taken.count === 0 || taken.debit === debit) continue;
      search.steps += 1;
      if (search.steps > maxSteps) return 0;
      const moved = place(taken.debit, Math.min(most, taken.count), strength, search);
      if (moved === 0) continue;
      taken.count -= moved;
      edge.count += moved;
      return moved;
    }
  }
  return 0;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
