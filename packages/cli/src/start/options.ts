import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
  readonly dataDir: string;
  readonly reset: boolean;
  readonly json: boolean;
  readonly portBase: number;
}

/** What the person typed cannot be understood; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const startUsage = `npm start -- [--data DIR] [--reset] [--port-base N] [--json]

  --data DIR      where the sandbox keeps everything (default .tallystick)
  --reset         throw that away and begin anew
  --port-base N   add N to every port (default 0)
  --json          print one line of JSON once ready, everything else on standard error`;

/** `home` is the folder that relative paths start from: where npm was called. */
export function readStartOptions(args: readonly string[], home: string): StartOptions {
  const values = parse(args);
  const portBase = Number(values["port-base"] ?? "0");
  // The highest port is 4444; 65535 is the last there is.
  if (!Number.isInteger(portBase) || portBase < 0 || portBase > 61_091) {
    throw new UsageError(`--port-base takes a whole number from 0 to 61091\n\n${startUsage}`);
  }
  return {
    dataDir: resolve(home, values.data ?? ".tallystick"),
    reset: values.reset ?? false,
    json: values.json ?? false,
    portBase,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: "string" },
        reset: { type: "boolean" },
        json: { type: "boolean" },
        "port-base": { type: "string" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${startUsage}`);
  }
}
