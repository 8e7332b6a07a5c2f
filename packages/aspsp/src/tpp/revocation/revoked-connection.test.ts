/** Proves: a revoked certificate gets nothing more, whatever connection it comes by, and silence of the authority closes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { silentLog, type Log } from "@tallystick/kit";
import { issue, type TestCertificate } from "../../testing/certificates.ts";
import { codeOf, openHttpBank, productPath, type HttpBank } from "../../testing/http-bank.ts";
import { openStatusAuthority, type StatusAuthority } from "../../testing/status-authority.ts";
import { testProfile } from "../../testing/test-bank.ts";

const minute = 60_000;
const unknownPayment = `${productPath}/00000000-0000-4000-8000-000000000000`;

interface RevokingBank {
  readonly http: HttpBank;
  readonly authority: StatusAuthority;
  /** Events of the log with the source that they are about. */
  readonly logged: string[];
}

type Source = "crl" | "ocsp";

const opened: { close(): Promise<void> }[] = [];

async function openRevokingBank(sources: readonly Source[], profile = testProfile): Promise<RevokingBank> {
  const logged: string[] = [];
  const note = (event: string): void => void logged.push(event);
  const log: Log = { ...silentLog, warn: note, error: note, child: () => log };
  let status: StatusAuthority | undefined;
  const http = await openHttpBank({
    profile,
    log,
    bank: async ({ authority, clock, trust }) => {
      status = await openStatusAuthority(authority, clock);
      const { request, crlUrl, ocspUrl } = status;
      const urls = { ...(sources.includes("crl") && { crlUrl }), ...(sources.includes("ocsp") && { ocspUrl }) };
      return { trust: { ...trust, revocation: { request, issuers: [{ certificate: authority.pem, ...urls }] } } };
    },
  });
  const authority = status!;
  opened.push(http, authority);
  return { http, authority, logged };
}

const banks = {} as Record<Source, RevokingBank>;
before(async () => {
  banks.crl = await openRevokingBank(["crl"]);
  banks.ocsp = await openRevokingBank(["ocsp"]);
});
after(() => Promise.all(opened.map((one) => one.close())));

async function open(bank: RevokingBank, certificate: TestCertificate, more: ConnectionOptions = {}) {
  const { port, authority } = bank.http;
  const { cert, key } = certificate;
  const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ca: authority.pem, cert, key, ...more });
  await once(socket, "secureConnect");
  return socket;
}

/** One request on that very connection: the status, and the body's code. */
async function ask(bank: RevokingBank, socket: TLSSocket): Promise<string> {
  socket.write(
    `GET ${bank.http.base}${unknownPayment} HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: ${crypto.randomUUID()}\r\n\r\n`,
  );
  let text = "";
  const isWhole = (): boolean => {
    const [head = "", body] = text.split("\r\n\r\n");
    const length = /^content-length: (\d+)/im.exec(head)?.[1];
    return body !== undefined && length !== undefined && body.length >= Number(length);
  };
  while (!isWhole()) {
    assert.ok(socket.readable, `the connection ended: ${text}`);
    text += String((await once(socket, "data", { signal: AbortSignal.timeout(10_000) }))[0]);
  }
  return `${text.slice(9, 12)} ${/"code":"([A-Z_]+)"/.exec(text)?.[1] ?? ""}`;
}

/** The bank has closed the connection by itself; waited for with a limit. */
async function ended(socket: TLSSocket): Promise<void> {
  socket.resume();
  if (!socket.readableEnded) await once(socket, "end", { signal: AbortSignal.timeout(10_000) });
}

test("C5: blocked while a connection is open, the refusal closes it, and other connections stay open", async () => {
  const bank = banks.crl;
  const [blocked, other] = [issue(bank.http.authority), issue(bank.http.authority)];
  const [socket, beside] = [await open(bank, blocked), await open(bank, other)];
  for (const one of [socket, beside]) assert.equal(await ask(bank, one), "404 RESOURCE_UNKNOWN");
  bank.http.blocked.add(createHash("sha256").update(blocked.der).digest("base64url"));
  assert.equal(await ask(bank, socket), "401 CERTIFICATE_BLOCKED");
  await ended(socket);
  assert.equal(await ask(bank, beside), "404 RESOURCE_UNKNOWN");
  beside.destroy();
});

