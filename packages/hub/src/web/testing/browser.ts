import { platform, arch } from "node:os";
import { createRequire } from "node:module";
import packed from "@sparticuz/chromium";
import { chromium, type Browser, type Page } from "playwright-core";

/** What makes the packed Chromium fit for a function service takes away defences and stability that tests need. */
const unwanted = new Set(["--single-process", "--no-zygote", "--disable-web-security"]);

/** A headless browser that finds `localhost:4000` on `port`; undefined where none comes with the packages or is named. */
export async function launchBrowser(port: number): Promise<Browser | undefined> {
  const resolve = `--host-resolver-rules=MAP localhost:4000 127.0.0.1:${port}`;
  const named = process.env["CHROME_PATH"];
  if (named) return chromium.launch({ executablePath: named, args: [resolve] });
  if (platform() !== "linux" || arch() !== "x64") return undefined;
  const args = [...packed.args.filter((arg) => !unwanted.has(arg)), resolve];
  return chromium.launch({ executablePath: await packed.executablePath(), args });
}

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds on the page as it is, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const axe = (globalThis as any).axe;
    const { violations } = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map((one: any) =>
      `${one.id}: ${one.nodes.map((node: any) => node.html).join(" ")}`.slice(0, 500),
    );
  });
}
