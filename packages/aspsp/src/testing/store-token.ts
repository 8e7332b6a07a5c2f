import { createHash, randomUUID } from "node:crypto";
import type { Db } from "@tallystick/kit";
import { hashId } from "../oauth/store/hash.ts";
import type { OauthTables } from "../oauth/store/tables.ts";
import type { HttpBank } from "./http-bank.ts";

/** Puts an access token of the bank's own TPP and certificate where the authorization server keeps them; the token. */
export async function storeToken(bank: HttpBank, of: { scope: string; aliveMs: number }): Promise<string> {
  const [token, grant] = [randomUUID(), randomUUID()];
  const now = bank.clock.now().getTime();
  const payload = {
    clientId: "PSDLT-BOL-123456",
    scope: of.scope,
    "x5t#S256": thumbprintOf(bank.certificate.der),
  };
  const common = { consumed_at: null, grant_hash: hashId("Grant", grant) };
  const db: Db<OauthTables> = bank.database.db as never;
  await db
    .insertInto("oauth_record")
    .values([
      {
        ...common,
        kind: "Grant",
        id_hash: hashId("Grant", grant),
        payload: "{}",
        expires_at: new Date(now + 3_600_000),
      },
      {
        ...common,
        kind: "AccessToken",
        id_hash: hashId("AccessToken", token),
        payload: JSON.stringify(payload),
        expires_at: new Date(now + of.aliveMs),
      },
    ])
    .execute();
  return token;
}

/** As the block list and the tokens name a certificate. */
export function thumbprintOf(der: Uint8Array): string {
  return createHash("sha256").update(der).digest("base64url");
}
