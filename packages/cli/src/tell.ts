import { ConfigError, DataFolderInUse, PortTaken, PostgresUnavailable } from "@tallystick/kit";
import { DatabaseOfAnother, DatabaseUnreachable, DataFolderUnusable } from "@tallystick/sandbox";
import { UsageError } from "./usage-error.ts";

const mendable = [
  ConfigError,
  DataFolderInUse,
  DataFolderUnusable,
  DatabaseOfAnother,
  DatabaseUnreachable,
  PostgresUnavailable,
  UsageError,
];

/** What a person reads when a command fails: what is wrong and what to do, without a stack for what they can mend. */
export function tell(error: unknown): string {
  if (error instanceof PortTaken) {
    return `Port ${error.port} is taken by another program. Stop it, or choose other ports with --port-base.`;
  }
  if (!(error instanceof Error)) return String(error);
  if (mendable.some((kind) => error instanceof kind)) return error.message;
  const causes = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : "";
  return `${error.stack}${causes}`;
}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? 2 : 1;
}
