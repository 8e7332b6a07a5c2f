export interface RedirectUriRules {
  /** The TPP-Redirect-URI of the resource that is to be authorised, when it has one. */
  readonly ofResource?: string;
  /** Host names of the TPP's certificate; "*.tpp.example" stands for one label. Sub-domains of a name count. */
  readonly certificateHosts: readonly string[];
  /** Exact "host:port" pairs that are excepted, for a sandbox. */
  readonly allowedHosts: readonly string[];
}

/**
 * Decision 13 and row O1: the redirect URI equals the resource's own, character by character, or it is a plain https
 * address in one of the certificate's hosts. Only canonical spellings are looked at, so that what is compared here is
 * what a browser will open.
 */
export function redirectUriAllowed(uri: string, rules: RedirectUriRules): boolean {
  if (rules.ofResource !== undefined && uri === rules.ofResource) return isWebAddress(uri);
  const url = URL.parse(uri);
  if (url === null || url.href !== uri || !isWebAddress(uri)) return false;
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (rules.allowedHosts.includes(`${url.hostname}:${port}`)) return true;
  if (url.protocol !== "https:" || url.port !== "") return false;
  return rules.certificateHosts.some((host) => covers(host.toLowerCase(), url.hostname));
}

function isWebAddress(uri: string): boolean {
  const url = URL.parse(uri);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return false;
  return url.username === "" && url.password === "" && !uri.includes("#");
}

function covers(host: string, name: string): boolean {
  if (!/^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/.test(host)) return false;
  // A certificate for a bare top-level domain or an IP address is not what the rule means.
  const base = host.startsWith("*.") ? host.slice(2) : host;
  if (!base.includes(".") || /^[\d.]+$/.test(base)) return false;
  return name.endsWith(`.${base}`) || (!host.startsWith("*.") && name === base);
}
