import { after, type Clock, type Db } from "@tallystick/kit";
import type { Psd2Role } from "@tallystick/xs2a";
import type { AdapterPayload } from "oidc-provider";
import type { BankSchema } from "../../migrations/schema.ts";
import type { Tpp } from "../../tpp/tpp.ts";
import { hashId } from "./hash.ts";
import { lifetimes } from "../lifetimes.ts";
import type { OauthTables } from "./tables.ts";

/** A TPP as the authorization server knows it without its certificate at hand. */
export interface Client {
  readonly tppId: string;
  readonly name: string;
  /** Absent until its certificate has been seen here; the token endpoint checks the role again in any case. */
  readonly roles?: readonly Psd2Role[];
  readonly hosts: readonly string[];
}

const kind = "Tpp";

/**
 * Clients are the TPPs that enrolled themselves by their certificate; there is no registration. What the browser's half
 * of a flow has to know of a certificate (roles and hosts) is kept when the TPP calls, discovery included.
 */
export class Clients {
  #bank: Db<BankSchema>;
  #own: Db<OauthTables>;
  #clock: Clock;
  #remembered = new Map<string, string>();

  constructor(deps: { db: Db<BankSchema>; clock: Clock }) {
    this.#bank = deps.db;
    this.#own = deps.db.withTables<OauthTables>();
    this.#clock = deps.clock;
  }

  async find(tppId: string): Promise<Client | undefined> {
    // An organizationIdentifier is of visible ASCII; PostgreSQL has no NUL to look for.
    if (!/^[\x21-\x7e]{1,128}$/.test(tppId)) return undefined;
    const row = await this.#bank.selectFrom("tpp").select("name").where("tpp_id", "=", tppId).executeTakeFirst();
    if (row === undefined) return undefined;
    const seen = await this.#own
      .selectFrom("oauth_record")
      .select("payload")
      .where("kind", "=", kind)
      .where("id_hash", "=", hashId(kind, tppId))
      .where("expires_at", ">", this.#clock.now())
      .executeTakeFirst();
    const payload = seen?.payload as Pick<Tpp, "roles" | "hosts"> | undefined;
    return { tppId, name: row.name, hosts: payload?.hosts ?? [], ...(payload === undefined ? {} : payload) };
  }

  async remember({ tppId, roles, hosts }: Tpp): Promise<void> {
    const payload = JSON.stringify({ roles, hosts });
    if (this.#remembered.get(tppId) === payload) return;
    const changing = { payload, expires_at: after(this.#clock.now(), lifetimes.client * 1000) };
    await this.#own
      .insertInto("oauth_record")
      .values({
        kind,
        id_hash: hashId(kind, tppId),
        grant_hash: null,
        consent_id: null,
        consumed_at: null,
        ...changing,
      })
      .onConflict((conflict) => conflict.columns(["kind", "id_hash"]).doUpdateSet(changing))
      .execute();
    if (this.#remembered.size > 1_000) this.#remembered.clear();
    this.#remembered.set(tppId, payload);
  }
}

/** The client as the library has it. Its redirect URIs depend on what is to be authorised; see `redirect-uri.ts`. */
export function clientMetadata(client: Client): AdapterPayload {
  return {
    client_id: client.tppId,
    client_name: client.name,
    application_type: "web",
    response_types: ["code"],
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris: ["https://redirect.invalid/"],
    token_endpoint_auth_method: "tls_client_auth",
    tls_client_auth_subject_dn: client.tppId,
    tls_client_certificate_bound_access_tokens: true,
    // The library's default would ask for a key that it does not have.
    id_token_signed_response_alg: "ES256",
  };
}
