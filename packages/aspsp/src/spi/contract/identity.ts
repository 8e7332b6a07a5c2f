import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { NamedAccount } from "../account-data.ts";
import type { PaymentAccount } from "../spi.ts";
import { payerOf, type Current } from "./subject.ts";

export function testIdentity(current: Current): void {
  test("a right login names the PSU, the same one each time", async () => {
    const { spi, fixtures } = current();
    const { login, secret } = fixtures.payer;
    const [first, second] = await Promise.all([spi.authenticatePsu(login, secret), spi.authenticatePsu(login, secret)]);
    assert.ok(first && first.psuId !== "" && first.name !== "");
    assert.deepEqual(first, second);
  });

  test("a wrong secret, an unknown login and odd texts are undefined, never an error", async () => {
    const { spi, fixtures } = current();
    const { login, secret } = fixtures.payer;
    const wrong: [string, string][] = [
      [login, `${secret}x`],
      [login, ""],
      ["", ""],
      [`${login}-unknown`, secret],
      [fixtures.stranger.login, secret],
      ["' or 1=1 --", secret],
      ["__proto__", "constructor"],
      ["x".repeat(10_000), "y".repeat(10_000)],
    ];
    for (const [name, word] of wrong) assert.equal(await spi.authenticatePsu(name, word), undefined);
  });

  test("the PSU has SCA methods with distinct ids; an unknown PSU has none", async () => {
    const subject = current();
    const { psuId } = await payerOf(subject);
    const methods = await subject.spi.scaMethods(psuId);
    assert.ok(methods.length > 0);
    assert.equal(new Set(methods.map((method) => method.methodId)).size, methods.length);
    for (const { type, name } of methods) assert.ok(["code", "push", "static_pin"].includes(type) && name !== "");
    assert.deepEqual(await subject.spi.scaMethods("no such psu"), []);
  });

  test("a static pin fits its PSU and method alone", async (t) => {
    const { spi, fixtures } = current();
    const holder = fixtures.pinHolder;
    if (holder === undefined) return t.skip("the bank has no static pins");
    const psu = await spi.authenticatePsu(holder.login, holder.secret);
    assert.ok(psu);
    const method = (await spi.scaMethods(psu.psuId)).find((one) => one.type === "static_pin");
    assert.ok(method);
    assert.equal(await spi.verifyStaticPin(psu.psuId, method.methodId, holder.pin), true);
    for (const pin of [`${holder.pin}0`, holder.pin.slice(1), "", "x".repeat(10_000)]) {
      assert.equal(await spi.verifyStaticPin(psu.psuId, method.methodId, pin), false);
    }
    assert.equal(await spi.verifyStaticPin("no such psu", method.methodId, holder.pin), false);
    assert.equal(await spi.verifyStaticPin(psu.psuId, "no such method", holder.pin), false);
  });

  test("a code and a push request are delivered for every method that has them", async () => {
    const subject = current();
    const { psuId } = await payerOf(subject);
    for (const { methodId, type } of await subject.spi.scaMethods(psuId)) {
      if (type === "static_pin") continue;
      const secret = type === "code" ? { code: "0123456" } : { approval: randomUUID() };
      await subject.spi.deliver({
        psuId,
        methodId,
        challengeId: randomUUID(),
        kind: type,
        ...secret,
        text: "Contract suite",
        expiresAt: new Date("2099-12-31T00:00:00Z"),
      });
    }
  });
}

export function testAccounts(current: Current): void {
  test("accounts belong to one PSU; an unknown PSU has none", async () => {
    const { spi, fixtures } = current();
    const { psuId } = await payerOf(current());
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    assert.ok(stranger && stranger.psuId !== psuId);
    const [own, foreign] = await Promise.all([spi.accounts(psuId), spi.accounts(stranger.psuId)]);
    const key = ({ iban, currency }: PaymentAccount): string => `${iban} ${currency}`;
    const ownKeys = new Set(own.map(key));
    assert.ok(foreign.length > 0 && foreign.every((account) => !ownKeys.has(key(account))));
    for (const { iban, currency } of own) assert.match(`${iban} ${currency}`, /^[A-Z]{2}\d{2}[A-Z0-9]{1,30} [A-Z]{3}$/);
    assert.deepEqual(await spi.accounts("no such psu"), []);
  });

  test("how many have to sign is the same before a PSU is known; 1 for an account that is not there", async () => {
    const { spi, fixtures } = current();
    const { psuId } = await payerOf(current());
    const stranger = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
    const all = [...(await spi.accounts(psuId)), ...(await spi.accounts(stranger?.psuId ?? ""))];
    const most = (accounts: readonly PaymentAccount[]) => Math.max(1, ...accounts.map((one) => one.signatures ?? 1));
    // Where it is left out, every account has to be one that a single holder opens.
    const asked = async (named: readonly NamedAccount[]) => (await spi.accessSignatures?.(named)) ?? 1;
    for (const { iban, currency } of all) {
      const [exactly, ofIban] = [
        all.filter((one) => one.iban === iban && one.currency === currency),
        all.filter((one) => one.iban === iban),
      ];
      assert.equal(await asked([{ iban, currency }]), most(exactly), `${iban} ${currency}`);
      assert.equal(await asked([{ iban }]), most(ofIban), iban);
    }
    assert.equal(await asked(all.map(({ iban }) => ({ iban }))), most(all));
    assert.equal(await asked([{ iban: fixtures.unknownIban }]), 1);
    assert.equal(await asked([]), 1);
  });
}
