import { load, loadAtPace, type Target } from "../load.ts";
import type { StartedServer } from "../start-server.ts";

export interface SoakOptions {
  readonly name: string;
  readonly soakSeconds: number;
  readonly connections: number;
  readonly print: (text: string) => void;
}

/** Half of what the server can do, for so long, with its memory each minute. */
export async function soak(server: StartedServer, target: Target, options: SoakOptions): Promise<void> {
  const { name, soakSeconds, connections, print } = options;
  const best = await load(target, { connections, warmUpMs: 2_000, measureMs: 5_000 });
  print(`${name} at ${(best.perSecond / 2).toFixed(0)}/s for ${soakSeconds} seconds\n`);
  let wrong = 0;
  for (let seconds = 0; seconds < soakSeconds; seconds += 60) {
    const measureMs = Math.min(60, soakSeconds - seconds) * 1_000;
    const pace = { connections, warmUpMs: 0, measureMs, perSecond: best.perSecond / 2 };
    const minute = await loadAtPace(target, pace);
    wrong += minute.wrong;
    const rss = ((await server.usage()).rss / 1_048_576).toFixed(0);
    print(`  after ${seconds + measureMs / 1_000} s   ${rss} MB   p99 ${minute.p99Ms.toFixed(2)} ms\n`);
  }
  if (wrong > 0) throw new Error(`${wrong} answers were not ${target.expects}`);
}
