import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { badPortFrom } from "@tallystick/sandbox";
import { UsageError } from "../usage-error.ts";

export interface StartOptions {
  readonly dataDir: string;
  readonly reset: boolean;
  readonly json: boolean;
  readonly portBase: number;
  /** Receivers of webhooks and of browsers that banks send back, besides the sandbox's own, as `host:port`. */
  readonly allow: readonly string[];
}

export const startUsage = `npm start -- [--data DIR] [--reset] [--port-base N] [--allow HOST:PORT] [--json]

  --data DIR         where the sandbox keeps everything (default .tallystick)
  --reset            throw that away and begin anew
  --port-base N      add N to every port (default 0)
  --allow HOST:PORT  let webhooks, and redirects of the banks, go to this address of your machine too (may be repeated)
  --json             print one line of JSON once ready, everything else on standard error`;

/** `home` is the folder that relative paths start from: where npm was called. */
export function readStartOptions(args: readonly string[], home: string): StartOptions {
  const values = parse(args);
  const portBase = Number(values["port-base"] ?? "0");
  // The highest port is 4444; 65535 is the last there is.
  if (!Number.isInteger(portBase) || portBase < 0 || portBase > 61_091) {
    throw new UsageError(`--port-base takes a whole number from 0 to 61091\n\n${startUsage}`);
  }
  const badPort = badPortFrom(portBase);
  if (badPort !== undefined) {
    throw new UsageError(
      `--port-base ${portBase} leads to port ${badPort}, which browsers refuse; take another\n\n${startUsage}`,
    );
  }
  return {
    dataDir: resolve(home, values.data ?? ".tallystick"),
    reset: values.reset ?? false,
    json: values.json ?? false,
    portBase,
    allow: (values.allow ?? []).map(readAddress),
  };
}

function readAddress(text: string): string {
  const [, port] = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):([1-9]\d{0,4})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) <= 65_535) return text;
  throw new UsageError(`--allow takes an address and its port, such as localhost:3000\n\n${startUsage}`);
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
        allow: { type: "string", multiple: true },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${startUsage}`);
  }
}
