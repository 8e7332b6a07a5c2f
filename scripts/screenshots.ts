// `node scripts/screenshots.ts`: pictures of every page that people see, in docs/screenshots, taken from a system that runs
// by itself, with an own clock and browser. docs/pages.md says what each one shows.
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, startPostgres } from "@tallystick/kit";
import { World } from "../packages/sandbox/journeys/harness/world.ts";
import { Album } from "./screenshots/album.ts";
import { accessPages } from "./screenshots/access.ts";
import { bankPages } from "./screenshots/bank.ts";
import { endings } from "./screenshots/endings.ts";
import { hubPages } from "./screenshots/hub.ts";
import { sandboxPages } from "./screenshots/sandbox.ts";
import { servicePages } from "./screenshots/services.ts";

const folder = join(import.meta.dirname, "../docs/screenshots");

async function takeAll(): Promise<void> {
  const world = await World.open();
  try {
    const album = new Album(folder);
    await hubPages(world, album);
    await bankPages(world, album);
    await servicePages(world, album);
    await accessPages(world, album);
    await sandboxPages(world, album);
    await endings(world, album);
    process.stdout.write(`${album.count} pictures in ${folder}\n`);
  } finally {
    await world.close();
  }
}

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) if (file.endsWith(".png")) await rm(join(folder, file));
  if (process.env["DATABASE_URL"]) return takeAll();
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-screenshots-"));
  const postgres = await startPostgres({ dataDir, log: silentLog });
  process.env["DATABASE_URL"] = postgres.url;
  try {
    await takeAll();
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
