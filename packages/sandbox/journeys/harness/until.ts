import { setTimeout as delay } from "node:timers/promises";

/** Looks until there is something, and fails with what was seen last. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  { seen = () => "", withinMs = 20_000 }: { readonly seen?: () => string; readonly withinMs?: number } = {},
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what} ${seen()}`.trim());
    await delay(25);
  }
}
