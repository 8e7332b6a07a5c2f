import { charsetOf, dateOf, readSinglePayment, type SinglePayment, type Violation } from "@tallystick/xs2a";
import type { BulkBatch } from "./batch.ts";
import { BulkRejected, type BulkViolation } from "./bulk-error.ts";

/** Payments of a batch. */
export const maxPayments = 10_000;
const maxViolations = 1_000;

export interface BatchRules {
  readonly product: string;
  readonly now: Date;
  /** IANA name: whose day an execution date may not lie before. */
  readonly timeZone: string | undefined;
}

/** A batch of which every item may be sent. */
export interface ReadBatch {
  readonly key: string;
  readonly product: string;
  readonly payments: readonly SinglePayment[];
}

/**
 * Holds every item against the standard, with the checks that a bank makes: shape, IBANs, amounts, names, remittance,
 * dates, and end-to-end ids that stand in the batch twice. Throws BulkRejected with all that it finds.
 */
export function readBatch(batch: BulkBatch, rules: BatchRules): ReadBatch {
  const product = batch.product ?? rules.product;
  const whole = violationsOfBatch(batch, product);
  if (whole.length > 0) throw new BulkRejected(whole);
  const today = dateOf(rules.now, rules.timeZone);
  const found: BulkViolation[] = [];
  const payments: SinglePayment[] = [];
  const seen = new Map<string, number>();
  for (const [index, given] of batch.payments.entries()) {
    const read = readSinglePayment(copyOf(given), { product, today });
    const violations = read.ok ? violationsAmong(read.payment, { index, product, seen }) : read.violations;
    found.push(...violations.map((one) => ({ ...one, index })));
    if (read.ok) payments.push(read.payment);
    if (found.length >= maxViolations) break;
  }
  if (found.length > 0) throw new BulkRejected(found.slice(0, maxViolations));
  return { key: batch.key, product, payments };
}

/** A copy by the way that it is stored and sent, so that what is checked is what is paid. */
function copyOf(payment: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(payment ?? null));
  } catch {
    // A bigint or a circle: not a payment, and told as such.
    return null;
  }
}

/** Whether that can be the name of a payment product, as it stands in the bank's paths. */
export function isProduct(product: unknown): boolean {
  return typeof product === "string" && /^[a-z0-9-]{1,70}$/.test(product);
}

function violationsOfBatch({ key, payments }: BulkBatch, product: string): BulkViolation[] {
  const of = (path: string, text: string): BulkViolation => ({ index: undefined, path, code: "FORMAT_ERROR", text });
  const found: BulkViolation[] = [];
  if (typeof key !== "string" || !/^[^\p{Cc}]{1,200}$/u.test(key))
    found.push(of("key", "must have 1 to 200 characters"));
  if (!isProduct(product)) found.push(of("product", "must be the name of a payment product"));
  if (!Array.isArray(payments) || payments.length === 0 || payments.length > maxPayments) {
    found.push(of("payments", "must be a list of 1 to 10,000 payments"));
  }
  return found;
}

interface Among {
  readonly index: number;
  readonly product: string;
  /** End-to-end id to the item that has it. */
  readonly seen: Map<string, number>;
}

/** The standard's word for "none was given", which any number of payments may carry. */
const notProvided = "NOTPROVIDED";

function violationsAmong(payment: SinglePayment, { index, product, seen }: Among): Violation[] {
  const found: Violation[] = [];
  // The SEPA rulebooks know one currency, and a bank would refuse each of them.
  if (charsetOf(product) === "sepa" && payment.instructedAmount.currency !== "EUR") {
    found.push({ path: "instructedAmount.currency", code: "FORMAT_ERROR", text: `must be EUR for ${product}` });
  }
  const id = payment.endToEndIdentification;
  if (id === undefined || id === notProvided) return found;
  const first = seen.get(id);
  if (first === undefined) seen.set(id, index);
  else found.push({ path: "endToEndIdentification", code: "FORMAT_ERROR", text: `is that of item ${first}` });
  return found;
}
