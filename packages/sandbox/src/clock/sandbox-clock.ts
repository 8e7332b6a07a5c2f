import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MovableClock } from "@tallystick/kit";
import { writePrivately } from "../system/secrets.ts";

/** The one clock of hub, banks and shop. How far it was moved is kept in the data folder, since time never goes back. */
export interface SandboxClock {
  readonly clock: MovableClock;
  /** Moves it forward, or says how far it may still go. */
  advance(ms: number): Promise<Moved>;
}

export type Moved =
  | { readonly kind: "moved"; readonly now: Date }
  | { readonly kind: "too_far"; readonly leftMs: number };

export const clockFile = "clock.json";

/** The sandbox's certificates are made by the system's clock and are good for at least 100 days more at every start. */
export const furthestDays = 80;
const furthestMs = furthestDays * 86_400_000;

export async function openSandboxClock(dataDir: string, clock = new MovableClock()): Promise<SandboxClock> {
  const file = join(dataDir, clockFile);
  let shiftMs = await readShift(file);
  clock.advance(shiftMs);
  let last: Promise<unknown> = Promise.resolve();
  const move = async (ms: number): Promise<Moved> => {
    if (shiftMs + ms > furthestMs) return { kind: "too_far", leftMs: furthestMs - shiftMs };
    await writePrivately(file, `${JSON.stringify({ shiftMs: shiftMs + ms })}\n`);
    shiftMs += ms;
    clock.advance(ms);
    return { kind: "moved", now: clock.now() };
  };
  return {
    clock,
    advance: (ms) => {
      const moved = last.then(() => move(ms));
      last = moved.catch(() => {});
      return moved;
    },
  };
}

async function readShift(file: string): Promise<number> {
  try {
    const { shiftMs } = JSON.parse(await readFile(file, "utf8")) as { readonly shiftMs: number };
    return Number.isSafeInteger(shiftMs) && shiftMs >= 0 && shiftMs <= furthestMs ? shiftMs : 0;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return 0;
    throw new Error(`${file} cannot be read; start with --reset to make a new sandbox`, { cause: error });
  }
}
