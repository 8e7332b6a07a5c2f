import type { Clock } from "@tallystick/kit";
import type { BankProfile } from "../profile.ts";
import type { CoreBanking } from "../spi/spi.ts";
import type { AccessCheck, StandingPayments } from "./ports.ts";
import type { PageCursors } from "./report/cursor.ts";

/** What the verbs of account information need. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly profile: BankProfile;
  readonly spi: CoreBanking;
  /** Where the standard begins, "https://localhost:4443/rzb_ro/xs2a/berlin/1.3". */
  readonly standardUrl: string;
  readonly access: AccessCheck;
  readonly standingPayments: StandingPayments;
  readonly cursors: PageCursors;
}
