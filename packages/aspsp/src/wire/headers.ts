import type { IncomingHttpHeaders } from "node:http";
import { Xs2aError, type EndpointRow, type Violation } from "@tallystick/xs2a";

/** What the handlers use of the headers, checked. */
export interface CallHeaders {
  readonly redirectUri?: string;
  readonly nokRedirectUri?: string;
  readonly consentId?: string;
  /** On reads of account data its presence says that the PSU has asked for them. */
  readonly psuIpAddress?: string;
  readonly psuId?: string;
  readonly psuCorporateId?: string;
  /** TPP-Explicit-Authorisation-Preferred: the authorisation is to be started by a call of its own. */
  readonly explicitPreferred?: boolean;
}

export interface HeaderRules {
  readonly tolerateMissingPsuIpAddress: boolean;
  /** Whether creation needs TPP-Redirect-URI. */
  readonly redirectUriRequired: boolean;
  /** Exact "host:port" pairs to which a redirect may lead by plain http. */
  readonly redirectHosts: readonly string[];
}

type Check = (value: string) => string | undefined;

const boolean: Check = (value) => (/^(true|false)$/i.test(value) ? undefined : "must be true or false");
const matching =
  (shape: RegExp, text: string): Check =>
  (value) =>
    shape.test(value) ? undefined : text;

/** Headers that may come with any call; whatever is not listed is ignored. */
const shapes: Readonly<Record<string, Check>> = {
  "PSU-IP-Address": (value) => (isIpAddress(value) ? undefined : "must be an IP address"),
  "PSU-IP-Port": matching(
    /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
    "must be a port",
  ),
  "PSU-Http-Method": matching(/^(GET|POST|PUT|PATCH|DELETE)$/, "must be GET, POST, PUT, PATCH or DELETE"),
  "PSU-Device-ID": matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "must be a UUID"),
  "PSU-Geo-Location": matching(/^GEO:-?\d{1,2}\.\d{6};-?\d{1,3}\.\d{6}$/, "must be GEO:latitude;longitude"),
  "TPP-Redirect-Preferred": boolean,
  "TPP-Decoupled-Preferred": boolean,
  "TPP-Explicit-Authorisation-Preferred": boolean,
  "TPP-Rejection-NoFunds-Preferred": boolean,
};
const shapeList = Object.entries(shapes).map(([name, check]) => ({ name, key: name.toLowerCase(), check }));

/** The step "headers": every violation is FORMAT_ERROR with the header's name as path. */
export function readHeaders(headers: IncomingHttpHeaders, row: EndpointRow, rules: HeaderRules): CallHeaders {
  const valueOf = (name: string): string | undefined => {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : undefined;
  };
  const violations: Violation[] = [];
  const refuse = (path: string, text: string): number => violations.push({ path, code: "FORMAT_ERROR", text });

  for (const { name, key, check } of shapeList) {
    const value = headers[key];
    const fault = typeof value === "string" ? check(value) : undefined;
    if (fault !== undefined) refuse(name, fault);
  }
  for (const name of ["PSU-ID", "PSU-Corporate-ID"]) {
    const value = row.headers.psuId ? valueOf(name) : undefined;
    if (value !== undefined && !/^[\x21-\x7e\u00a1-\u00ff][^\x00-\x1f\x7f]{0,127}$/.test(value)) {
      refuse(name, "must be 1 to 128 printable characters");
    }
  }
  const psuIpNeeded = row.headers.psuIpAddress === "required" && !rules.tolerateMissingPsuIpAddress;
  if (psuIpNeeded && valueOf("PSU-IP-Address") === undefined) refuse("PSU-IP-Address", "is required");

  const redirectUri = row.headers.tppRedirect ? valueOf("TPP-Redirect-URI") : undefined;
  const nokRedirectUri = row.headers.tppRedirect ? valueOf("TPP-Nok-Redirect-URI") : undefined;
  const creates = row.headers.tppRedirect && row.method === "POST" && !row.path.endsWith("authorisations");
  if (creates && rules.redirectUriRequired && redirectUri === undefined) refuse("TPP-Redirect-URI", "is required");
  for (const [name, uri] of [
    ["TPP-Redirect-URI", redirectUri],
    ["TPP-Nok-Redirect-URI", nokRedirectUri],
  ] as const) {
    const fault = uri === undefined ? undefined : redirectFault(uri, rules.redirectHosts);
    if (fault !== undefined) refuse(name, fault);
  }
  if (violations.length > 0) throw Xs2aError.of(violations, "header");
  const consentId = row.headers.consentId === "none" ? undefined : valueOf("Consent-ID");
  const psuIpAddress = valueOf("PSU-IP-Address");
  const [psuId, psuCorporateId] = row.headers.psuId ? [valueOf("PSU-ID"), valueOf("PSU-Corporate-ID")] : [];
  return {
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(nokRedirectUri === undefined ? {} : { nokRedirectUri }),
    ...(consentId === undefined ? {} : { consentId }),
    ...(psuIpAddress === undefined ? {} : { psuIpAddress }),
    ...(psuId === undefined ? {} : { psuId }),
    ...(psuCorporateId === undefined ? {} : { psuCorporateId }),
    ...(/^true$/i.test(valueOf("TPP-Explicit-Authorisation-Preferred") ?? "") ? { explicitPreferred: true } : {}),
  };
}

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The guidelines say IPv4; a PSU's address may be of version 6 all the same. */
function isIpAddress(value: string): boolean {
  if (ipv4.test(value)) return true;
  return /^[0-9a-fA-F:.]{2,45}$/.test(value) && value.includes(":") && URL.canParse(`http://[${value}]/`);
}

/** A redirect leads to https, or to one of the excepted addresses; credentials and fragments have no place in it (O2). */
function redirectFault(uri: string, allowed: readonly string[]): string | undefined {
  const url = uri.length <= 2_048 && /^[\x21-\x7e]+$/.test(uri) && !uri.includes("\\") ? URL.parse(uri) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return "must be an absolute https URI";
  if (!/^https?:\/\/[^/?#@]+/i.test(uri)) return "must name a host and no credentials";
  if (uri.includes("#") || url.username !== "" || url.password !== "") return "must not hold credentials or a fragment";
  if (url.protocol === "http:" && !allowed.includes(hostAndPort(url))) return "must be an absolute https URI";
  return undefined;
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port}`;
}

/** Whether the redirect leads to a name of the TPP's certificate, as the guidelines ask without insisting (section 6). */
export function isRedirectOfTpp(uri: string, hosts: readonly string[], allowed: readonly string[]): boolean {
  const url = new URL(uri);
  if (allowed.includes(hostAndPort(url))) return true;
  return hosts.some((host) => {
    const base = host.startsWith("*.") ? host.slice(2) : host;
    return url.hostname === base || url.hostname.endsWith(`.${base}`);
  });
}
