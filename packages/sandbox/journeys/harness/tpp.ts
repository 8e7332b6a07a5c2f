import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { HttpRequest } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import type { World } from "./world.ts";

export interface TppAnswer {
  readonly status: number;
  readonly body: any;
}

/** The sandbox's TPP at one bank, by nothing but its certificate. */
export interface SandboxTpp {
  call(
    method: "GET" | "POST",
    path: string,
    more?: { body?: object; headers?: Record<string, string> },
  ): Promise<TppAnswer>;
  /** Asks for a recurring consent to balances and transactions of an account; where its holder allows it. */
  askForConsent(iban: string): Promise<{ consentId: string; scaRedirect: string }>;
  askForPayment(payment: object): Promise<{ scaRedirect: string }>;
  close(): Promise<void>;
}

export async function openTpp(world: World, providerId: string): Promise<SandboxTpp> {
  const { addresses, files } = world.system;
  const [cert = "", key = "", ca = ""] = await Promise.all(
    [files.tppCert, files.tppKey, files.ca].map((file) => readFile(file, "utf8")),
  );
  const request: HttpRequest & { close(): Promise<void> } = createMutualTlsRequest({ cert, key, ca });
  const base = `${addresses.banksXs2a}/${providerId}/xs2a/berlin/1.3/v1`;
  const call: SandboxTpp["call"] = async (method, path, { body, headers } = {}) => {
    const answer = await request({
      method,
      url: `${base}${path}`,
      headers: {
        "x-request-id": randomUUID(),
        "psu-ip-address": "192.0.2.7",
        "tpp-redirect-uri": `${addresses.shop}/orders`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = Buffer.from(answer.body).toString("utf8");
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const create = async (path: string, body: object): Promise<TppAnswer["body"]> => {
    const answer = await call("POST", path, { body });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    call,
    askForConsent: async (iban) => {
      const access = { balances: [{ iban }], transactions: [{ iban }] };
      const asked = { access, recurringIndicator: true, validUntil: "9999-12-31", frequencyPerDay: 4 };
      const { consentId, _links } = await create("/consents", { ...asked, combinedServiceIndicator: false });
      return { consentId, scaRedirect: _links.scaRedirect.href };
    },
    askForPayment: async (payment) => {
      const { _links } = await create("/payments/domestic-ron-transfers", payment);
      return { scaRedirect: _links.scaRedirect.href };
    },
    close: () => request.close(),
  };
}
