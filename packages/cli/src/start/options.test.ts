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
    allow: [],
  });
});

test("each option is read", () => {
  const args = ["--data", "../d", "--reset", "--json", "--port-base", "10000"];
  const allow = ["--allow", "localhost:3000", "--allow", "127.0.0.1:3001"];
  const read = readStartOptions([...args, ...allow], "/home/u");
  assert.deepEqual(read, {
    dataDir: "/home/d",
    reset: true,
    json: true,
    portBase: 10_000,
    allow: ["localhost:3000", "127.0.0.1:3001"],
  });
});

for (const wrong of [
  ["--port-base", "-1"],
  ["--port-base", "1.5"],
  ["--port-base", "x"],
  ["--port-base", "61092"],
  ["--port-base", "6000"],
  ["--allow", "localhost"],
  ["--allow", "http://localhost:3000"],
  ["--allow", "localhost:65536"],
  ["--dta", "x"],
  ["--data"],
  ["extra"],
]) {
  test(`${wrong.join(" ")} is refused with the usage`, () => {
    assert.throws(() => readStartOptions(wrong, "/"), { name: "UsageError", message: /npm start -- \[--data DIR\]/ });
  });
}

for (const [portBase, port] of [
  [45, 4045],
  [2000, 6000],
  [6000, 10_080],
] as const) {
  test(`--port-base ${portBase} is refused with port ${port}, which no browser opens`, () => {
    const read = () => readStartOptions(["--port-base", `${portBase}`], "/");
    assert.throws(read, { name: "UsageError", message: new RegExp(`leads to port ${port},`) });
  });
}
