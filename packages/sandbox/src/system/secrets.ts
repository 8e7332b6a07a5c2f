import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "@tallystick/kit";

/** Random per data folder, made on the first start. */
export interface SandboxSecrets {
  /** Seals the hub's private keys in the database; 32 bytes as base64url. */
  readonly sealKey: string;
  readonly cookieKey: string;
  readonly testClient: { readonly clientId: string; readonly clientSecret: string };
  /** Signing key of each bank's OAuth server as a private JWK, by provider id. */
  readonly oauthKeys: Readonly<Record<string, Record<string, unknown>>>;
}

export async function keepSecrets(
  dataDir: string,
  providerIds: readonly string[],
  random: Random,
): Promise<SandboxSecrets> {
  const file = join(dataDir, "secrets.json");
  const kept = await readSecrets(file);
  if (kept && providerIds.every((id) => kept.oauthKeys[id])) return kept;
  const oauthKeys = Object.fromEntries(providerIds.map((id) => [id, kept?.oauthKeys[id] ?? signingKey(random)]));
  const secrets: SandboxSecrets = {
    sealKey: kept?.sealKey ?? random.token(),
    cookieKey: kept?.cookieKey ?? random.token(),
    testClient: kept?.testClient ?? { clientId: "demo-shop", clientSecret: random.token() },
    oauthKeys,
  };
  await writePrivately(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

async function readSecrets(file: string): Promise<SandboxSecrets | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as SandboxSecrets;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw new Error(`${file} cannot be read; start with --reset to make a new sandbox`, { cause: error });
  }
}

function signingKey(random: Random): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), kid: random.token(9), alg: "ES256", use: "sig" };
}

/** A file that only its owner reads, whole or not at all. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
