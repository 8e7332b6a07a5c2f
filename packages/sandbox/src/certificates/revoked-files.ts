import { X509Certificate } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readAuthority, type SandboxStandard } from "./kept-authority.ts";
import type { Revoked } from "./revocation-status.ts";

/** A file for each revoked certificate, named by its serial number: revoking twice at once loses nothing. */
const folderOf = (dir: string, standard: SandboxStandard): string => join(dir, "revoked", standard);

/** What the standard's authority has revoked so far. */
export async function readRevoked(dir: string, standard: SandboxStandard): Promise<Revoked> {
  const folder = folderOf(dir, standard);
  const serials = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const known = serials.filter((name) => /^[0-9A-F]{1,40}$/.test(name));
  const entries = await Promise.all(
    known.map(async (serial) => [serial, new Date(await readFile(join(folder, serial), "utf8"))] as const),
  );
  // A file that is only just being written has no date yet; it is revoked all the same.
  return new Map(entries.map(([serial, at]) => [serial, Number.isNaN(at.getTime()) ? new Date(0) : at]));
}

export type Revoking = { readonly standard: SandboxStandard; readonly serial: string; readonly already: boolean };

/** Revokes a certificate (PEM, leaf first); undefined when no authority of that folder has issued it. */
export async function revokeCertificate(dir: string, pem: string, now: Date): Promise<Revoking | undefined> {
  const leaf = new X509Certificate(pem);
  for (const standard of ["berlin", "georgia"] as const) {
    const authority = await readAuthority(dir, standard);
    if (authority === undefined || !isIssuedBy(leaf, new X509Certificate(authority.certificate))) continue;
    const serial = leaf.serialNumber;
    await mkdir(folderOf(dir, standard), { recursive: true, mode: 0o700 });
    const file = join(folderOf(dir, standard), serial);
    try {
      await writeFile(file, now.toISOString(), { mode: 0o600, flag: "wx" });
      return { standard, serial, already: false };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      return { standard, serial, already: true };
    }
  }
  return undefined;
}

function isIssuedBy(leaf: X509Certificate, authority: X509Certificate): boolean {
  return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
}
