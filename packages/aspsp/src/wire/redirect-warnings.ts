import type { TppMessageEntry } from "@tallystick/xs2a";
import type { Call } from "./call.ts";
import { isRedirectOfTpp } from "./headers.ts";

/** The guidelines let a bank warn, not refuse, when a redirect leaves the names of the certificate. */
export function redirectWarnings(
  { headers, tpp }: Pick<Call, "headers" | "tpp">,
  redirectHosts: readonly string[],
): { tppMessages?: TppMessageEntry[] } {
  const named = [
    ["TPP-Redirect-URI", headers.redirectUri],
    ["TPP-Nok-Redirect-URI", headers.nokRedirectUri],
  ] as const;
  const tppMessages = named.flatMap(([path, uri]): TppMessageEntry[] =>
    uri === undefined || isRedirectOfTpp(uri, tpp.hosts, redirectHosts)
      ? []
      : [{ category: "WARNING", code: "WARNING", path, text: "is not of a host that the certificate names" }],
  );
  return tppMessages.length === 0 ? {} : { tppMessages };
}
