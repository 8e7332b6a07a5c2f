import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { issue } from "../certificates.ts";
import { productPath, type HttpBank, type Reply } from "../http-bank.ts";
import { storeToken, thumbprintOf } from "../store-token.ts";
import { concurrent, type Asking, type Cause } from "./cause.ts";

const aHundredDays = 100 * 86_400_000;

/** Who calls and with what: certificates, roles, tokens, digest, method. */
export const wireCauses: readonly Cause[] = [
  {
    code: "FORMAT_ERROR",
    status: { standard: 400, flat: 400 },
    when: "a header is not what it must be",
    provoke: (bank, asking) => bank.initiate({}, { headers: { ...asking, "X-Request-ID": "7" } }),
  },
  {
    code: "CERTIFICATE_MISSING",
    status: { standard: 401, flat: 401 },
    when: "no certificate was presented",
    provoke: (bank, headers) => bank.initiate({}, { certificate: null, headers }),
  },
  {
    code: "CERTIFICATE_INVALID",
    status: { standard: 401, flat: 401 },
    when: "the certificate says nothing of PSD2",
    provoke: (bank, headers) =>
      bank.initiate({}, { certificate: issue(bank.authority, { withoutQcStatements: true }), headers }),
  },
  {
    code: "CERTIFICATE_EXPIRED",
    status: { standard: 401, flat: 401 },
    when: "the certificate's time is over",
    provoke: (bank, headers) => {
      const notAfter = new Date(bank.clock.now().getTime() - 1_000);
      const notBefore = new Date(notAfter.getTime() - aHundredDays);
      return bank.initiate({}, { certificate: issue(bank.authority, { notBefore, notAfter }), headers });
    },
  },
  {
    code: "CERTIFICATE_BLOCKED",
    status: { standard: 401, flat: 401 },
    when: "the bank has blocked the certificate",
    provoke: (bank, headers) => {
      const certificate = issue(bank.authority);
      bank.blocked.add(thumbprintOf(certificate.der));
      return bank.initiate({}, { certificate, headers });
    },
  },
  {
    code: "ROLE_INVALID",
    status: { standard: 401, flat: 401 },
    when: "the certificate lacks the operation's role",
    provoke: (bank, headers) =>
      bank.initiate({}, { certificate: issue(bank.authority, { roles: ["PSP_AS"] }), headers }),
  },
  {
    code: "SIGNATURE_INVALID",
    status: { standard: 401, flat: 401 },
    when: "the digest is another body's",
    provoke: (bank, asking) => bank.initiate({}, { headers: { ...asking, Digest: `SHA-256=${"A".repeat(43)}=` } }),
  },
  {
    code: "TOKEN_UNKNOWN",
    status: { standard: 401, flat: 403 },
    when: "nobody issued the token",
    provoke: (bank, asking) => bank.initiate({}, { headers: { ...asking, Authorization: "Bearer nobody" } }),
  },
  {
    code: "TOKEN_INVALID",
    status: { standard: 401, flat: 403 },
    when: "the token is of another scope",
    provoke: (bank, asking) => withToken(bank, asking, { scope: "accounts", aliveMs: 60_000 }),
  },
  {
    code: "TOKEN_EXPIRED",
    status: { standard: 401, flat: 403 },
    when: "the token's time is over",
    provoke: (bank, asking) => withToken(bank, asking, { scope: "payments", aliveMs: -1_000 }),
  },
  {
    code: "ACCESS_EXCEEDED",
    status: { standard: 429, flat: 429 },
    when: "the TPP has as many requests under way as it may",
    provoke: oneTooMany,
  },
  {
    code: "SERVICE_INVALID",
    status: { standard: 405, flat: 405 },
    when: "the resource does not have the method",
    provoke: (bank, headers) => bank.call({ method: "PUT", path: productPath, body: {}, headers }),
  },
  {
    code: "RESOURCE_UNKNOWN",
    status: { standard: 404, flat: 404 },
    when: "the path names nothing",
    provoke: (bank, headers) => bank.call({ path: `/v1/nothing/${randomUUID()}/at/all`, headers }),
  },
];

/** All but the last wait for a lock on the table that they read. */
async function oneTooMany(bank: HttpBank, headers: Asking): Promise<Reply> {
  const path = `${productPath}/${randomUUID()}`;
  const both = await bank.database.db.transaction().execute(async (tx) => {
    await sql`lock table payment in access exclusive mode`.execute(tx);
    const calls = Array.from({ length: concurrent + 1 }, () => bank.call({ path, headers }));
    return { refused: await Promise.race(calls), calls };
  });
  await Promise.all(both.calls);
  return both.refused;
}

async function withToken(bank: HttpBank, asking: Asking, of: { scope: string; aliveMs: number }) {
  const token = await storeToken(bank, of);
  return bank.initiate({}, { headers: { ...asking, Authorization: `Bearer ${token}` } });
}
