import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";

export interface ListenOptions {
  readonly dataDir: string;
  /** Where each webhook goes on to, on this machine; undefined: it is only shown. */
  readonly to: URL | undefined;
}

export const listenUsage = `tallystick listen [--to URL] [--data DIR]

  --to URL    send each webhook on to this address of your machine, as in http://localhost:3000/webhooks
  --data DIR  the data folder of the sandbox that runs (default .tallystick)`;

/** `home` is the folder that relative paths start from. */
export function readListenOptions(args: readonly string[], home: string): ListenOptions {
  const values = parse(args);
  return {
    dataDir: resolve(home, values.data ?? ".tallystick"),
    to: values.to === undefined ? undefined : readAddress(values.to),
  };
}

function readAddress(text: string): URL {
  const url = URL.parse(text);
  const isHere = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (isHere && url.protocol === "http:" && url.username === "" && url.hash === "") return url;
  throw new UsageError(`--to takes an http address of this machine\n\n${listenUsage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { to: { type: "string" }, data: { type: "string" } } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${listenUsage}`);
  }
}
