import type { Checkpoint, Clock, Db, Log, Random } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import type { CoreBanking } from "../spi/spi.ts";

/** What the payment verbs need. */
export interface PaymentDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly profile: BankProfile;
  readonly spi: CoreBanking;
  readonly checkpoint: Checkpoint;
  /** Where the standard begins, "https://localhost:4443/rzb_ro/xs2a/berlin/1.3". */
  readonly standardUrl: string;
  /** Where the bank's pages begin. */
  readonly pagesUrl: string;
  /** Whether that consent of the TPP is valid; undefined for an unknown one, and another TPP's alike. */
  readonly isConsentValid: (tppId: string, consentId: string) => Promise<boolean | undefined>;
  /** Exact "host:port" pairs that a redirect may lead to by http and outside the certificate's names. */
  readonly redirectHosts: readonly string[];
}
