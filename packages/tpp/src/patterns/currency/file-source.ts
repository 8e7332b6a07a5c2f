import { dateOf } from "@tallystick/xs2a";
import { systemClock, type Clock } from "../time.ts";
import { laterDay, RateError, type RateSheet, type RateSource, type RateTable } from "./rate-table.ts";

/** Reads a file of rates as text: `textFromAddress(url)`, `textFromFile(path)` of `@tallystick/tpp/node`, or your own. */
export type ReadText = () => Promise<string>;

export interface FileSource {
  readonly source: string;
  readonly readText: ReadText;
  /** The table, or why the text is none. */
  readonly parse: (text: string) => RateTable | string;
  readonly clock?: Clock | undefined;
}

const keptForMs = 3_600_000;
const againAfterMs = 60_000;

/**
 * A source of one file that is read once an hour, by one reader however many ask. When it cannot be read, the table before
 * it stays, with the failure beside it, and reading is tried again after a minute.
 */
export function createFileSource({ source, readText, parse, clock = systemClock }: FileSource): RateSource {
  let kept: RateTable | undefined;
  let failure: RateError | undefined;
  let readAgainAt = -Infinity;
  let reading: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    try {
      const table = parse(await text(source, readText));
      if (typeof table === "string") throw new RateError("not_understood", source, table);
      // It would be current for ever. A day on is some place's today.
      if (table.date > laterDay(dateOf(clock.now()), 1)) {
        throw new RateError("not_understood", source, `of the future, ${table.date}`);
      }
      [kept, failure] = [table, undefined];
    } catch (error) {
      failure = error as RateError;
    }
    readAgainAt = clock.now().getTime() + (failure === undefined ? keptForMs : againAfterMs);
  }

  return {
    async read(): Promise<RateSheet> {
      const now = clock.now().getTime();
      // A clock that was put back must not keep a table for longer than an hour.
      if (now >= readAgainAt || readAgainAt - now > keptForMs) {
        reading ??= refresh().finally(() => (reading = undefined));
        await reading;
      }
      return { tables: kept === undefined ? [] : [kept], failures: failure === undefined ? [] : [failure] };
    },
  };
}

async function text(source: string, readText: ReadText): Promise<string> {
  let read: unknown;
  try {
    read = await readText();
  } catch (cause) {
    throw new RateError("unreachable", source, "the file could not be read", cause);
  }
  if (typeof read !== "string") throw new RateError("not_understood", source, "what was read is no text");
  return read;
}