for (const source of ["crl", "ocsp"] as const) {
  test(`C5: revoked while a connection is open, the next request is refused (${source})`, async () => {
    const bank = banks[source];
    const certificate = issue(bank.http.authority);
    const socket = await open(bank, certificate);
    assert.equal(await ask(bank, socket), "404 RESOURCE_UNKNOWN");
    assert.equal(await ask(bank, socket), "404 RESOURCE_UNKNOWN");
    bank.authority.revoke(certificate);
    bank.http.clock.advance(10 * minute);
    assert.equal(await ask(bank, socket), "401 CERTIFICATE_REVOKE");
    await ended(socket);
    const other = issue(bank.http.authority);
    assert.equal((await bank.http.call({ path: unknownPayment, certificate: other })).status, 404);
    socket.destroy();
  });

  test(`C6: and so it is on a session of TLS 1.3 that is resumed (${source})`, async () => {
    const bank = banks[source];
    const certificate = issue(bank.http.authority);
    const first = await open(bank, certificate);
    const ticket = once(first, "session") as Promise<[Buffer]>;
    assert.equal(await ask(bank, first), "404 RESOURCE_UNKNOWN");
    const [session] = await ticket;
    first.destroy();
    const resumed = await open(bank, certificate, { session });
    assert.equal(resumed.getProtocol(), "TLSv1.3");
    assert.equal(resumed.isSessionReused(), true);
    assert.equal(await ask(bank, resumed), "404 RESOURCE_UNKNOWN");
    bank.authority.revoke(certificate);
    bank.http.clock.advance(10 * minute);
    assert.equal(await ask(bank, resumed), "401 CERTIFICATE_REVOKE");
    await ended(resumed);
    const again = await open(bank, certificate, { session });
    assert.equal(again.isSessionReused(), true);
    assert.equal(await ask(bank, again), "401 CERTIFICATE_REVOKE");
    resumed.destroy();
    again.destroy();
  });
}

test("C5: a silent source is tolerated until its word has run out and the grace is over, then nobody is let in", async () => {
  const bank = await openRevokingBank(["crl"]);
  const status = async () => (await bank.http.call({ path: unknownPayment })).status;
  assert.equal(await status(), 404);
  bank.authority.fail(true);
  // The list holds for an hour, and the grace is another one.
  bank.http.clock.advance(119 * minute);
  assert.equal(await status(), 404);
  assert.ok(bank.logged.includes("revocation.source_failed"), bank.logged.join());
  assert.ok(!bank.logged.includes("revocation.failing_closed"), bank.logged.join());
  bank.http.clock.advance(2 * minute);
  const refused = await bank.http.call({ path: unknownPayment });
  assert.deepEqual([refused.status, refused.headers["retry-after"], refused.text], [503, "30", ""]);
  assert.ok(bank.logged.includes("revocation.failing_closed"), bank.logged.join());
  bank.authority.fail(false);
  bank.http.clock.advance(minute);
  assert.equal(await status(), 404);
});

test("C5: a certificate that nothing is known of is not let in while its responder is silent", async () => {
  const bank = await openRevokingBank(["ocsp"]);
  bank.authority.fail(true);
  const before = bank.authority.asked.ocsp;
  const replies = await Promise.all(Array.from({ length: 50 }, () => bank.http.call({ path: unknownPayment })));
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([503]));
  assert.equal(bank.authority.asked.ocsp - before, 1);
  bank.authority.fail(false);
  bank.http.clock.advance(minute);
  assert.equal((await bank.http.call({ path: unknownPayment })).status, 404);
});

test("C5: with list and responder either can revoke, and one that speaks is enough", async () => {
  const profile = { ...testProfile, providerId: "both_ro", revokedSpelling: "CERTIFICATE_REVOKED" as const };
  const bank = await openRevokingBank(["crl", "ocsp"], profile);
  const replies = await Promise.all(Array.from({ length: 50 }, () => bank.http.call({ path: unknownPayment })));
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([404]));
  assert.deepEqual(bank.authority.asked, { crl: 1, ocsp: 1 });
  bank.authority.revoke(bank.http.certificate);
  bank.http.clock.advance(10 * minute);
  const refused = await bank.http.call({ path: unknownPayment });
  assert.deepEqual([refused.status, codeOf(refused)], [401, "CERTIFICATE_REVOKED"]);
});

test("C5: the list is fetched anew before it runs out, without any caller", async () => {
  const bank = await openRevokingBank(["crl"]);
  await bank.http.bank.drainDue();
  await bank.http.bank.drainDue();
  assert.equal(bank.authority.asked.crl, 1);
  bank.authority.revoke(bank.http.certificate);
  bank.http.clock.advance(6 * minute);
  await bank.http.bank.drainDue();
  assert.equal(bank.authority.asked.crl, 2);
  assert.equal(codeOf(await bank.http.call({ path: unknownPayment })), "CERTIFICATE_REVOKE");
});
