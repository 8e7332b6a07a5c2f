import { ConfigError, DataFolderInUse, PortTaken } from "@tallystick/kit";
import { UsageError } from "./start/options.ts";

/** What a person reads when a command fails: what is wrong and what to do, without a stack for what they can mend. */
export function tell(error: unknown): string {
  if (error instanceof PortTaken) {
    return `Port ${error.port} is taken by another program. Stop it, or start with --port-base 10000 to use other ports.`;
  }
  if (error instanceof DataFolderInUse || error instanceof UsageError || error instanceof ConfigError)
    return error.message;
  if (!(error instanceof Error)) return String(error);
  const causes = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : "";
  return `${error.stack}${causes}`;
}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? 2 : 1;
}
