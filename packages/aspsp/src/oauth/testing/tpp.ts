import assert from "node:assert/strict";
import type * as client from "openid-client";
import type { LeafOptions, TestCertificate } from "../../testing/certificates.ts";
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
  /** The path of a payment's status. */
  statusPath(paymentId: string): string;
}

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
    statusPath: (paymentId) => `${payments}/${paymentId}/status`,
  };
}
