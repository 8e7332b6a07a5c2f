import type { Violation } from "@tallystick/kit";
import type { Client } from "../../client/clients.ts";
import type { BodyOf } from "../../endpoints.ts";
import { HubError, invalidBody } from "../../errors.ts";
import type { LinkType, MethodFilter } from "../../migrations/schema.ts";

type CreateBody = BodyOf<"links.create">;

export interface LinkOptions {
  readonly type: LinkType;
  readonly userEditable: boolean;
  readonly expiresInMs: number;
  readonly maxCompletions: number;
  /** Null leaves it to the payer's browser. */
  readonly locale: string | null;
  readonly redirectUrl: string | null;
  readonly webhookUrl: string | null;
}

const defaultExpiresIn = 86_400;

/** `options` of `links/create`, with defaults. Throws HubError for what this client cannot have. */
export function readOptions(
  options: CreateBody["options"] = {},
  client: Pick<Client, "redirectUrls" | "webhookUrls">,
  environment: "test" | "live",
): LinkOptions {
  if (options.type === "direct_sca") {
    const message = "needs the client's own eIDAS certificate on file, and there is none";
    const errors: Violation[] = [{ path: "options.type", code: "invalid", message }];
    throw new HubError("method_selection_error", `options.type direct_sca ${message}.`, { errors });
  }
  const violations: Violation[] = [];
  const template = "ux_template" in options ? options.ux_template : undefined;
  if ((template ?? "default") !== "default") {
    violations.push({
      path: "options.ux_template",
      code: "enum",
      message: 'must be "default", the only template offered',
    });
  }
  const url = (path: "redirect_url" | "webhook_url", registered: readonly string[]): string | null => {
    const text = options[path];
    if (text === undefined) return null;
    const read = readUrl(text, registered, environment);
    if (read.ok) return read.href;
    violations.push({ path: `options.${path}`, code: "invalid", message: read.message });
    return null;
  };
  const redirectUrl = url("redirect_url", client.redirectUrls);
  const webhookUrl = url("webhook_url", client.webhookUrls) ?? client.webhookUrls[0] ?? null;
  if (violations.length > 0) throw invalidBody(violations);
  return {
    type: options.type ?? "link",
    userEditable: options.user_editable ?? false,
    expiresInMs: (options.expires_in ?? defaultExpiresIn) * 1000,
    maxCompletions: options.max_completions ?? 1,
    locale: options.locale ?? null,
    redirectUrl,
    webhookUrl,
  };
}

type ReadUrl = { readonly ok: true; readonly href: string } | { readonly ok: false; readonly message: string };

/**
 * An address of the client: exactly one that is registered, by https; in test also one on this machine (rows O2, W1).
 * Whether it may be dialled is decided again when it is.
 */
export function readUrl(text: string, registered: readonly string[], environment: "test" | "live"): ReadUrl {
  if (!/^[\x21-\x7e]+$/.test(text) || /[\\"'<>`{}|^]/.test(text) || !URL.canParse(text)) {
    return { ok: false, message: "must be an absolute URL in ASCII" };
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return { ok: false, message: "must not carry a user or password" };
  if (text.includes("#")) return { ok: false, message: "must not have a fragment" };
  const loopback = environment === "test" && isLoopback(url.hostname);
  if (url.protocol !== "https:" && !(loopback && url.protocol === "http:")) {
    return { ok: false, message: "must start with https://" };
  }
  if (loopback) return { ok: true, href: url.href };
  const known = registered.some((one) => URL.canParse(one) && new URL(one).href === url.href);
  return known ? { ok: true, href: url.href } : { ok: false, message: "is not registered for this client" };
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The method filter in one form for both versions; nothing given filters nothing. */
export function readMethodFilter(method: CreateBody["payment_method"]): MethodFilter {
  if (method === undefined) return {};
  const { provider_id: provider, remitter_type: remitter, payment_scheme: scheme, env } = method;
  return {
    ...(provider === undefined ? {} : { provider_id: [provider].flat() }),
    ...(remitter === undefined ? {} : { remitter_type: [remitter].flat() }),
    ...(scheme === undefined ? {} : { payment_scheme: scheme }),
    ...(env === undefined ? {} : { env }),
  };
}
