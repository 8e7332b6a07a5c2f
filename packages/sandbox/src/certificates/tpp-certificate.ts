import type { Clock } from "@tallystick/kit";
import type { Psd2Role } from "@tallystick/xs2a";
import { issueCertificate, type Issued } from "./issue.ts";
import { readAuthority, type SandboxStandard } from "./kept-authority.ts";
import { makeSandboxPki } from "./pki.ts";

export interface TppCertificateOptions {
  readonly standard: SandboxStandard;
  readonly roles: readonly Psd2Role[];
  /** `PSDLT-BOL-123456` */
  readonly organizationIdentifier: string;
  readonly organizationName: string;
  /** A QSealC instead of a QWAC. */
  readonly seal: boolean;
  readonly days: number;
  readonly clock: Clock;
}

const authorityNames: ReadonlyMap<string, string> = new Map([
  ["LT-BOL", "Bank of Lithuania"],
  ["RO-NBR", "National Bank of Romania"],
  ["GE-NBG", "National Bank of Georgia"],
]);

const dayMs = 86_400_000;

/** Makes a TPP's certificate by the authority in `dir`; a folder without authorities gets those of the sandbox first. */
export async function makeTppCertificate(dir: string, options: TppCertificateOptions): Promise<Issued> {
  const { standard, organizationIdentifier, clock, seal } = options;
  const kept = (await readAuthority(dir, standard)) ?? (await makeSandboxPki(dir, { clock })).authorities[standard];
  const country = organizationIdentifier.slice(3, 5);
  const ncaId = `${country}-${organizationIdentifier.split("-")[1] ?? ""}`;
  const now = clock.now().getTime();
  return issueCertificate(kept, {
    commonName: seal ? options.organizationName : "tpp.example",
    organizationName: options.organizationName,
    organizationIdentifier,
    country,
    roles: options.roles,
    ncaId,
    ncaName: authorityNames.get(ncaId) ?? ncaId,
    qcType: seal ? "seal" : "web",
    ...(seal ? { eku: null } : { sans: ["tpp.example", "localhost"] }),
    notBefore: new Date(now - 3_600_000),
    notAfter: new Date(now + options.days * dayMs),
  });
}
