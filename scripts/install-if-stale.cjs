// Runs before `npm start`, `npm test` and `npm run bench`, on whatever Node is on the PATH (20 or newer), hence the
// plain old syntax. Installs the locked dependencies, the pinned Node among them, when they are missing or older
// than the lockfile.
"use strict";
const { spawnSync } = require("node:child_process");
const { existsSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const stamp = join(root, "node_modules", ".package-lock.json");
const lock = join(root, "package-lock.json");

if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) {
  process.stderr.write("Installing what is missing (about half a minute) ...\n");
  // Install scripts of dependencies are never needed here, so none may run.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const done = npm
    ? spawnSync(process.execPath, [npm].concat(args), { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.status !== 0) {
    process.stderr.write("The installation failed; see the lines above. Is the npm registry reachable?\n");
    process.exit(done.status || 1);
  }
}
