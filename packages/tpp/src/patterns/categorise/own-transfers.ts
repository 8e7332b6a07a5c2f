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
  readonly minor: bigint;
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
  const groups = new Map<string, { debits: Half[]; credits: Half[] }>();
  for (const [index, line] of lines.entries()) {
    const half = halfOf(line, minors[index] ?? 0n, own, owners);
    if (half === undefined) continue;
    const isDebit = half.minor < 0n;
    const key = `${line.currency} ${isDebit ? -half.minor : half.minor}`;
    const group = groups.get(key) ?? { debits: [], credits: [] };
    (isDebit ? group.debits : group.credits).push(half);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ debits, credits }) => debits.length > 0 && credits.length > 0)
    .flatMap(({ debits, credits }) => pairGroup(debits, credits))
    .toSorted((a, b) => compare(a.debitId, b.debitId));
}

/** Lines that cannot be half of an own transfer are left out early: a shop's, or one whose other side is somebody else. */
function halfOf(line: StatementLine, minor: bigint, own: OwnAccounts, owners: readonly string[]): Half | undefined {
  if (minor === 0n || line.merchantCategoryCode !== undefined) return undefined;
  const iban = line.counterpartyIban;
  if (iban !== undefined && !own.ibans.has(iban)) return undefined;
  if (iban === undefined && owners.length === 0 && own.ibans.size === 0) return undefined;
  const name = iban === undefined && line.counterpartyName !== undefined ? line.counterpartyName : "";
  const written = name === "" ? "" : tokensOf(name).toSorted().join(" ");
  const names = written === "" ? "nobody" : owners.includes(written) ? "own" : "other";
  return { line, minor, day: Date.parse(line.date) / 86_400_000, names };
}

function edgeOf(debit: Half, credit: Half): Edge | undefined {
  const [from, to] = [debit.line, credit.line];
  const days = Math.abs(debit.day - credit.day);
  if (from.accountId === to.accountId || days > ownTransferDays) return undefined;
  if (from.counterpartyIban !== undefined && from.counterpartyIban !== to.accountId) return undefined;
  if (to.counterpartyIban !== undefined && to.counterpartyIban !== from.accountId) return undefined;
  const strength = Number(from.counterpartyIban !== undefined) + Number(to.counterpartyIban !== undefined);
  if (strength === 0 && (debit.names === "other" || credit.names === "other")) return undefined;
  if (strength === 0 && debit.names !== "own" && credit.names !== "own") return undefined;
  return { debit, credit, strength, days };
}

function pairGroup(debits: readonly Half[], credits: readonly Half[]): OwnTransfer[] {
  const edges = debits
    .flatMap((debit) => credits.map((credit) => edgeOf(debit, credit)))
    .filter((edge) => edge !== undefined)
    .toSorted(compareEdges);
  const partner = new Map<string, Edge>();
  for (const strength of [2, 1, 0]) matchStrength(edges, strength, partner);
  const pairs = [...new Set(partner.values())];
  return pairs.map((edge) => ({
    debitId: edge.debit.line.id,
    creditId: edge.credit.line.id,
    by: edge.strength > 0 ? "iban" : "name",
    isAmbiguous: edges.some((other) => other !== edge && rivals(edge, other)),
  }));
}

/** Another pairing of one of the halves that is as well founded and as near. */
function rivals(edge: Edge, other: Edge): boolean {
  const shares = (other.debit === edge.debit) !== (other.credit === edge.credit);
  return shares && other.strength === edge.strength && other.days === edge.days;
}

/** As many pairs of one strength as fit (augmenting paths), the nearest first; stronger pairs stay as they are. */
function matchStrength(edges: readonly Edge[], strength: number, partner: Map<string, Edge>): void {
  const fixed = new Set(partner.keys());
  const open = edges.filter(
    (edge) => edge.strength === strength && !fixed.has(edge.debit.line.id) && !fixed.has(edge.credit.line.id),
  );
  function place(debitId: string, tried: Set<string>): boolean {
    for (const edge of open) {
      const creditId = edge.credit.line.id;
      if (edge.debit.line.id !== debitId || tried.has(creditId)) continue;
      tried.add(creditId);
      const taken = partner.get(creditId);
      if (taken !== undefined && !place(taken.debit.line.id, tried)) continue;
      partner.set(creditId, edge);
      partner.set(debitId, edge);
      return true;
    }
    return false;
  }
  for (const { debit } of open) if (!partner.has(debit.line.id)) place(debit.line.id, new Set());
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareEdges(a: Edge, b: Edge): number {
  return (
    b.strength - a.strength ||
    a.days - b.days ||
    compare(a.debit.line.date, b.debit.line.date) ||
    compare(a.debit.line.id, b.debit.line.id) ||
    compare(a.credit.line.date, b.credit.line.date) ||
    compare(a.credit.line.id, b.credit.line.id)
  );
}
