import type { Clock, Db, Random } from "@tallystick/kit";
import type { Selectable } from "kysely";
import type { HubSchema } from "../migrations/schema.ts";
import { hashSecret } from "./secret.ts";

type ClientRow = Selectable<HubSchema["client"]>;
type TrackingMember = "entity_id" | "user_id";

/** An application that uses the API. */
export interface Client {
  readonly clientId: string;
  /** Shown to payers and as `api_client_app`. */
  readonly name: string;
  readonly redirectUrls: readonly string[];
  readonly webhookUrls: readonly string[];
  /** Tracking ids without which this client may create nothing. */
  readonly requiredTracking: readonly TrackingMember[];
}

export interface NewClient {
  readonly name: string;
  /** 1-128 of `[A-Za-z0-9._-]`; made when absent. */
  readonly clientId?: string;
  /** At least 32 characters; made when absent. */
  readonly secret?: string;
  /** Exact addresses to which payers may be sent back. */
  readonly redirectUrls?: readonly string[];
  /** Exact addresses for webhooks; the first is used for links that name none. */
  readonly webhookUrls?: readonly string[];
  /** Standard Webhooks form, `whsec_` and base64; made when absent. */
  readonly webhookSecret?: string;
  readonly requiredTracking?: readonly TrackingMember[];
}

/** Shown once; only a hash of the client's secret is kept. */
export interface ClientCredentials {
  readonly client_id: string;
  readonly client_secret: string;
  readonly webhook_secret: string;
}

export interface Clients {
  /** Adds a client; one of the same id gets these settings and secrets instead of its own. */
  add(client: NewClient): Promise<ClientCredentials>;
  find(clientId: string): Promise<Client | undefined>;
  /** With the hash of its secret, for authentication. */
  credentialsOf(clientId: string): Promise<{ readonly client: Client; readonly secretHash: string } | undefined>;
  /** Secrets of Standard Webhooks signatures, the current one first. */
  webhookSecretsOf(clientId: string): Promise<readonly string[]>;
}

/** Seals what must be readable again; `context` names what it is for. */
interface Sealer {
  seal(context: string, plain: Uint8Array): Buffer;
  unseal(context: string, sealed: Uint8Array): Buffer;
}

interface ClientsDeps {
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly sealer: Sealer;
}

const shortestSecret = 32;

export function createClients({ db, clock, random, sealer }: ClientsDeps): Clients {
  const read = (clientId: string): Promise<ClientRow | undefined> =>
    isClientId(clientId)
      ? db.selectFrom("client").selectAll().where("client_id", "=", clientId).executeTakeFirst()
      : Promise.resolve(undefined);

  return {
    async add(wanted) {
      const clientId = wanted.clientId ?? `app_${random.token(12)}`;
      const secret = wanted.secret ?? random.token();
      const webhookSecret =
        wanted.webhookSecret ?? `whsec_${Buffer.from(random.token(), "base64url").toString("base64")}`;
      if (!isClientId(clientId))
        throw new TypeError("a client id has 1 to 128 of A-Z, a-z, 0-9, dot, underscore, hyphen");
      if (secret.length < shortestSecret)
        throw new TypeError(`a client secret has at least ${shortestSecret} characters`);
      const values = {
        name: wanted.name,
        secret_hash: hashSecret(secret),
        redirect_urls: JSON.stringify(wanted.redirectUrls ?? []),
        webhook_urls: JSON.stringify(wanted.webhookUrls ?? []),
        webhook_secret_sealed: sealer.seal(contextOf(clientId), Buffer.from(webhookSecret)),
        required_tracking: JSON.stringify(wanted.requiredTracking ?? []),
      };
      await db
        .insertInto("client")
        .values({ client_id: clientId, created_at: clock.now(), ...values })
        .onConflict((conflict) => conflict.column("client_id").doUpdateSet(values))
        .execute();
      return { client_id: clientId, client_secret: secret, webhook_secret: webhookSecret };
    },

    async find(clientId) {
      const row = await read(clientId);
      return row && clientOf(row);
    },

    async credentialsOf(clientId) {
      const row = await read(clientId);
      return row && { client: clientOf(row), secretHash: row.secret_hash };
    },

    async webhookSecretsOf(clientId) {
      const row = await read(clientId);
      return row ? [sealer.unseal(contextOf(clientId), row.webhook_secret_sealed).toString()] : [];
    },
  };
}

/** Anything else is nobody's id and never reaches the database. */
function isClientId(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,128}$/.test(text);
}

function contextOf(clientId: string): string {
  return `client webhook_secret ${clientId}`;
}

function clientOf(row: ClientRow): Client {
  return {
    clientId: row.client_id,
    name: row.name,
    redirectUrls: row.redirect_urls,
    webhookUrls: row.webhook_urls,
    requiredTracking: row.required_tracking,
  };
}
