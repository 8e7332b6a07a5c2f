// Proves how `npm start -- …` is read, and that what cannot be understood is told with the usage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readStartOptions } from "./options.ts";

test("without options everything is kept in .tallystick where npm was called", () => {
  assert.deepEqual(readStartOptions([], "/home/u/shop"), {
    dataDir: "/home/u/shop/.tallystick",
    reset: false,
    json: false,
    portBase: 0,
  });
});

test("each option is read", () => {
  const read = readStartOptions(["--data", "../d", "--reset", "--json", "--port-base", "10000"], "/home/u");
  assert.deepEqual(read, { dataDir: "/home/d", reset: true, json: true, portBase: 10_000 });
});

for (const wrong of [
  ["--port-base", "-1"],
  ["--port-base", "1.5"],
  ["--port-base", "x"],
  ["--port-base", "61092"],
  ["--dta", "x"],
  ["--data"],
  ["extra"],
]) {
  test(`${wrong.join(" ")} is refused with the usage`, () => {
    assert.throws(() => readStartOptions(wrong, "/"), { name: "UsageError", message: /npm start -- \[--data DIR\]/ });
  });
}
