import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { setPageHeaders } from "../web/headers.ts";
import { assetPaths } from "../web/assets.ts";
import { apiVersions, createDocument } from "./document.ts";
import { renderReference } from "./view.ts";

const css = load("reference.css", "text/css; charset=utf-8");
const js = load("reference.js", "text/javascript; charset=utf-8");

function load(name: string, type: string) {
  const bytes = readFileSync(new URL(`./assets/${name}`, import.meta.url));
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 12);
  return { path: `/docs/${hash}-${name}`, type, bytes };
}

/** `/openapi.json` for programs and `/docs`, `/docs/v1` for people (hub-api section 11). */
export function registerReference(app: FastifyInstance, { url }: { readonly url: string }): void {
  const document = createDocument({ url });
  const json = JSON.stringify(document);
  app.get("/openapi.json", (_request, reply) =>
    reply
      .header("cache-control", "public, max-age=300")
      .header("access-control-allow-origin", "*")
      .header("x-content-type-options", "nosniff")
      .type("application/json")
      .send(json),
  );
  const https = url.startsWith("https:");
  for (const api of apiVersions) {
    const page = renderReference(document, { api, css: css.path, js: js.path, icon: assetPaths.icon });
    app.get(api === "v2" ? "/docs" : `/docs/${api}`, (_request, reply) =>
      setPageHeaders(reply, { https }).type("text/html; charset=utf-8").send(page),
    );
  }
  for (const asset of [css, js]) {
    app.get(asset.path, (_request, reply) =>
      reply
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("x-content-type-options", "nosniff")
        .header("cross-origin-resource-policy", "same-origin")
        .type(asset.type)
        .send(asset.bytes),
    );
  }
}
