import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Psd2Role } from "@tallystick/xs2a";
import { createBankClient, type AuthorisationLinks, type BankClient, type Dialect } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { makeTppCertificate } from "../../src/certificates/tpp-certificate.ts";
import { authoriseAtBank, type AccountHolder } from "./account-holder.ts";
import { openSystem, type OwnSystem } from "./system.ts";

type Transport = ReturnType<typeof createMutualTlsRequest>;

/** A system of its own with a TPP that uses the toolkit, over mutual TLS. */
export interface ToolkitWorld {
  readonly own: OwnSystem;
  /** With the Lithuanian certificate and all three roles. */
  readonly send: Transport;
  /** Names of the client's operations that have succeeded. */
  readonly reached: ReadonlySet<string>;
  clientOf(bank: string, dialect: Partial<Dialect>, request?: Transport): BankClient;
  transportOf(
    standard: "berlin" | "georgia",
    organizationIdentifier: string,
    roles: readonly Psd2Role[],
  ): Promise<Transport>;
  holder(bank: string, login: string): AccountHolder;
  /** The PSU does what the bank's pages ask for; answers the confirmation code where the bank wants it back. */
  authorise(bank: string, login: string, at: AuthorisationLinks): Promise<string>;
  /** `YYYY-MM-DD`, so many days from the sandbox's today. */
  dayIn(days: number): string;
  close(): Promise<void>;
}

export const back = "https://tpp.example/callback";
export const clientId = "PSDLT-BOL-123456";

export async function openToolkitWorld(): Promise<ToolkitWorld> {
  const own = await openSystem();
  const reached = new Set<string>();
  const transportOf: ToolkitWorld["transportOf"] = async (standard, organizationIdentifier, roles) => {
    const options = { standard, organizationIdentifier, roles, organizationName: "Developer's Own TPP", seal: false };
    const pki = join(own.system.dataDir, "pki");
    const { chain, key } = await makeTppCertificate(pki, { ...options, days: 90, clock: own.clock });
    return createMutualTlsRequest({ cert: chain, key, ca: await readFile(own.system.files.ca, "utf8") });
  };
  const send = await transportOf("berlin", clientId, ["PSP_PI", "PSP_AI", "PSP_IC"]);
  const holder: ToolkitWorld["holder"] = (bank, login) => holderOf(own, bank, login);
  return {
    own,
    send,
    reached,
    transportOf,
    holder,
    clientOf: (bank, dialect, request = send) => remembering(clientAt(own, { bank, dialect, request }), reached),
    authorise: async (bank, login, { scaRedirect }) => {
      assert.ok(scaRedirect);
      const came = await authoriseAtBank(scaRedirect, holder(bank, login), back);
      return came.searchParams.get("confirmationCode") ?? "";
    },
    dayIn: (days) => new Date(own.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10),
    close: async () => {
      await send.close();
      await own.end();
    },
  };
}

function clientAt(
  own: OwnSystem,
  { bank, dialect, request }: { bank: string; dialect: Partial<Dialect>; request: Transport },
): BankClient {
  const path = dialect.basePath === undefined ? "/xs2a/berlin/1.3" : "";
  return createBankClient({
    baseUrl: `${own.system.addresses.banksXs2a}/${bank}${path}`,
    request: (asked) => {
      // paysera_lt takes ten requests a second, by the sandbox's clock.
      own.clock.advance(150);
      return request(asked);
    },
    dialect,
    clock: own.clock,
  });
}

function remembering(client: BankClient, reached: Set<string>): BankClient {
  return new Proxy(client, {
    get: (target, name: keyof BankClient) => {
      const operation = target[name] as (input: never) => unknown;
      return (input: never) => {
        const result = operation(input);
        if (!(result instanceof Promise))
          return rememberingAll(result as AsyncIterable<unknown>, () => reached.add(name));
        return result.then((value: unknown) => {
          reached.add(name);
          return value;
        });
      };
    },
  });
}

async function* rememberingAll(iterable: AsyncIterable<unknown>, ended: () => void): AsyncGenerator {
  yield* iterable;
  ended();
}

function holderOf(own: OwnSystem, bank: string, login: string): AccountHolder {
  const user = own.system.users[bank]?.find((one) => one.login === login);
  assert.ok(user, `${bank} has no user ${login}`);
  const code = (): string => {
    const line = own.codes.findLast((one) => one.includes(`phone of ${login}: code `));
    return user.pin ?? /: code (\d{7})\./.exec(line ?? "")![1]!;
  };
  return { login, password: user.password, code };
}
