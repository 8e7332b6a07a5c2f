import { X509Certificate } from "node:crypto";
import type { Clock, Log, OutboundRequest, Random, SafeRequest } from "@tallystick/kit";
import { readCrl, type RevocationList } from "./crl.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import { askOcsp, readOcspAnswer, writeOcspRequest, type OcspStatus } from "./ocsp.ts";
import { Unusable } from "./unusable.ts";

/** Where a bank learns which certificates their authorities have taken back. */
export interface RevocationSources {
  /** `createSafeRequest`, the hosts of these addresses excepted: what they serve is signed and comes by plain http. */
  readonly request: SafeRequest;
  /** Addresses are configured: what a certificate itself names is never dialled. */
  readonly issuers: readonly {
    /** PEM of the authority, one of the trust anchors. */
    readonly certificate: string;
    readonly crlUrl?: string;
    readonly ocspUrl?: string;
  }[];
  /** Milliseconds that a status outlives its nextUpdate while the source is silent; default one hour. */
  readonly graceMs?: number;
  /** Milliseconds after which a list or an answer is fetched anew at the latest; default ten minutes. */
  readonly maxAgeMs?: number;
}

/** "unknown": no source could tell. The bank then refuses, since a revoked certificate may be behind it. */
export type Standing = "good" | "revoked" | "unknown";

export interface Revocation {
  /** How the certificate stands now; a promise only when a source has to be asked first. */
  check(certificate: X509Certificate, issuer: X509Certificate): Standing | Promise<Standing>;
  /** Fetches whatever is due. */
  refreshDue(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface RevocationDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
}

interface Source {
  readonly crl: Keeper<RevocationList> | undefined;
  ocspOf(certificate: X509Certificate): Keeper<OcspStatus> | undefined;
  refreshDue(): Promise<void>;
}

const refreshEveryMs = 5_000;
const answerTimeoutMs = 5_000;
/** Certificates per issuer whose OCSP status is remembered. */
const maximumAnswers = 1_000;

/** Lists and answers in memory, each fetched anew before it runs out. An issuer that is not listed revokes nothing. */
export function createRevocation(sources: RevocationSources | undefined, deps: RevocationDeps): Revocation {
  if (sources === undefined) return noRevocation;
  const byIssuer = new Map(
    sources.issuers.map((one) => {
      const issuer = new X509Certificate(one.certificate);
      if (one.crlUrl === undefined && one.ocspUrl === undefined) throw new TypeError("an issuer has no source");
      return [issuer.fingerprint256, createSource(sources, one, issuer, deps)] as const;
    }),
  );
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const refreshDue = async (): Promise<void> => {
    await Promise.all([...byIssuer.values()].map((source) => source.refreshDue()));
  };
  const next = (): void => {
    running = refreshDue().then(() => {
      if (!stopped) timer = setTimeout(next, refreshEveryMs);
    });
  };
  return {
    check: (certificate, issuer) => {
      const source = byIssuer.get(issuer.fingerprint256);
      return source === undefined ? "good" : standingBy(source, certificate);
    },
    refreshDue,
    start: next,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

const noRevocation: Revocation = {
  check: () => "good",
  refreshDue: async () => {},
  start: () => {},
  stop: async () => {},
};

function createSource(
  { request, graceMs = 3_600_000, maxAgeMs = 600_000 }: RevocationSources,
  { crlUrl, ocspUrl }: RevocationSources["issuers"][number],
  issuer: X509Certificate,
  { clock, log, random }: RevocationDeps,
): Source {
  const fetch = (outbound: OutboundRequest) => fetchBytes(request, outbound);
  const common = { clock, log, graceMs, maxAgeMs };
  const crl =
    crlUrl === undefined
      ? undefined
      : createKeeper({
          ...common,
          url: crlUrl,
          fetch: async () => readCrl(await fetch({ method: "GET", url: crlUrl }), issuer, clock.now()),
        });
  const answers = new Map<string, Keeper<OcspStatus>>();
  const ask = async (url: string, certificate: X509Certificate): Promise<OcspStatus> => {
    const question = askOcsp(certificate, issuer, Buffer.from(random.token(24), "base64url"));
    const headers = { "content-type": "application/ocsp-request" };
    const body = writeOcspRequest(question);
    return readOcspAnswer(await fetch({ method: "POST", url, headers, body }), question, clock.now());
  };
  return {
    crl,
    ocspOf: (certificate) => {
      if (ocspUrl === undefined) return undefined;
      const { serialNumber } = certificate;
      const known = answers.get(serialNumber);
      if (known !== undefined) return known;
      if (answers.size >= maximumAnswers) answers.delete(answers.keys().next().value as string);
      const keeper = createKeeper({ ...common, url: ocspUrl, fetch: () => ask(ocspUrl, certificate) });
      answers.set(serialNumber, keeper);
      return keeper;
    },
    // OCSP is asked about who calls, when they call.
    refreshDue: async () => crl?.refreshDue(),
  };
}

async function fetchBytes(request: SafeRequest, outbound: OutboundRequest): Promise<Uint8Array> {
  const { status, body } = await request({ ...outbound, timeoutMs: answerTimeoutMs });
  if (status !== 200) throw new Unusable(`the source answered ${status}`);
  return body;
}

function standingBy(source: Source, certificate: X509Certificate): Standing | Promise<Standing> {
  const [list, answer] = [source.crl?.current(), source.ocspOf(certificate)?.current()];
  if (list instanceof Promise || answer instanceof Promise) {
    return Promise.all([list, answer]).then(([known, told]) => combined(certificate, known, told));
  }
  return combined(certificate, list, answer);
}

/** Revoked if any source says so; good if one that can be gone by says so and none the contrary. */
function combined(
  { serialNumber }: X509Certificate,
  list: RevocationList | undefined,
  answer: OcspStatus | undefined,
): Standing {
  if (list?.revoked.has(serialNumber) === true || answer?.status === "revoked") return "revoked";
  return list !== undefined || answer?.status === "good" ? "good" : "unknown";
}
