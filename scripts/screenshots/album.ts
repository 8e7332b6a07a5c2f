import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { shrink } from "./shrink.ts";

const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
] as const;

/** Takes each page as on a phone and as on a desk, in a window so high that nothing is below the fold. */
export class Album {
  readonly #folder: string;
  count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async take(page: Page, name: string, { dark = false }: { readonly dark?: boolean } = {}): Promise<void> {
    for (const colorScheme of dark ? (["light", "dark"] as const) : (["light"] as const)) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const size of sizes) {
        await page.setViewportSize(size);
        const whole = Number(await page.evaluate("document.documentElement.scrollHeight"));
        await page.setViewportSize({ width: size.width, height: Math.max(size.height, whole) });
        const suffix = colorScheme === "dark" ? "-dark" : "";
        const picture = await page.screenshot({ animations: "disabled", scale: "css" });
        await this.keep(`${name}-${size.width}${suffix}`, shrink(picture));
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  async keep(name: string, picture: Uint8Array): Promise<void> {
    await writeFile(join(this.#folder, `${name}.png`), picture);
    this.count += 1;
  }
}
