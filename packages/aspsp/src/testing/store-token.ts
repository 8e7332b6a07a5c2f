import { createHash, randomUUID } from "node:crypto";
import type { Db } from "@tallystick/kit";
import { hashId } from "../oauth/store/hash.ts";
import type { OauthTables } from "../oauth/store/tables.ts";
import type { TestCertificate } from "./certificates.ts";
import type { HttpBank } from "./http-bank.ts";

interface StoredToken {
  readonly scope: string;
  readonly aliveMs: number;
  /** Whose certificate it is bound to; the bank's own TPP's unless another is named. */
  readonly certificate?: TestCertificate;
  /** What its grant ends with, and who gave it. */
  readonly consent?: { readonly consentId: string; readonly psuId: string };
}

/** Puts an access token of the bank's own TPP and certificate where the authorization server keeps them; the token. */
export async function storeToken(bank: HttpBank, of: StoredToken): Promise<string> {
  const [token, grant] = [randomUUID(), randomUUID()];
  const now = bank.clock.now().getTime();
  const payload = {
    clientId: "PSDLT-BOL-123456",
    scope: of.scope,
    ...(of.consent === undefined ? {} : { accountId: of.consent.psuId }),
    "x5t#S256": thumbprintOf((of.certificate ?? bank.certificate).der),
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
        consent_id: of.consent?.consentId ?? null,
        payload: "{}",
        expires_at: new Date(now + 86_400_000),
      },
      {
        ...common,
        kind: "AccessToken",
        id_hash: hashId("AccessToken", token),
        consent_id: null,
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
