import type { Clock, Db } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { Tpp } from "./tpp.ts";

export type Enrol = (tpp: Tpp) => Promise<void>;

/** Records a TPP when it is first seen (decision 13). Per process it is asked of the database once. */
export function createEnrolment(deps: { db: Db<BankSchema>; clock: Clock }): Enrol {
  const enrolled = new Set<string>();
  return async (tpp) => {
    if (enrolled.has(tpp.tppId)) return;
    await deps.db
      .insertInto("tpp")
      .values({
        tpp_id: tpp.tppId,
        name: tpp.name,
        country: tpp.country,
        nca_id: tpp.ncaId,
        enrolled_at: deps.clock.now(),
      })
      .onConflict((conflict) => conflict.column("tpp_id").doNothing())
      .execute();
    enrolled.add(tpp.tppId);
  };
}
