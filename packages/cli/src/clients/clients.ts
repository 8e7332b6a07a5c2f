import { readFile } from "node:fs/promises";
import { KeyRefused, readPublicJwk, UnknownKey, type Clients } from "@tallystick/hub";
import { withHubClients } from "@tallystick/sandbox";
import { UsageError } from "../usage-error.ts";
import { clientsUsage, readClientsCommand, type ClientsCommand } from "./options.ts";

interface Surroundings {
  readonly home: string;
  readonly databaseUrl: string | undefined;
}

/** `tallystick clients`: adds API clients of the sandbox's hub and rotates their keys, whether the sandbox runs or not. */
export async function clients(args: readonly string[], { home, databaseUrl }: Surroundings): Promise<void> {
  if (args.includes("--help")) return void process.stdout.write(`${clientsUsage}\n`);
  const command = readClientsCommand(args, home);
  const place = { dataDir: command.dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) };
  try {
    const jwk = "keyFile" in command ? await readKey(command.keyFile) : undefined;
    // Before a database is looked for: what no client can have needs none.
    if (jwk !== undefined) readPublicJwk(jwk, command.verb === "add" ? command.profile : "compat");
    const result = await withHubClients(place, (known) => carryOut(known, command, jwk));
    process.stdout.write(`${command.json ? JSON.stringify(result) : linesOf(result)}\n`);
  } catch (error) {
    if (error instanceof KeyRefused && "keyFile" in command) {
      throw new UsageError(`${command.keyFile} cannot be the key: ${error.message}`);
    }
    if (error instanceof UnknownKey) throw new UsageError(error.message);
    throw error;
  }
}

type Result = Readonly<Record<string, string | number>>;

async function carryOut(known: Clients, command: ClientsCommand, jwk: unknown): Promise<Result> {
  switch (command.verb) {
    case "add": {
      const { name, profile, redirectUrls, webhookUrls } = command;
      return { ...(await known.addWithKey({ name, profile, jwk, redirectUrls, webhookUrls })) };
    }
    case "key add":
      return { client_id: command.clientId, ...(await known.keys.add(command.clientId, jwk)) };
    case "key retire": {
      const { left } = await known.keys.retire(command.clientId, command.kid);
      return { client_id: command.clientId, retired: command.kid, keys_left: left };
    }
  }
}

function linesOf(result: Result): string {
  return Object.entries(result)
    .map(([name, value]) => `${name.padEnd(15)} ${value}`)
    .join("\n");
}

async function readKey(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`);
  });
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw new UsageError(`${file} holds a private key: give the public half, as a JWK`);
  }
  if (text.includes("-----BEGIN ")) throw new UsageError(`${file} is PEM: give the public key as a JWK`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${file} is not JSON: give the public key as a JWK`);
  }
}
