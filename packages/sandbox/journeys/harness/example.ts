import assert from "node:assert/strict";
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { authoriseAtBank } from "./account-holder.ts";
import type { OwnSystem } from "./system.ts";
import { until } from "./until.ts";

const examples = join(import.meta.dirname, "../../../tpp/examples");

/** An example of the toolkit as a process of its own, as the guides tell people to run it. */
export interface RunningExample {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The address that it tells its user to open. */
  opened(): Promise<string>;
  end(): Promise<{ readonly code: number | null; readonly lines: string[]; readonly err: string }>;
}

export function startExample(name: string, args: readonly string[]): RunningExample {
  const child = spawn(process.execPath, [join(examples, name), ...args], { stdio: ["pipe", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    opened: () => until("an address to open", () => /^Open (\S+)\n/m.exec(out)?.[1], { seen: () => out + err }),
    end: async () => ({ code: await closed, lines: out.trim().split("\n"), err }),
  };
}

/** The folder with the certificates that the sandbox has made. */
export function pkiOf({ system }: OwnSystem): string {
  return dirname(system.files.tppCert);
}

/** The account holder does at that address what the bank asks for, and ends where the bank leads back to. */
export function visitBank(own: OwnSystem, { url, bankId, login, back }: Visit): Promise<URL> {
  const user = own.system.users[bankId]?.find((one) => one.login === login);
  assert.ok(user, `${bankId} has no user ${login}`);
  const code = (): string => user.pin ?? newestCode(own.codes, login);
  return authoriseAtBank(url, { login, password: user.password, code }, back);
}

interface Visit {
  readonly url: string;
  readonly bankId: string;
  readonly login: string;
  readonly back: string;
}

function newestCode(codes: readonly string[], login: string): string {
  const line = codes.findLast((one) => one.includes(`phone of ${login}: code `));
  return /: code (\d{7})\./.exec(line ?? "")?.[1] ?? assert.fail(`no code was sent to ${login}`);
}
