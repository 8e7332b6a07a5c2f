import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createAuthority, type Authority, type AuthorityOptions } from "./issue.ts";

/** Each standard has authorities of its own: what one country recognises proves nothing in the other. */
export type SandboxStandard = "berlin" | "georgia";

const authorities = {
  berlin: { prefix: "", options: {} },
  georgia: { prefix: "georgia-", options: { name: "Tallystick Sandbox Georgia", country: "GE" } },
} as const satisfies Record<SandboxStandard, { prefix: string; options: AuthorityOptions }>;

const renewAuthorityBeforeMs = 400 * 86_400_000;

/** What the names of a standard's files in the folder begin with. */
export function filePrefix(standard: SandboxStandard): string {
  return authorities[standard].prefix;
}

/** The standard's authority in that folder, made when there is none that can sign for another year. */
export async function keepAuthority(dir: string, standard: SandboxStandard, now: Date): Promise<Authority> {
  const kept = await readAuthority(dir, standard);
  if (kept !== undefined && isUsable(kept, now)) return kept;
  const { prefix, options } = authorities[standard];
  const made = await createAuthority({ ...options, notBefore: new Date(now.getTime() - 3_600_000) });
  // The key goes last: without it the next start makes all three again.
  await writeOwn(join(dir, `${prefix}root.pem`), made.root);
  await writeOwn(join(dir, `${prefix}issuing.pem`), made.certificate);
  await writeOwn(join(dir, `${prefix}issuing.key`), made.key);
  return made;
}

/** Undefined when the folder holds none. */
export async function readAuthority(dir: string, standard: SandboxStandard): Promise<Authority | undefined> {
  const { prefix } = authorities[standard];
  const [root, certificate, key] = await Promise.all(
    ["root.pem", "issuing.pem", "issuing.key"].map((name) => readOwn(join(dir, prefix + name))),
  );
  return root && certificate && key ? { root, certificate, key } : undefined;
}

function isUsable(kept: Authority, now: Date): boolean {
  try {
    const root = new X509Certificate(kept.root);
    const issuing = new X509Certificate(kept.certificate);
    return (
      issuing.verify(root.publicKey) &&
      issuing.checkPrivateKey(createPrivateKey(kept.key)) &&
      issuing.validToDate.getTime() - now.getTime() > renewAuthorityBeforeMs
    );
  } catch {
    return false;
  }
}

/** The file's text; undefined when there is none. */
export async function readOwn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all, readable by the owner only. */
export async function writeOwn(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, file);
}
