import type { Clock, Db } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";
import type { AuthenticatedPsu, CoreBanking } from "../../spi/spi.ts";
import { attempt, loginCounter } from "./attempts.ts";

/**
 * Asks core banking about a login, counted: five wrong secrets in a row lock the login for 15 minutes. Unknown, wrong
 * and locked are all undefined.
 */
export async function checkLogin(
  deps: { db: Db<BankSchema>; clock: Clock; spi: Pick<CoreBanking, "authenticatePsu"> },
  input: { login: string; secret: string },
): Promise<AuthenticatedPsu | undefined> {
  const check = () => deps.spi.authenticatePsu(input.login, input.secret);
  const tried = await attempt(deps, loginCounter(input.login), check);
  if (tried.kind === "looked_at") return tried.result;
  // A locked login is tried all the same and the answer dropped: its time must not tell that it is locked.
  await check();
  return undefined;
}
