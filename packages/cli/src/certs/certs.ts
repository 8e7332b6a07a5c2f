import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@tallystick/kit";
import { makeTppCertificate, revokeCertificate } from "@tallystick/sandbox";
import { UsageError } from "../usage-error.ts";
import { certsUsage, readNewCertificate, readRevokedCertificate, type NewCertificate } from "./options.ts";

/** `tallystick certs`: makes and revokes certificates of the sandbox's authorities, whether the sandbox runs or not. */
export async function certs([verb, ...args]: readonly string[], home: string): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  if (verb === "--help" || args.includes("--help")) return say(certsUsage);
  if (verb === "new") return say(await newCertificate(readNewCertificate(args, home)));
  if (verb === "revoke") return say(await revoke(readRevokedCertificate(args, home)));
  throw new UsageError(`certs takes new or revoke\n\n${certsUsage}`);
}

async function newCertificate(options: NewCertificate): Promise<string> {
  const { org, outDir, seal, name, dataDir, ...rest } = options;
  const base = join(outDir, `${org.replaceAll(/[^A-Za-z0-9-]/g, "_")}${seal ? "-seal" : ""}`);
  const files = { certificate: `${base}.pem`, key: `${base}.key` };
  for (const file of Object.values(files)) {
    const taken = await readFile(file).then(() => true, isThere);
    if (taken) throw new UsageError(`${file} exists already: choose another folder with --out`);
  }
  const wanted = { ...rest, seal, organizationIdentifier: org, organizationName: name, clock: systemClock };
  const made = await makeTppCertificate(join(dataDir, "pki"), wanted).catch(cannot(`use ${dataDir} as data folder`));
  await mkdir(outDir, { recursive: true }).catch(cannot(`write to ${outDir}`));
  await writeFile(files.key, made.key, { mode: 0o600, flag: "wx" }).catch(cannot(`write to ${outDir}`));
  try {
    await writeFile(files.certificate, made.chain, { flag: "wx" });
  } catch (error) {
    await rm(files.key);
    return cannot(`write to ${outDir}`)(error);
  }
  return `certificate  ${files.certificate}\nkey          ${files.key}`;
}

/** What the system refuses the person can mend by other folders; anything else is a fault of ours. */
function cannot(what: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as { code?: unknown };
    if (typeof code === "string" && /^E[A-Z]+$/.test(code)) throw new UsageError(`cannot ${what} (${code})`);
    throw error;
  };
}

function isThere(error: NodeJS.ErrnoException): boolean {
  return error.code !== "ENOENT" && error.code !== "ENOTDIR";
}

async function revoke({ file, dataDir }: { file: string; dataDir: string }): Promise<string> {
  const pem = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`);
  });
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) throw new UsageError(`${file} holds no certificate`);
  const revoking = await revokeCertificate(join(dataDir, "pki"), pem, systemClock.now()).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code?.startsWith("ERR_OSSL")) throw new UsageError(`${file} holds no certificate`);
      throw error;
    },
  );
  if (revoking === undefined) throw new UsageError(`${file} was not issued by the sandbox of ${dataDir}`);
  return `certificate ${revoking.serial} is ${revoking.already ? "revoked already" : "revoked"}`;
}
