import type { Checkpoint, Clock, Db, Log, Random } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import type { CoreBanking } from "../spi/spi.ts";
import type { Subjects } from "./subject.ts";

/** What every step of an authorisation needs. */
export interface AuthorisationDeps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly profile: BankProfile;
  readonly spi: CoreBanking;
  readonly subjects: Subjects;
  /** Key under which one-time codes are hashed: seven digits alone would be found by trying them all. */
  readonly codeKey: Uint8Array;
  readonly checkpoint: Checkpoint;
  /** Called after a finalisation has been committed, so that what follows begins at once. */
  readonly onFinalised: () => void;
}
