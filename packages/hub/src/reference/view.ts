import { html } from "hono/html";
import type { ApiVersion } from "../endpoints.ts";
import type { Html } from "../web/views/html.ts";
import type { OpenApiDocument } from "./document.ts";
import { membersView, type Schema } from "./members.ts";

export interface ReferencePage {
  readonly api: ApiVersion;
  /** Addresses of what the page loads. */
  readonly css: string;
  readonly js: string;
  readonly icon: string;
}

type Operation = OpenApiDocument["paths"][string]["post"];

/** The reference of one version as a page. Without its script it lacks the forms and nothing else. */
export function renderReference(document: OpenApiDocument, page: ReferencePage): string {
  const operations = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(`/${page.api}/`))
    .map(([path, { post }]) => ({ path, operation: post }));
  const view = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${document.info.title} API ${page.api}</title>
        <link rel="icon" href="${page.icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${page.css}" />
        <script defer src="${page.js}"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the operations</a>
        <header class="top">
          <p class="name">${document.info.title} API</p>
          <nav aria-label="Versions">
            <a href="/docs" ${page.api === "v2" && html`aria-current="page"`}>v2</a>
            <a href="/docs/v1" ${page.api === "v1" && html`aria-current="page"`}>v1</a>
            <a href="/openapi.json">openapi.json</a>
          </nav>
        </header>
        <div class="frame">
          <nav class="contents" aria-label="Operations">
            <ul>
              ${operations.map(({ path, operation }) => html`<li><a href="#${anchorOf(operation)}">${shortOf(path)}</a></li>`)}
              <li><a href="#errors">Errors</a></li>
            </ul>
          </nav>
          <main id="main" tabindex="-1">
            <h1>API reference, version ${page.api.slice(1)}</h1>
            <p>${document.info.description}</p>
            ${credentialsView()} ${operations.map(({ path, operation }) => operationView(document, path, operation))}
            ${errorsView(document)}
          </main>
        </div>
      </body>
    </html> `;
  if (view instanceof Promise) throw new TypeError("a view waits for something");
  return view.toString();
}

function credentialsView(): Html {
  return html`<form class="credentials" id="credentials" autocomplete="off" hidden>
    <h2>Try it in the test environment</h2>
    <p>These are sent with each call below to <code>/test</code> and are kept nowhere but on this page.</p>
    <p><label for="client-id">client_id</label><input id="client-id" spellcheck="false" autocapitalize="none" /></p>
    <p>
      <label for="client-secret">client_secret</label><input id="client-secret" type="password" autocomplete="off" />
    </p>
  </form>`;
}

function operationView(document: OpenApiDocument, path: string, operation: Operation): Html {
  const id = anchorOf(operation);
  const body = operation.requestBody.content["application/json"];
  const answer = operation.responses["200"].content["application/json"];
  const refusals = Object.entries(operation.responses).filter(([status]) => status !== "200");
  const creates = operation.parameters.some(({ $ref }) => $ref.endsWith("/IdempotencyKey"));
  const sample = JSON.stringify(body.example, undefined, 2);
  return html`<section class="operation" aria-labelledby="${id}">
    <h2 id="${id}">${operation.summary}</h2>
    <p class="address"><span>POST</span> <code>${path}</code></p>
    ${creates && html`<p>${document.components.parameters.IdempotencyKey.description} Header <code>Idempotency-Key</code>.</p>`}
    <h3>Request</h3>
    ${membersView(resolve(document, body.schema.$ref))}
    <h3>Answer</h3>
    <details>
      <summary>Members of the answer of status 200</summary>
      ${membersView(resolve(document, answer.schema.$ref))}
    </details>
    <details>
      <summary>Refusals</summary>
      <ul class="refusals">
        ${refusals.map(([status, { description }]) => html`<li><strong>${status}</strong> <code>${description}</code></li>`)}
      </ul>
    </details>
    <details class="shell">
      <summary>In a shell</summary>
      <pre tabindex="0" aria-label="Command"><code>${curlOf(document, path, sample)}</code></pre>
    </details>
    <form class="try" data-path="/test${path}" hidden>
      <label for="${id}-body">Body of a call to <code>/test${path}</code></label>
      <textarea id="${id}-body" rows="${Math.min(sample.split("\n").length, 16)}" spellcheck="false">
${bodyToTry(body.example)}</textarea>
      <p><button>Send to the test environment</button></p>
      <div class="result" role="status"></div>
    </form>
  </section>`;
}

/** The credentials come from the fields at the top. */
function bodyToTry(example: unknown): string {
  const { client_id: _id, client_secret: _secret, ...rest } = example as Record<string, unknown>;
  return JSON.stringify(rest, undefined, 2);
}

function curlOf(document: OpenApiDocument, path: string, sample: string): string {
  return `curl -sS ${document.servers[0]?.url}${path} -H 'content-type: application/json' -d '${sample}'`;
}

function errorsView(document: OpenApiDocument): Html {
  return html`<section class="operation" aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <p>
      Every refusal and failure has this body. On 409, 429 and 503 the header <code>Retry-After</code> gives seconds to
      wait.
    </p>
    ${membersView(document.components.schemas.Error as Schema)}
  </section>`;
}

function resolve(document: OpenApiDocument, reference: string): Schema {
  const schemas = document.components.schemas as Readonly<Record<string, unknown>>;
  return schemas[reference.slice(reference.lastIndexOf("/") + 1)] as Schema;
}

function anchorOf({ operationId }: Operation): string {
  return operationId.replaceAll(".", "-");
}

/** `links/create`. */
function shortOf(path: string): string {
  return path.split("/").slice(2).join("/");
}
