// Proves that the document and the page say what the operations do: valid OpenAPI, every row, every member, tried as it stands.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileSchema } from "@tallystick/kit";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { endpoints, operationIds } from "../endpoints.ts";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { createLink } from "../testing/pay.ts";

let hub: Fixture;
let document: any;
before(async () => {
  hub = await startFixture();
  document = await (await fetch(`${hub.url}/openapi.json`)).json();
});
after(() => hub.close());

/** Everything below a node that is an object, with where it stands. */
function* nodes(node: unknown, path = "#"): Generator<[path: string, node: Record<string, any>]> {
  if (typeof node !== "object" || node === null) return;
  yield [path, node as Record<string, any>];
  for (const [name, inner] of Object.entries(node)) yield* nodes(inner, `${path}/${name}`);
}

test("the document has one path for each row and version, and each reference in it leads somewhere", () => {
  assert.match(document.openapi, /^3\.1\.\d$/);
  const wanted = operationIds.flatMap((id) => [`/v1${endpoints[id].path}`, `/v2${endpoints[id].path}`]);
  assert.deepEqual(Object.keys(document.paths).toSorted(), wanted.toSorted());
  const ids = Object.values<any>(document.paths).map(({ post }) => post.operationId);
  assert.equal(new Set(ids).size, wanted.length);
  for (const [path, { $ref }] of nodes(document)) {
    if ($ref === undefined) continue;
    const target = $ref
      .slice(2)
      .split("/")
      .reduce((node: any, name: string) => node?.[name], document);
    assert.notEqual(target, undefined, `${path}: ${$ref}`);
  }
});

test("its schemas are JSON Schema 2020-12, and the sample of each operation passes its own", () => {
  const ajv = new Ajv2020.default({ strict: true, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  for (const name of Object.keys(document.components.schemas)) {
    assert.doesNotThrow(() => ajv.compile(document.components.schemas[name]), name);
  }
  for (const [path, { post }] of Object.entries<any>(document.paths)) {
    const { schema, example } = post.requestBody.content["application/json"];
    const check = ajv.compile(document.components.schemas[schema.$ref.split("/").at(-1)]);
    assert.ok(check(example), `${path}: ${JSON.stringify(check.errors)}; give a sample in reference/sample.ts`);
  }
});

test("creations take an Idempotency-Key, others do not; limits and outages say when to come back", () => {
  for (const id of operationIds) {
    const { post } = document.paths[`/v2${endpoints[id].path}`];
    const names = post.parameters.map(({ $ref }: { $ref: string }) => $ref.split("/").at(-1));
    assert.ok(names.includes("RequestId"));
    assert.equal(names.includes("IdempotencyKey"), "creates" in endpoints[id], id);
    assert.equal(post.responses["409"] !== undefined, "creates" in endpoints[id], id);
    for (const status of ["429", "503"]) assert.ok(post.responses[status].headers["retry-after"], `${id} ${status}`);
    for (const status of ["200", "400", "401", "500"]) assert.ok(post.responses[status].headers["x-request-id"]);
  }
  assert.match(document.paths["/v2/links/cancel"].post.responses["400"].description, /link_not_cancellable/);
});

test("what the table calls a creation is answered once, and nothing else is", async () => {
  const { linkId } = await createLink(hub);
  const headers = { "idempotency-key": "reference" };
  for (const id of operationIds) {
    const body =
      id === "links.create" ? goodLink() : id.startsWith("links.") && id !== "links.list" ? { link_id: linkId } : {};
    await hub.post(`/test${endpoints[id].path}`, body, headers);
    const again = await hub.post(`/test${endpoints[id].path}`, body, headers);
    if (again.status === 200) assert.equal(again.headers.has("idempotent-replayed"), "creates" in endpoints[id], id);
  }
});

test("an answer with a member that its row does not know fails the test that got it", () => {
  const { v2 } = endpoints["links.create"].response;
  const example = {
    request_id: "r",
    created_at: "2026-01-31T12:00:00.000Z",
    expires_at: "2026-01-31T12:00:00.000Z",
    api_client_app: "Shop",
    link_id: "00000000-0000-4000-8000-000000000000",
    web_id: "w",
    web_url: "https://hub.test/pay/w",
    qr_url: "https://hub.test/links/w/qr.png",
  };
  const checker = compileSchema(v2);
  assert.equal(checker.check(example).ok, true);
  assert.equal(checker.check({ ...example, surprise: 1 }).ok, false);
});

test("/docs names every operation and member of its version, under the pages' policy, with nothing inline", async () => {
  for (const [path, api] of [
    ["/docs", "v2"],
    ["/docs/v1", "v1"],
  ] as const) {
    const answer = await fetch(hub.url + path);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'.*script-src 'self'/);
    const page = await answer.text();
    assert.doesNotMatch(page, /<style|style=|<script(?![^>]* src=)| on[a-z]+=/);
    for (const id of operationIds) assert.ok(page.includes(`/${api}${endpoints[id].path}`), id);
    for (const [, { properties }] of nodes(document.components.schemas)) {
      if (api === "v1") break;
      for (const name of Object.keys(properties ?? {})) assert.ok(page.includes(name), name);
    }
    for (const [, asset] of page.matchAll(/(?:src|href)="(\/[^"#]+)"/g)) {
      assert.ok(asset);
      assert.equal((await fetch(hub.url + asset)).status, 200, asset);
    }
  }
});
