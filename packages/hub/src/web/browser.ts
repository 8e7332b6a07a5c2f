import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Random } from "@tallystick/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isLocale, type Locale } from "./catalogue/locale.ts";

/** What a browser tells by its cookie: who it is, and the language that was chosen on the page. */
export interface Browser {
  /** A secret of 256 bits; the hub stores its hash only. */
  readonly id: string;
  readonly locale?: Locale;
}

/** One cookie for the session and nothing else; it lasts until the browser is closed. */
export class Browsers {
  readonly #name: string;
  readonly #secure: boolean;
  readonly #random: Random;
  readonly #tokenKey: Buffer;

  constructor(deps: { readonly sealKey: Buffer; readonly secure: boolean; readonly random: Random }) {
    this.#secure = deps.secure;
    this.#name = deps.secure ? "__Host-tallystick_pay" : "tallystick_pay";
    this.#random = deps.random;
    this.#tokenKey = Buffer.from(hkdfSync("sha256", deps.sealKey, "", "tallystick hosted page form token", 32));
  }

  /** The browser behind a request, undefined when it sent no cookie of ours. */
  of(request: FastifyRequest): Browser | undefined {
    const value = cookieOf(request.headers.cookie, this.#name);
    const [, id, locale] = /^([A-Za-z0-9_-]{43})(?:\.([a-z]{2}))?$/.exec(value ?? "") ?? [];
    if (id === undefined) return undefined;
    return isLocale(locale) ? { id, locale } : { id };
  }

  /** As `of`, and gives a new browser its cookie; with `locale` the choice is remembered. */
  greet(request: FastifyRequest, reply: FastifyReply, locale?: Locale): Browser {
    const known = this.of(request);
    if (known !== undefined && (locale === undefined || locale === known.locale)) return known;
    const id = known?.id ?? this.#random.token();
    const chosen = locale ?? known?.locale;
    // `__Host-` wants the whole host; without it the cookie keeps to the pages, since cookies do not tell ports apart.
    const attributes = `${this.#secure ? "Path=/; Secure" : "Path=/pay"}; HttpOnly; SameSite=Lax`;
    reply.header("set-cookie", `${this.#name}=${id}${chosen === undefined ? "" : `.${chosen}`}; ${attributes}`);
    return chosen === undefined ? { id } : { id, locale: chosen };
  }

  /** Goes into every form of one link's pages in one browser (row S4). */
  formToken(browser: Browser, webId: string): string {
    return createHmac("sha256", this.#tokenKey).update(`${browser.id} ${webId}`).digest("base64url");
  }

  isFormToken(browser: Browser, webId: string, token: unknown): boolean {
    if (typeof token !== "string") return false;
    const given = Buffer.from(token);
    const right = Buffer.from(this.formToken(browser, webId));
    return given.length === right.length && timingSafeEqual(given, right);
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}

/**
 * Whether a form came from a page of ours, by what the browser itself says (row S4). Browsers say one or the other at
 * least; where neither is said, the form token alone has to hold.
 */
export function isFromOurPage(request: FastifyRequest, origin: string): boolean {
  const { origin: said, "sec-fetch-site": site } = request.headers;
  if (said !== undefined && said !== origin) return false;
  return site === undefined || site === "same-origin";
}
