import { dateOf } from "@tallystick/xs2a";
import { issue } from "../certificates.ts";
import { aliceRon, authorisationIdOf, authoriseConsent, giveConsent } from "../consents.ts";
import { alice } from "../fake-core-banking.ts";
import { openHttpBank, type HttpBank, type Reply } from "../http-bank.ts";
import { storeToken } from "../store-token.ts";
import type { Asking, Cause } from "./cause.ts";

/** What reads of accounts and funds confirmations may be refused for. */
export const accountCauses: readonly Cause[] = [
  {
    code: "PERIOD_INVALID",
    status: { standard: 400, flat: 400 },
    when: "a report is to end before it begins",
    provoke: (bank, asking) => report(bank, asking, "bookingStatus=booked&dateFrom=2026-01-02&dateTo=2026-01-01"),
  },
  {
    code: "PARAMETER_NOT_SUPPORTED",
    status: { standard: 400, flat: 400 },
    when: "a report is to be what is new since the last one, which the bank does not keep",
    provoke: (bank, asking) => report(bank, asking, "bookingStatus=booked&deltaList=true"),
  },
  {
    code: "REQUESTED_FORMATS_INVALID",
    status: { standard: 406, flat: 406 },
    when: "a report is to be camt.053",
    inOwnFormOnly: true,
    provoke: (bank) => report(bank, { Accept: "application/xml" }, "bookingStatus=booked&dateFrom=2026-01-01"),
  },
  {
    code: "RESOURCE_EXPIRED",
    status: { standard: 400, flat: 400 },
    when: "a report's next page is asked for an hour after its first",
    open: (profile) => openHttpBank({ profile }),
    provoke: lateNextPage,
  },
  {
    code: "RESOURCE_BLOCKED",
    status: { standard: 400, flat: 400 },
    when: "the bank has blocked the account",
    provoke: blockedAccount,
  },
  {
    code: "NO_PIIS_ACTIVATION",
    status: { standard: 400 },
    when: "the PSU has not consented to funds confirmations for the account",
    provoke: (bank, headers) => ask(bank, headers, {}),
  },
  {
    code: "CARD_INVALID",
    status: { standard: 400 },
    when: "the card is not the one of the consent",
    provoke: async (bank, headers) => {
      const certificate = issue(bank.authority, { roles: ["PSP_IC"] });
      const path = "/v2/consents/confirmation-of-funds";
      const body = { account: { iban: aliceRon }, cardNumber: "4000056655665556" };
      const consent = await bank.call({ method: "POST", path, body, certificate });
      await authoriseConsent(bank, authorisationIdOf(consent));
      const reply = await ask(bank, headers, { cardNumber: "4000056655665557" });
      await bank.call({ method: "DELETE", path: `${path}/${consent.body.consentId}`, certificate });
      return reply;
    },
  },
];

const attended = { "PSU-IP-Address": "8.8.8.8" };

/** A consent to everything of Alice with its token, and the path of her account. */
async function openedAccount(bank: HttpBank): Promise<{ path: string; headers: Record<string, string> }> {
  const consentId = await giveConsent(bank, { access: { allPsd2: "allAccounts" } });
  const consent = { consentId, psuId: alice.psuId };
  const token = await storeToken(bank, { scope: `AIS:${consentId}`, aliveMs: 3 * 3_600_000, consent });
  const headers = { ...attended, Authorization: `Bearer ${token}`, "Consent-ID": consentId };
  const { accounts } = (await bank.call({ path: "/v1/accounts", headers })).body;
  const { resourceId } = accounts.find(({ iban }: { iban: string }) => iban === aliceRon);
  return { path: `/v1/accounts/${resourceId}`, headers };
}

async function report(bank: HttpBank, asking: Asking, query: string): Promise<Reply> {
  const { path, headers } = await openedAccount(bank);
  return bank.call({ path: `${path}/transactions?${query}`, headers: { ...headers, ...asking } });
}

async function lateNextPage(bank: HttpBank, asking: Asking): Promise<Reply> {
  const bookingDate = dateOf(bank.clock.now());
  for (let n = 0; n < 2; n++) bank.spi.book("a-ron", { bookingDate, amount: 1n });
  const { path, headers } = await openedAccount(bank);
  const query = `bookingStatus=booked&dateFrom=${bookingDate}&itemsPerPage=1`;
  const { body } = await bank.call({ path: `${path}/transactions?${query}`, headers });
  const { href } = body.transactions._links.next;
  bank.clock.advance(3_600_000);
  return bank.call({ path: href.slice(href.indexOf("/v1/")), headers: { ...headers, ...asking } });
}

async function blockedAccount(bank: HttpBank, asking: Asking): Promise<Reply> {
  const { path, headers } = await openedAccount(bank);
  const { spi } = bank;
  Object.assign(spi, {
    balances: async () => undefined,
    accounts: async () => alice.accounts.map((one) => ({ ...one, status: "blocked" })),
  });
  const reply = await bank.call({ path: `${path}/balances`, headers: { ...headers, ...asking } });
  // The fake's own methods are behind these.
  for (const name of ["balances", "accounts"] as const) Reflect.deleteProperty(spi, name);
  return reply;
}

function ask(bank: HttpBank, headers: Asking, change: object): Promise<Reply> {
  const body = { account: { iban: aliceRon }, instructedAmount: { currency: "RON", amount: "1.00" }, ...change };
  const certificate = issue(bank.authority, { roles: ["PSP_IC"] });
  return bank.call({ method: "POST", path: "/v1/funds-confirmations", body, headers, certificate });
}
