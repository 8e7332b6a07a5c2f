import { generateKeyPairSync } from "node:crypto";
import pg from "pg";
import type { Authority, Issued } from "@tallystick/sandbox/testing";
import type { Insert } from "../raw-server.ts";
import { startServer, type StartedServer } from "../start-server.ts";
import { bookHistory } from "./history.ts";
import { insertsLike } from "./inserts.ts";
import { createTpp, type Tpp } from "./tpp.ts";

export interface BankSettings {
  readonly databaseUrl: string;
  readonly authority: Authority;
  readonly server: Issued;
  readonly client: Issued;
  readonly tppId: string;
  readonly entries: { readonly large: number; readonly small: number };
}

interface BenchAccount {
  readonly resourceId: string;
  readonly accountId: string;
}

/** The bank with what the rows read: one PSU with two accounts, the consent to them, tokens, payments. */
export interface OpenBank {
  readonly server: StartedServer;
  readonly providerId: string;
  readonly psuId: string;
  /** Path of the standard. */
  readonly base: string;
  readonly consentId: string;
  readonly readToken: string;
  readonly payToken: string;
  readonly entries: BankSettings["entries"];
  readonly large: BenchAccount;
  readonly small: BenchAccount;
  readonly paymentIds: readonly string[];
  readonly paymentBody: string;
  /** Stores a payment as the bank does. */
  readonly inserts: readonly Insert[];
}

const providerId = "paysera_lt";
const schema = `bank_${providerId}`;
const standard = "/xs2a/berlin/1.3";
const psu = { login: "jonas.kazlauskas", password: "amber-on-the-beach" };
const ibans = { large: "LT803500010001234567", small: "LT533500010001234568" };
const paymentsStored = 500;
/** Two years: of the smaller account some hundred entries lie within the days that a report covers. */
const historyDays = 730;

const paymentBody = JSON.stringify({
  instructedAmount: { amount: "12.50", currency: "EUR" },
  debtorAccount: { iban: ibans.large },
  creditorAccount: { iban: "DE89370400440532013000" },
  creditorName: "Shop",
  remittanceInformationUnstructured: "Order 1",
});

export async function openBank(settings: BankSettings): Promise<OpenBank> {
  const { authority, client, databaseUrl, entries, tppId } = settings;
  const server = await startServer("bank/bank-server.ts", {
    cert: settings.server.chain,
    key: settings.server.key,
    databaseUrl,
    providerId,
    anchors: [authority.root, authority.certificate],
    signingKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  });
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    for (const size of ["large", "small"] as const) {
      const history = { bank: providerId, iban: ibans[size], entries: entries[size], days: historyDays };
      await bookHistory(database, history);
    }
    const tpp = createTpp({
      xs2aUrl: `https://127.0.0.1:${server.port}/${providerId}`,
      pagesUrl: `http://127.0.0.1:${server.pagesPort}/${providerId}`,
      standard,
      ca: authority.root,
      client,
      tppId,
      psu,
      readCode: () => newestCode(database),
    });
    const { consentId, readToken } = await consentFor(tpp);
    const accounts = await accountsOf(database, consentId);
    const payToken = await tpp.token("payments");
    const paymentIds: string[] = [];
    for (let n = 0; n < paymentsStored; n += 1) paymentIds.push(await pay(tpp, payToken));
    const inserts = await insertsLike(database, schema, paymentIds[0] ?? "");
    await database.query("analyze");
    const base = `/${providerId}${standard}`;
    const known = { server, providerId, psuId: psu.login, base, entries, paymentBody };
    return { ...known, ...accounts, consentId, readToken, payToken, paymentIds, inserts };
  } finally {
    await database.end();
  }
}

async function consentFor(tpp: Tpp): Promise<{ consentId: string; readToken: string }> {
  const all = Object.values(ibans).map((iban) => ({ iban }));
  const { consentId } = await tpp.call({
    method: "POST",
    path: "/v1/consents",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      access: { balances: all, transactions: all },
      recurringIndicator: true,
      validUntil: "9999-12-31",
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    }),
  });
  return { consentId, readToken: await tpp.token(`AIS:${consentId}`) };
}

async function pay(tpp: Tpp, token: string): Promise<string> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const path = "/v1/payments/sepa-credit-transfers";
  const { paymentId } = await tpp.call({ method: "POST", path, headers, body: paymentBody });
  return paymentId as string;
}

async function accountsOf(
  database: pg.Client,
  consentId: string,
): Promise<{ large: BenchAccount; small: BenchAccount }> {
  const { rows } = await database.query<{ resource_id: string; account_id: string; iban: string }>(
    `select resource_id, account_id, iban from ${schema}.consent_account where consent_id = $1`,
    [consentId],
  );
  const named = (wanted: string): BenchAccount => {
    const row = rows.find(({ iban }) => iban === wanted);
    if (row === undefined) throw new Error(`the consent does not open ${wanted}`);
    return { resourceId: row.resource_id, accountId: row.account_id };
  };
  return { large: named(ibans.large), small: named(ibans.small) };
}

async function newestCode(database: pg.Client): Promise<string> {
  const newest = `select code from ledger.phone_message where psu_id = $1 order by id desc limit 1`;
  const { rows } = await database.query<{ code: string }>(newest, [psu.login]);
  return rows[0]?.code ?? "";
}
