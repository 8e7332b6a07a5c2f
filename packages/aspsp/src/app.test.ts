/** Proves, over real mutual TLS: the operations as the standard has them, the order of the guards, and the error forms. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { checkShape, PaymentInformation, PaymentInitiated, PaymentStatus } from "@tallystick/xs2a";
import { issue } from "./testing/certificates.ts";
import { codeOf, messagesOf, openHttpBank, productPath, type HttpBank, type Reply } from "./testing/http-bank.ts";
import { samplePayment } from "./testing/test-bank.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

const started = async (): Promise<string> => (await bank.initiate()).body.paymentId as string;

test("initiation answers 201 with Location, approach and links; reads answer the payment, its status, its authorisation", async () => {
  const reply = await bank.initiate();
  assert.equal(reply.status, 201);
  assert.ok(checkShape(PaymentInitiated, reply.body).ok);
  const { paymentId, _links: links } = reply.body;
  assert.equal(reply.headers["aspsp-sca-approach"], "REDIRECT");
  assert.equal(reply.headers["location"], `https://localhost:4443${bank.base}${productPath}/${paymentId}`);
  assert.equal(links.self.href, reply.headers["location"]);
  assert.match(links.scaRedirect.href, /^http:\/\/127\.0\.0\.1:4080\/test_ro\/sca\/[0-9a-f-]{36}$/);
  assert.equal(links.scaOAuth, undefined);

  const path = `${productPath}/${paymentId}`;
  const read = await bank.call({ path });
  assert.ok(checkShape(PaymentInformation, read.body).ok);
  assert.deepEqual(read.body, { ...samplePayment, transactionStatus: "RCVD" });
  const status = await bank.call({ path: `${path}/status` });
  assert.ok(checkShape(PaymentStatus, status.body).ok);
  assert.deepEqual(status.body, { transactionStatus: "RCVD" });
  const list = await bank.call({ path: `${path}/authorisations` });
  assert.deepEqual(list.body, { authorisationIds: [links.scaRedirect.href.split("/").at(-1)] });
  const sca = await bank.call({ path: `${path}/authorisations/${list.body.authorisationIds[0]}` });
  assert.deepEqual(sca.body, { scaStatus: "received" });
});

test("cancelling is 204 while received, then 405; the authorisation has failed", async () => {
  const path = `${productPath}/${await started()}`;
  const first = await bank.call({ method: "DELETE", path });
  assert.deepEqual([first.status, first.text], [204, ""]);
  const second = await bank.call({ method: "DELETE", path });
  assert.deepEqual([second.status, codeOf(second)], [405, "CANCELLATION_INVALID"]);
  const status = await bank.call({ path: `${path}/status` });
  assert.equal(status.body.transactionStatus, "CANC");
  const [id] = (await bank.call({ path: `${path}/authorisations` })).body.authorisationIds;
  assert.equal((await bank.call({ path: `${path}/authorisations/${id}` })).body.scaStatus, "failed");
});

test("an overdue payment reads as rejected at once, and can no longer be cancelled", async () => {
  const path = `${productPath}/${await started()}`;
  bank.clock.advance(15 * 60_000);
  assert.equal((await bank.call({ path: `${path}/status` })).body.transactionStatus, "RJCT");
  assert.equal((await bank.call({ method: "DELETE", path })).status, 405);
});

test("B1: another TPP's payment, another product's, and none at all give one and the same answer", async () => {
  const paymentId = await started();
  const [authorisationId] = (await bank.call({ path: `${productPath}/${paymentId}/authorisations` })).body
    .authorisationIds;
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  const unknown = randomUUID();
  const below = ["", "/status", "/authorisations", `/authorisations/${authorisationId}`];
  const otherProduct = "/v1/payments/sepa-credit-transfers";
  const answers: Reply[] = [];
  for (const [method, rest] of [["DELETE", ""], ...below.map((one) => ["GET", one])] as [string, string][]) {
    answers.push(await bank.call({ method, path: `${productPath}/${paymentId}${rest}`, certificate: stranger }));
    answers.push(await bank.call({ method, path: `${productPath}/${unknown}${rest}` }));
    answers.push(await bank.call({ method, path: `${otherProduct}/${paymentId}${rest}` }));
    for (const odd of ["x", "%27%20or%201=1", "__proto__", "%F0%9F%92%A3"]) {
      answers.push(await bank.call({ method, path: `${productPath}/${odd}${rest}` }));
    }
  }
  answers.push(await bank.call({ path: `${productPath}/${paymentId}/authorisations/${unknown}` }));
  const other = await started();
  answers.push(await bank.call({ path: `${productPath}/${other}/authorisations/${authorisationId}` }));
  for (const answer of answers) {
    assert.equal(answer.status, 404);
    assert.equal(answer.text, answers[0]?.text);
  }
  assert.equal((await bank.call({ path: `${productPath}/${paymentId}/status` })).body.transactionStatus, "RCVD");
});

test("C12: a renewed certificate is the same TPP", async () => {
  const path = `${productPath}/${await started()}/status`;
  const renewed = issue(bank.authority, { commonName: "new.tpp.example" });
  assert.equal((await bank.call({ path, certificate: renewed })).status, 200);
});

test("X-Request-ID comes back on every answer: 200, 201, 204, 400, 401, 404, 405, 406, 413, 415 and 500", async () => {
  const id = () => ({ "X-Request-ID": randomUUID() });
  const paymentId = await started();
  const path = `${productPath}/${paymentId}`;
  const calls: [number, Parameters<HttpBank["call"]>[0]][] = [
    [200, { path }],
    [201, { method: "POST", path: productPath, body: samplePayment }],
    [400, { method: "POST", path: productPath, body: "{" }],
    [401, { path, certificate: null }],
    [404, { path: "/v1/nothing" }],
    [404, { path: "/elsewhere", raw: true }],
    [405, { method: "PUT", path, body: {} }],
    [406, { path, headers: { Accept: "application/xml" } }],
    [413, { method: "POST", path: productPath, body: `"${"x".repeat(70_000)}"` }],
    [415, { method: "POST", path: productPath, body: "<x/>", headers: { "Content-Type": "application/xml" } }],
    [204, { method: "DELETE", path }],
  ];
  for (const [status, options] of calls) {
    const header = id();
    const reply = await bank.call({ ...options, headers: { ...options.headers, ...header } });
    assert.equal(reply.status, status, options.path);
    assert.equal(reply.headers["x-request-id"], header["X-Request-ID"], String(status));
  }
  bank.spi.failing.add("checkPayment");
  const header = id();
  const failed = await bank.initiate({}, { headers: header });
  bank.spi.failing.clear();
  assert.deepEqual([failed.status, failed.text], [500, ""]);
  assert.equal(failed.headers["x-request-id"], header["X-Request-ID"]);
});

test("the guards come in order: request id, path, certificate, role, token, headers, body", async () => {
  const ai = issue(bank.authority, { roles: ["PSP_AI"] });
  const worst = { method: "POST", path: "/v1/payments/nonsense", body: "{", certificate: null } as const;
  const headers = { "X-Request-ID": undefined, "PSU-IP-Address": undefined, Authorization: "Bearer nothing" };
  const steps: [number, string, Parameters<HttpBank["call"]>[0]][] = [
    [400, "FORMAT_ERROR X-Request-ID", { ...worst, headers }],
    [400, "FORMAT_ERROR X-Request-ID", { ...worst, path: "/v1/nothing", headers }],
    [404, "PRODUCT_UNKNOWN payment-product", { ...worst, headers: { ...headers, "X-Request-ID": randomUUID() } }],
  ];
  const rest = { ...headers, "X-Request-ID": randomUUID() };
  steps.push([401, "CERTIFICATE_MISSING", { ...worst, path: productPath, headers: rest }]);
  steps.push([401, "ROLE_INVALID", { ...worst, path: productPath, headers: rest, certificate: ai }]);
  const good = { ...worst, path: productPath, certificate: bank.certificate };
  steps.push([401, "TOKEN_UNKNOWN", { ...good, headers: rest }]);
  const untold = { ...rest, Authorization: undefined };
  steps.push([400, "FORMAT_ERROR PSU-IP-Address", { ...good, headers: untold, body: { wrong: true } }]);
  steps.push([
    400,
    "FORMAT_ERROR wrong",
    { ...good, headers: { ...untold, "PSU-IP-Address": "::1" }, body: { ...samplePayment, wrong: true } },
  ]);
  for (const [status, message, options] of steps) {
    const reply = await bank.call(options);
    assert.deepEqual([reply.status, messagesOf(reply)[0]], [status, message]);
  }
});

test("C7, O15: without PSP_PI no operation on payments is served", async () => {
  const path = `${productPath}/${await started()}`;
  for (const roles of [["PSP_AI"], ["PSP_IC"], ["PSP_AS"], ["PSP_AI", "PSP_IC"]]) {
    const certificate = issue(bank.authority, { roles });
    const calls = [
      bank.initiate({}, { certificate }),
      bank.call({ path, certificate }),
      bank.call({ path: `${path}/status`, certificate }),
      bank.call({ path: `${path}/authorisations`, certificate }),
      bank.call({ path: `${path}/authorisations/${randomUUID()}`, certificate }),
      bank.call({ path, method: "DELETE", certificate }),
    ];
    for (const reply of await Promise.all(calls))
      assert.deepEqual([reply.status, codeOf(reply)], [401, "ROLE_INVALID"]);
  }
});

test("C11: a certificate in a header is nobody's", async () => {
  const pem = encodeURIComponent(bank.certificate.cert);
  const names = [
    "X-SSL-Cert",
    "ssl-client-cert",
    "X-Client-Cert",
    "X-Forwarded-Client-Cert",
    "TPP-Signature-Certificate",
  ];
  const headers = Object.fromEntries(names.map((name) => [name, pem]));
  const reply = await bank.initiate({}, { certificate: null, headers });
  assert.deepEqual([reply.status, codeOf(reply)], [401, "CERTIFICATE_MISSING"]);
});

test("C1, C6: a kept-alive connection does not outlive its certificate, nor a block of it", async () => {
  const short = issue(bank.authority, { notAfter: new Date(bank.clock.now().getTime() + 60_000) });
  const call = () => bank.call({ path: `${productPath}/${randomUUID()}`, certificate: short });
  assert.equal((await call()).status, 404);
  bank.clock.advance(61_000);
  assert.equal(codeOf(await call()), "CERTIFICATE_EXPIRED");

  const other = issue(bank.authority);
  const { createHash } = await import("node:crypto");
  const thumbprint = createHash("sha256").update(other.der).digest("base64url");
  assert.equal((await bank.call({ path: `${productPath}/${randomUUID()}`, certificate: other })).status, 404);
  bank.blocked.add(thumbprint);
  const blocked = await bank.call({ path: `${productPath}/${randomUUID()}`, certificate: other });
  assert.deepEqual([blocked.status, codeOf(blocked)], [401, "CERTIFICATE_BLOCKED"]);
});

test("a header that has no meaning for an operation is ignored: Consent-ID on reads of payments", async () => {
  const path = `${productPath}/${await started()}/status`;
  assert.equal((await bank.call({ path, headers: { "Consent-ID": "any" } })).status, 200);
});

test("errors are tppMessages, or RFC 7807 or flat when asked for", async () => {
  const ask = (Accept: string | undefined) => bank.initiate({ creditorName: 7 }, { headers: { Accept } });
  const own = await ask(undefined);
  assert.equal(own.headers["content-type"], "application/json; charset=utf-8");
  assert.deepEqual(Object.keys(own.body), ["tppMessages"]);
  const problem = await ask("application/problem+json, application/json;q=0.5");
  assert.equal(problem.headers["content-type"], "application/problem+json; charset=utf-8");
  assert.deepEqual(
    [problem.body.type, problem.body.title, problem.body.code],
    ["about:blank", "Bad Request", "FORMAT_ERROR"],
  );
  const flat = await ask("application/json; form=flat");
  assert.deepEqual(Object.keys(flat.body).toSorted(), ["code", "detail", "title"]);
});
