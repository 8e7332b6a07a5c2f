import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CertificateError, parseOrganizationIdentifier, psd2Roles, type Psd2Role } from "@tallystick/xs2a";
import type { SandboxStandard } from "@tallystick/sandbox";
import { UsageError } from "../usage-error.ts";

export interface NewCertificate {
  readonly roles: readonly Psd2Role[];
  /** `PSDLT-BOL-123456` */
  readonly org: string;
  readonly name: string;
  readonly seal: boolean;
  readonly standard: SandboxStandard;
  readonly dataDir: string;
  readonly outDir: string;
  readonly days: number;
}

export interface RevokedCertificate {
  readonly file: string;
  readonly dataDir: string;
}

export const certsUsage = `tallystick certs new --roles ROLES --org ID [--name NAME] [--seal] [--standard berlin|georgia]
                     [--days N] [--data DIR] [--out DIR]
tallystick certs revoke FILE [--data DIR]

  --roles ROLES      of the TPP, separated by commas: ${psd2Roles.join(", ")}
  --org ID           its authorisation number, as in PSDLT-BOL-123456
  --name NAME        of the organization (default: the number)
  --seal             a QSealC, which signs messages, instead of a QWAC, which opens connections
  --standard NAME    whose authority issues it: berlin (default) or georgia
  --days N           how long it is valid, 1 to 730 (default 365)
  --data DIR         the sandbox's data folder (default .tallystick)
  --out DIR          where certificate and key are written (default: here)`;

/** The longest life that the profile allows a certificate: two years. */
const maximumDays = 730;

export function readNewCertificate(args: readonly string[], home: string): NewCertificate {
  const { values, positionals } = parse(args);
  if (positionals.length > 0) throw wrong(`${positionals[0]} is not understood`);
  const org = readOrganization(values.org);
  const days = Number(values.days ?? "365");
  if (!/^\d{1,3}$/.test(values.days ?? "365") || days < 1 || days > maximumDays) {
    throw wrong(`--days takes a whole number from 1 to ${maximumDays}`);
  }
  const name = values.name ?? org;
  if (!/^[^\p{Control}\p{Bidi_Control}]{1,64}$/u.test(name)) throw wrong("--name takes up to 64 letters");
  const standard = values.standard ?? "berlin";
  if (standard !== "berlin" && standard !== "georgia") throw wrong("--standard is berlin or georgia");
  return {
    roles: readRoles(values.roles),
    org,
    name,
    seal: values.seal ?? false,
    standard,
    dataDir: resolve(home, values.data ?? ".tallystick"),
    outDir: resolve(home, values.out ?? "."),
    days,
  };
}

export function readRevokedCertificate(args: readonly string[], home: string): RevokedCertificate {
  const { values, positionals } = parse(args);
  const [file, ...more] = positionals;
  const strange = Object.keys(values).find((name) => name !== "data");
  if (strange !== undefined) throw wrong(`--${strange} does not go with revoke`);
  if (file === undefined || more.length > 0) throw wrong("revoke takes the file of one certificate");
  return { file: resolve(home, file), dataDir: resolve(home, values.data ?? ".tallystick") };
}

function readRoles(text: string | undefined): Psd2Role[] {
  const names = [...new Set((text ?? "").split(","))];
  return names.map((name) => {
    const role = psd2Roles.find((known) => known === name);
    if (role === undefined) throw wrong(`--roles takes one or more of ${psd2Roles.join(", ")}, separated by commas`);
    return role;
  });
}

function readOrganization(text: string | undefined): string {
  try {
    return parseOrganizationIdentifier(text ?? "").text;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw wrong("--org takes PSD, a country, an authority and a number, as in PSDLT-BOL-123456");
  }
}

function wrong(what: string): UsageError {
  return new UsageError(`${what}\n\n${certsUsage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        roles: { type: "string" },
        org: { type: "string" },
        name: { type: "string" },
        seal: { type: "boolean" },
        standard: { type: "string" },
        days: { type: "string" },
        data: { type: "string" },
        out: { type: "string" },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
