import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { AuthorisationDeps } from "./deps.ts";
import type { Unavailable } from "./outcomes.ts";

/** Thrown inside `inTurn` so that its transaction is rolled back. */
export class Unable extends Error {
  readonly outcome: Unavailable;

  constructor(outcome: Unavailable) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** A step of an authorisation in one transaction: of one that cannot be taken, nothing stays. */
export async function inTurn<Outcome>(
  deps: Pick<AuthorisationDeps, "db">,
  work: (tx: Tx<BankSchema>) => Promise<Outcome>,
): Promise<Outcome | Unavailable> {
  try {
    return await deps.db.transaction().execute(work);
  } catch (error) {
    if (error instanceof Unable) return error.outcome;
    throw error;
  }
}
