import { access, constants, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";

/** In this order, where no browser comes with the packages. */
const wellKnown: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  linux: [
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ],
};

/**
 * Starts a headless browser with all of its defences on: the one named by CHROME_PATH, on Linux x64 the Chromium of the
 * packages, elsewhere an installed one (decision 33).
 */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const named = process.env["CHROME_PATH"];
  if (named) return chromium.launch({ executablePath: named, args: [...args] });
  if (platform() === "linux" && arch() === "x64") return launchPacked(await unpackChromium(), [...args]);
  for (const executablePath of wellKnown[platform()] ?? []) {
    if (await exists(executablePath)) return chromium.launch({ executablePath, args: [...args] });
  }
  throw new Error("no Chrome is installed: install one, or name a Chromium by the variable CHROME_PATH");
}

/** A machine without the libraries or fonts that the browser needs gets those that are packed with it. */
async function launchPacked(folder: string, args: string[]): Promise<Browser> {
  const executablePath = join(folder, "chromium");
  const fonts = (await exists("/etc/fonts/fonts.conf")) ? {} : { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  try {
    return await chromium.launch({ executablePath, args, env: { ...process.env, ...fonts } });
  } catch (error) {
    if (!String(error).includes("error while loading shared libraries")) throw error;
    const libraries = { LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
    return chromium.launch({ executablePath, args, env: { ...process.env, ...fonts, ...libraries } });
  }
}

/** Unpacks once for all runs; test files that start side by side each unpack, and the first one's result stays. */
async function unpackChromium(): Promise<string> {
  const module = import.meta.resolve("@sparticuz/chromium");
  const { version } = await readVersion(module);
  const cache = fileURLToPath(new URL("../../../../node_modules/.cache/tallystick/", import.meta.url));
  const folder = join(cache, `chromium-${version}`);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, "unpacking-"));
  await inflateInto(fresh, fileURLToPath(new URL("../bin/", module)));
  const fontFolder = join(folder, "fonts");
  await writeFile(
    join(fresh, "fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${fontFolder}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>\n`,
  );
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

async function readVersion(module: string): Promise<{ version: string }> {
  const manifest = await import(new URL("../package.json", module).href, { with: { type: "json" } });
  return manifest.default as { version: string };
}

/** The package unpacks into the system's temporary folder, whose name it reads when it is called. */
async function inflateInto(folder: string, packed: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  const done = ["chromium.br", "fonts.tar.br", "al2023.tar.br"].map((name) => inflate(join(packed, name)));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await Promise.all(done);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
