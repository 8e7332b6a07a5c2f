import { isTransactionStatus } from "@tallystick/xs2a";
import type { InitiateOrder } from "./batch.ts";

type Answer = Awaited<ReturnType<InitiateOrder>>;

/** The initiation answered, but not with a payment: the bank may have it all the same. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
  /** The member at fault; undefined for the answer as a whole. */
  readonly path: string | undefined;

  constructor(path: string | undefined, text: string) {
    super(`initiate answered ${path ?? "with"} ${text}`);
    this.path = path;
  }
}

/** What a bank names its payments by and PostgreSQL can keep; a name with control characters could not be asked for. */
const isName = (value: unknown): boolean => typeof value === "string" && /^[^\p{Cc}]+$/u.test(value);

/** Throws UnreadableAnswer on what is no answer, before any of it is stored. */
export function readAnswer(answer: Answer | null | undefined): Answer {
  if (typeof answer !== "object" || answer === null) throw new UnreadableAnswer(undefined, "no payment");
  const { paymentId, transactionStatus, scaRedirect, scaOAuth } = answer;
  if (!isName(paymentId)) throw new UnreadableAnswer("paymentId", "that is no text without control characters");
  if (!isTransactionStatus(transactionStatus))
    throw new UnreadableAnswer("transactionStatus", "unknown to the standard");
  for (const [path, link] of Object.entries({ scaRedirect, scaOAuth })) {
    if ((link ?? undefined) !== undefined && !isName(link)) throw new UnreadableAnswer(path, "that is no address");
  }
  return { paymentId, transactionStatus, scaRedirect, scaOAuth };
}
