// Proves that a configuration is read once, with every error at a time and no value in the text (rows L1, L7).
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { ConfigError, readConfig, setting } from "./config.ts";

const folder = mkdtempSync(join(tmpdir(), "config-"));
after(() => rmSync(folder, { recursive: true }));

const settings = {
  name: setting.text("NAME"),
  hub: setting.port("HUB_PORT", { default: 4000 }),
  url: setting.url("URL", { protocols: ["https:"] }),
  secure: setting.flag("SECURE", { default: false }),
  level: setting.oneOf("LEVEL", ["info", "warn"], { default: "info" }),
  hosts: setting.list("HOSTS", { default: [] }),
  count: setting.optional(setting.integer("COUNT", { min: 1, max: 9 })),
  secret: setting.optional(setting.secretFile("SECRET_FILE")),
} as const;

test("values are read by their kind; blank variables are absent; defaults fill in", () => {
  const config = readConfig({ NAME: " x ", URL: "https://hub.example/", HUB_PORT: "  " }, settings);
  const port: number = config.hub;
  const level: "info" | "warn" = config.level;
  assert.deepEqual(config, {
    name: "x",
    hub: port,
    url: "https://hub.example",
    secure: false,
    level,
    hosts: [],
    count: undefined,
    secret: undefined,
  });
  assert.equal(port, 4000);
  const file = join(folder, "secret");
  writeFileSync(file, `${"s".repeat(32)}\n`);
  const all = {
    NAME: "x",
    URL: "https://h/a",
    HUB_PORT: "80",
    SECURE: "Yes",
    LEVEL: "warn",
    HOSTS: "a:1, b:2,",
    COUNT: "9",
    SECRET_FILE: file,
  };
  assert.deepEqual(readConfig(all, settings), {
    name: "x",
    hub: 80,
    url: "https://h/a",
    secure: true,
    level: "warn",
    hosts: ["a:1", "b:2"],
    count: 9,
    secret: "s".repeat(32),
  });
});

test("all problems come at once, each with its variable and without its value", () => {
  const short = join(folder, "short");
  writeFileSync(short, "c4n4ry");
  const bad = {
    URL: "http://c4n4ry/",
    HUB_PORT: "65536",
    SECURE: "c4n4ry",
    LEVEL: "c4n4ry",
    COUNT: "1e1",
    SECRET_FILE: short,
  };
  assert.throws(
    () => readConfig(bad, settings),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.problems.map(({ name, message }) => `${name} ${message}`),
        [
          "NAME is required",
          "HUB_PORT must be a whole number from 1 to 65535",
          "URL must be an absolute URL (https:)",
          "SECURE must be true or false",
          "LEVEL must be one of info, warn",
          "COUNT must be a whole number from 1 to 9",
          "SECRET_FILE names a file with under 32 characters",
        ],
      );
      assert.ok(error.message.includes("HUB_PORT") && !error.message.includes("c4n4ry"));
      return true;
    },
  );
  for (const url of ["https://u:p@h/", "https://h/?x=1", "https://h/#x"]) {
    assert.throws(() => readConfig({ NAME: "x", URL: url }, settings), /URL must have no user, query or fragment/);
  }
  for (const port of ["0", "-1", "+80", "0x50", "80.0", "8 0", "99999999999999999999"]) {
    assert.throws(() => readConfig({ NAME: "x", URL: "https://h", HUB_PORT: port }, settings), ConfigError, port);
  }
  assert.throws(
    () => readConfig({ NAME: "x", URL: "https://h", SECRET_FILE: join(folder, "none") }, settings),
    /cannot be read/,
  );
});
