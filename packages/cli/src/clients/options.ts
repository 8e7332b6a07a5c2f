import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ClientProfile } from "@tallystick/hub";
import { UsageError } from "../usage-error.ts";

interface Shared {
  readonly dataDir: string;
  readonly json: boolean;
}

export type ClientsCommand =
  | (Shared & {
      readonly verb: "add";
      readonly name: string;
      readonly profile: ClientProfile;
      readonly keyFile: string;
      readonly redirectUrls: readonly string[];
      readonly webhookUrls: readonly string[];
    })
  | (Shared & { readonly verb: "key add"; readonly clientId: string; readonly keyFile: string })
  | (Shared & { readonly verb: "key retire"; readonly clientId: string; readonly kid: string });

export const clientsUsage = `tallystick clients add --name NAME --jwk FILE [--profile compat|fapi2]
                       [--redirect-url URL]... [--webhook-url URL]... [--data DIR] [--json]
tallystick clients key add CLIENT_ID --jwk FILE [--data DIR] [--json]
tallystick clients key retire CLIENT_ID KID [--data DIR] [--json]

  --name NAME         of the application, shown to payers
  --jwk FILE          a public key as a JWK (RFC 7517); without kid it is named by its thumbprint
  --profile NAME      compat (default): RS256, PS256, ES256, EdDSA, and assertions for up to an hour;
                      fapi2: PS256, ES256, EdDSA, the issuer alone as audience, up to five minutes
  --redirect-url URL  where payers may be sent back to, exactly (may be repeated)
  --webhook-url URL   where webhooks may go, exactly (may be repeated)
  --data DIR          the sandbox's data folder (default .tallystick); the sandbox may run or not
  --json              print one line of JSON`;

export function readClientsCommand(args: readonly string[], home: string): ClientsCommand {
  const { values, positionals } = parse(args);
  const shared = { dataDir: resolve(home, values.data ?? ".tallystick"), json: values.json ?? false };
  const [verb, second, ...rest] = positionals;
  if (verb === "add" && second === undefined) {
    const { name, profile = "compat" } = values;
    if (name === undefined || !/^[^\p{Control}\p{Bidi_Control}]{1,70}$/u.test(name)) {
      throw wrong("--name takes 1 to 70 letters");
    }
    if (profile !== "compat" && profile !== "fapi2") throw wrong("--profile is compat or fapi2");
    const redirectUrls = (values["redirect-url"] ?? []).map((url) => readUrl("redirect-url", url));
    const webhookUrls = (values["webhook-url"] ?? []).map((url) => readUrl("webhook-url", url));
    return { ...shared, verb, name, profile, keyFile: keyFileOf(values.jwk, home), redirectUrls, webhookUrls };
  }
  for (const option of ["name", "profile", "redirect-url", "webhook-url"] as const) {
    if (verb === "key" && values[option] !== undefined) throw wrong(`--${option} does not go with key`);
  }
  const [clientId, kid, ...more] = rest;
  if (verb === "key" && second === "add" && clientId !== undefined && kid === undefined) {
    return { ...shared, verb: "key add", clientId, keyFile: keyFileOf(values.jwk, home) };
  }
  if (verb === "key" && second === "retire" && clientId !== undefined && kid !== undefined && more.length === 0) {
    if (values.jwk !== undefined) throw wrong("--jwk does not go with key retire");
    return { ...shared, verb: "key retire", clientId, kid };
  }
  throw wrong("clients takes add, key add CLIENT_ID or key retire CLIENT_ID KID");
}

function keyFileOf(file: string | undefined, home: string): string {
  if (file === undefined) throw wrong("--jwk takes the file of a public key");
  return resolve(home, file);
}

function readUrl(option: string, text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text;
  throw wrong(`--${option} takes an address, as in https://shop.example/done`);
}

function wrong(what: string): UsageError {
  return new UsageError(`${what}\n\n${clientsUsage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: "string" },
        profile: { type: "string" },
        jwk: { type: "string" },
        "redirect-url": { type: "string", multiple: true },
        "webhook-url": { type: "string", multiple: true },
        data: { type: "string" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
