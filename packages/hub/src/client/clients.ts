import type { Clock, Db, Random } from "@tallystick/kit";
import type { Selectable } from "kysely";
import type { HubSchema } from "../migrations/schema.ts";
import { addKey, createClientKeys, type ClientKeys } from "./keys.ts";
import type { ClientProfile } from "./profile.ts";
import { scopes as allScopes, type Scope } from "./scope.ts";
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
  readonly profile: ClientProfile;
  /** What it may ask tokens for, and do. */
  readonly scopes: readonly Scope[];
}

interface ClientSettings {
  readonly name: string;
  /** 1-128 of `[A-Za-z0-9._-]`; made when absent. */
  readonly clientId?: string;
  /** Exact addresses to which payers may be sent back. */
  readonly redirectUrls?: readonly string[];
  /** Exact addresses for webhooks; the first is used for links that name none. */
  readonly webhookUrls?: readonly string[];
  /** Standard Webhooks form, `whsec_` and base64; made when absent. */
  readonly webhookSecret?: string;
  readonly requiredTracking?: readonly TrackingMember[];
  /** Default all of them. */
  readonly scopes?: readonly Scope[];
}

/** A client with a secret, which the profile `compat` allows. */
export interface NewClient extends ClientSettings {
  /** At least 32 characters; made when absent. */
  readonly secret?: string;
}

/** A client that proves itself by keys alone. */
export interface NewKeyClient extends ClientSettings {
  /** Default `fapi2` in the live environment and `compat` in the test environment. */
  readonly profile?: ClientProfile;
  /** Its first public key, a JWK (RFC 7517). */
  readonly jwk: unknown;
}

/** Shown once; only a hash of the client's secret is kept. */
export interface ClientCredentials {
  readonly client_id: string;
  readonly client_secret: string;
  readonly webhook_secret: string;
}

export interface ClientWithKey {
  readonly client_id: string;
  /** The name by which assertions refer to the key. */
  readonly kid: string;
  readonly profile: ClientProfile;
  readonly webhook_secret: string;
}

export interface Clients {
  /** Adds a client; one of the same id gets these settings and secrets instead of its own. */
  add(client: NewClient): Promise<ClientCredentials>;
  /** Adds a client without a secret. Throws KeyRefused for a key that it cannot have, TypeError for an id that is taken. */
  addWithKey(client: NewKeyClient): Promise<ClientWithKey>;
  readonly keys: ClientKeys;
  find(clientId: string): Promise<Client | undefined>;
  /** With the hash of its secret, if it has one, for authentication. */
  credentialsOf(
    clientId: string,
  ): Promise<{ readonly client: Client; readonly secretHash: string | undefined } | undefined>;
  /** Secrets of Standard Webhooks signatures, the current one first. */
  webhookSecretsOf(clientId: string): Promise<readonly string[]>;
}

/** Seals what must be readable again; `context` names what it is for. */
interface Sealer {
  seal(context: string, plain: Uint8Array): Buffer;
  unseal(context: string, sealed: Uint8Array): Buffer;
}

interface ClientsDeps {
  readonly environment: "test" | "live";
  readonly db: Db<HubSchema>;
  readonly clock: Clock;
  readonly random: Random;
  readonly sealer: Sealer;
}

const shortestSecret = 32;

export function createClients({ environment, db, clock, random, sealer }: ClientsDeps): Clients {
  const read = (clientId: string): Promise<ClientRow | undefined> =>
    isClientId(clientId)
      ? db.selectFrom("client").selectAll().where("client_id", "=", clientId).executeTakeFirst()
      : Promise.resolve(undefined);

  function rowOf(wanted: ClientSettings) {
    const clientId = wanted.clientId ?? `app_${random.token(12)}`;
    const webhookSecret =
      wanted.webhookSecret ?? `whsec_${Buffer.from(random.token(), "base64url").toString("base64")}`;
    if (!isClientId(clientId))
      throw new TypeError("a client id has 1 to 128 of A-Z, a-z, 0-9, dot, underscore, hyphen");
    const values = {
      name: wanted.name,
      scopes: JSON.stringify(wanted.scopes ?? allScopes),
      redirect_urls: JSON.stringify(wanted.redirectUrls ?? []),
      webhook_urls: JSON.stringify(wanted.webhookUrls ?? []),
      webhook_secret_sealed: sealer.seal(contextOf(clientId), Buffer.from(webhookSecret)),
      required_tracking: JSON.stringify(wanted.requiredTracking ?? []),
    };
    return { clientId, webhookSecret, values };
  }

  return {
    keys: createClientKeys({ db, clock }),

    async add(wanted) {
      const { clientId, webhookSecret, values: settings } = rowOf(wanted);
      const secret = wanted.secret ?? random.token();
      if (secret.length < shortestSecret)
        throw new TypeError(`a client secret has at least ${shortestSecret} characters`);
      const values = { ...settings, secret_hash: hashSecret(secret), profile: "compat" } as const;
      await db
        .insertInto("client")
        .values({ client_id: clientId, created_at: clock.now(), ...values })
        .onConflict((conflict) => conflict.column("client_id").doUpdateSet(values))
        .execute();
      return { client_id: clientId, client_secret: secret, webhook_secret: webhookSecret };
    },

    async addWithKey(wanted) {
      const { clientId, webhookSecret, values } = rowOf(wanted);
      const profile = wanted.profile ?? (environment === "live" ? "fapi2" : "compat");
      const now = clock.now();
      const { kid } = await db.transaction().execute(async (tx) => {
        const added = await tx
          .insertInto("client")
          .values({ client_id: clientId, created_at: now, secret_hash: null, profile, ...values })
          .onConflict((conflict) => conflict.doNothing())
          .returning("client_id")
          .executeTakeFirst();
        if (added === undefined) throw new TypeError(`the client id ${clientId} is taken`);
        return addKey(tx, { clientId, jwk: wanted.jwk, now });
      });
      return { client_id: clientId, kid, profile, webhook_secret: webhookSecret };
    },

    async find(clientId) {
      const row = await read(clientId);
      return row && clientOf(row);
    },

    async credentialsOf(clientId) {
      const row = await read(clientId);
      return row && { client: clientOf(row), secretHash: row.secret_hash ?? undefined };
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

export function clientOf(row: ClientRow): Client {
  return {
    clientId: row.client_id,
    name: row.name,
    redirectUrls: row.redirect_urls,
    webhookUrls: row.webhook_urls,
    requiredTracking: row.required_tracking,
    profile: row.profile,
    scopes: row.scopes,
  };
}
