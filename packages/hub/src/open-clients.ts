import type { Clock, Db, Random } from "@tallystick/kit";
import { createClients, type Clients } from "./client/clients.ts";
import type { HubSchema } from "./migrations/schema.ts";
import { seal, unseal } from "./webhook/seal.ts";

export interface OpenClientsOptions {
  readonly environment: "test" | "live";
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
  readonly random: Random;
  /** 32 bytes: the deployment's key. */
  readonly sealKey: Buffer;
}

/** The clients of one environment, also for a program that works beside the running hub on its database. */
export function openClients({ environment, db, clock, random, sealKey }: OpenClientsOptions): Clients {
  return createClients({
    environment,
    db,
    clock,
    random,
    sealer: {
      seal: (context, plain) => seal(sealKey, random, `${environment} ${context}`, plain),
      unseal: (context, sealed) => unseal(sealKey, `${environment} ${context}`, sealed),
    },
  });
}
