import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Addresses change with the content, so that a browser may keep each for ever. */
export interface AssetPaths {
  readonly css: string;
  readonly js: string;
  readonly icon: string;
}

const css = load("pay.css", "text/css; charset=utf-8", ["base.css", "layout.css", "steps.css"]);
const js = load("pay.js", "text/javascript; charset=utf-8", ["pay.js"]);
const icon = load("icon.svg", "image/svg+xml", ["icon.svg"]);
const providersCss = load("providers.css", "text/css; charset=utf-8", ["base.css", "providers.css"]);

/** The style sheet of `/providers`. */
export const providersCssPath = providersCss.path;

export const assetPaths: AssetPaths = { css: css.path, js: js.path, icon: icon.path };

function load(name: string, type: string, files: readonly string[]): Asset {
  const bytes = Buffer.concat(files.map((file) => readFileSync(new URL(`./assets/${file}`, import.meta.url))));
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 12);
  return { path: `/assets/${hash}-${name}`, type, bytes };
}

export function registerAssets(app: FastifyInstance): void {
  for (const asset of [css, js, icon, providersCss]) {
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
