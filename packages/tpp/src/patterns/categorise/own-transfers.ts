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
  /** Another line would have fitted one of the halves as well. */
  readonly isAmbiguous: boolean;
}

/** Most days between the two halves. */
export const ownTransferDays = 3;

interface Half {
  readonly line: StatementLine;
  /** Days since 1970. */
  readonly day: number;
  readonly names: "own" | "other" | "nobody";
}

interface Edge {
  readonly debit: Half;
  readonly credit: Half;
  /** 2: both halves name each other's account; 1: one does; 0: by name. */
  readonly strength: number;
  readonly days: number;
}

/**
 * Opposite amounts of one currency on two accounts, at most three days apart, whose IBANs (or, without IBANs, the
 * user's name) say that they belong together. One to one, and as many pairs as fit; the same pairs in whatever order the lines
 * come. `minors` are the amounts in minor units.
 */
export function pairOwnTransfers(
  lines: readonly StatementLine[],
  minors: readonly bigint[],
  own: OwnAccounts,
): OwnTransfer[] {
  const owners = own.ownerNames.map((name) => tokensOf(name).toSorted().join(" ")).filter((name) => name !== "");
  const groups = new Map<bigint, Group>();
  for (const [index, line] of lines.entries()) {
    const minor = minors[index] ?? 0n;
    if (!mayBeHalf(line, minor, own)) continue;
    const isDebit = minor < 0n;
    const size = isDebit ? -minor : minor;
    let group = groups.get(size);
    if (group === undefined) groups.set(size, (group = { debits: [], credits: [] }));
    (isDebit ? group.debits : group.credits).push(line);
  }
  const halves = (of: readonly StatementLine[]): Half[] => of.map((line) => halfOf(line, owners));
  return [...groups.values()]
    .filter(({ debits, credits }) => debits.length > 0 && credits.length > 0)
    .flatMap(({ debits, credits }) => pairGroup(halves(debits), halves(credits)))
    .toSorted((a, b) => compare(a.debitId, b.debitId));
}

/** Lines of one size. */
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

function halfOf(line: StatementLine, owners: readonly string[]): Half {
  const name = line.counterpartyIban === undefined ? (line.counterpartyName ?? "") : "";
  const written = owners.length === 0 ? name : tokensOf(name).toSorted().join(" ");
  const names = written === "" ? "nobody" : owners.includes(written) ? "own" : "other";
  return { line, day: Date.parse(line.date) / 86_400_000, names };
}

/** The edge between two halves, if they can belong together. */
function edgeOf(debit: Half, credit: Half): Edge[] {
  const [from, to] = [debit.line, credit.line];
  const days = Math.abs(debit.day - credit.day);
  if (from.currency !== to.currency || from.accountId === to.accountId || days > ownTransferDays) return [];
  if (from.counterpartyIban !== undefined && from.counterpartyIban !== to.accountId) return [];
  if (to.counterpartyIban !== undefined && to.counterpartyIban !== from.accountId) return [];
  const strength = Number(from.counterpartyIban !== undefined) + Number(to.counterpartyIban !== undefined);
  if (strength === 0 && (debit.names === "other" || credit.names === "other")) return [];
  if (strength === 0 && debit.names !== "own" && credit.names !== "own") return [];
  return [{ debit, credit, strength, days }];
}

interface Edges {
  /** The nearest first. */
  readonly sorted: readonly Edge[];
  /** Those from or to one half, in the same order. */
  readonly of: ReadonlyMap<Half, readonly Edge[]>;
}

function edgesBetween(debits: readonly Half[], credits: readonly Half[]): Edges {
  const byDay = Map.groupBy(credits, ({ day }) => day);
  const sorted = debits.flatMap((debit) => {
    const near: Edge[] = [];
    for (let day = debit.day - ownTransferDays; day <= debit.day + ownTransferDays; day += 1)
      for (const credit of byDay.get(day) ?? []) near.push(...edgeOf(debit, credit));
    return near;
  });
  sorted.sort(compareEdges);
  const of = new Map([...Map.groupBy(sorted, ({ debit }) => debit), ...Map.groupBy(sorted, ({ credit }) => credit)]);
  return { sorted, of };
}

function pairGroup(debits: readonly Half[], credits: readonly Half[]): OwnTransfer[] {
  const edges = edgesBetween(debits, credits);
  const partner = new Map<Half, Edge>();
  for (const strength of [2, 1, 0]) matchStrength(edges, strength, partner);
  return [...new Set(partner.values())].map((edge) => ({
    debitId: edge.debit.line.id,
    creditId: edge.credit.line.id,
    by: edge.strength > 0 ? "iban" : "name",
    isAmbiguous: [edge.debit, edge.credit].some((half) => edges.of.get(half)?.some((other) => rivals(edge, other))),
  }));
}

/** Another pairing of one of the halves that is as well founded and as near. */
function rivals(edge: Edge, other: Edge): boolean {
  return other !== edge && other.strength === edge.strength && other.days === edge.days;
}

/** As many pairs of one strength as fit (augmenting paths), the nearest first; stronger pairs stay as they are. */
function matchStrength(edges: Edges, strength: number, partner: Map<Half, Edge>): void {
  const fixed = new Set(partner.keys());
  const open = (debit: Half): readonly Edge[] =>
    (edges.of.get(debit) ?? []).filter((edge) => edge.strength === strength && !fixed.has(edge.credit));
  function join(edge: Edge): true {
    partner.set(edge.credit, edge);
    partner.set(edge.debit, edge);
    return true;
  }
  function place(debit: Half, tried: Set<Half>): boolean {
    const free = open(debit).find(({ credit }) => !partner.has(credit));
    if (free !== undefined) return join(free);
    for (const edge of open(debit)) {
      if (tried.has(edge.credit)) continue;
      tried.add(edge.credit);
      const taken = partner.get(edge.credit);
      if (taken === undefined || place(taken.debit, tried)) return join(edge);
    }
    return false;
  }
  const begun = new Set(fixed);
  for (const { debit, strength: has } of edges.sorted) {
    if (has !== strength || begun.has(debit) || partner.has(debit)) continue;
    begun.add(debit);
    place(debit, new Set());
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareEdges(a: Edge, b: Edge): number {
  return (
    a.days - b.days ||
    compare(a.debit.line.date, b.debit.line.date) ||
    compare(a.debit.line.id, b.debit.line.id) ||
    compare(a.credit.line.date, b.credit.line.date) ||
    compare(a.credit.line.id, b.credit.line.id)
  );
}
