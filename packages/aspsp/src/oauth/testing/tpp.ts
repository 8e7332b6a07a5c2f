import assert from "node:assert/strict";
import type * as client from "openid-client";
import type { LeafOptions, TestCertificate } from "../../testing/certificates.ts";
import { alice, type FakePsu } from "../../testing/fake-core-banking.ts";
import { samplePayment } from "../../testing/test-bank.ts";
import type { OpenBank } from "./open-bank.ts";
import { discoverWith } from "./stranger.ts";

export const redirectUri = "https://tpp.example/back";

export interface TppReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

interface TppCall {
  readonly method?: string;
  /** Below the standard, "/v1/…" or "/oauth/…". */
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; of a form as it is. */
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Which of the bank's processes answers. */
  readonly instance?: number;
}

/** A TPP of a whole bank: its certificate, its OAuth client, its calls. */
export interface TestTpp {
  readonly tppId: string;
  readonly certificate: TestCertificate;
  /** openid-client, calling the bank's process of that number. */
  client(instance?: number): Promise<client.Configuration>;
  call(call: TppCall): Promise<TppReply>;
  /** Creates a payment and returns its id. */
  pay(token?: string): Promise<string>;
  /** Asks for a recurring consent to all of the PSU's first account. */
  consent(
    change?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
    psu?: FakePsu,
  ): Promise<{ consentId: string; scaRedirect: string | undefined }>;
  /** The id of a consent to funds confirmations for that account. */
  fundsConsent(): Promise<string>;
  /** The path of a payment's status. */
  statusPath(paymentId: string): string;
}

const consentTerms = {
  recurringIndicator: true,
  validUntil: "9999-12-31",
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
};

const ibanOf = ({ accounts }: FakePsu) => ({ iban: accounts[0]?.iban });

export function tppAt(server: OpenBank, options: LeafOptions = {}): TestTpp {
  const certificate = server.certificate(options);
  const tppId = options.organizationIdentifier ?? "PSDLT-BOL-123456";
  const payments = `/v1/payments/${server.profile.defaultProduct}`;
  const call = async (of: TppCall): Promise<TppReply> => {
    const { method = of.body === undefined && of.form === undefined ? "GET" : "POST", token, form } = of;
    const answer = await server.fetchWith(certificate, of.instance)(server.issuer + of.path, {
      method,
      headers: {
        "x-request-id": crypto.randomUUID(),
        "psu-ip-address": "192.0.2.1",
        "tpp-redirect-uri": redirectUri,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(of.body === undefined ? {} : { "content-type": "application/json" }),
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...of.headers,
      },
      ...(of.body === undefined ? {} : { body: JSON.stringify(of.body) }),
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    tppId,
    certificate,
    client: (instance) => discoverWith(server.issuer, tppId, server.fetchWith(certificate, instance)),
    call,
    pay: async (token) => {
      const made = await call({ path: payments, body: samplePayment, token });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      return made.body.paymentId as string;
    },
    consent: async (change = {}, headers = {}, psu = alice) => {
      const access = { balances: [ibanOf(psu)], transactions: [ibanOf(psu)] };
      const made = await call({ path: "/v1/consents", body: { ...consentTerms, access, ...change }, headers });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      return { consentId: made.body.consentId, scaRedirect: made.body._links.scaRedirect?.href };
    },
    fundsConsent: async () => {
      const made = await call({ path: "/v2/consents/confirmation-of-funds", body: { account: ibanOf(alice) } });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      return made.body.consentId as string;
    },
    statusPath: (paymentId) => `${payments}/${paymentId}/status`,
  };
}
