import type { Cursors, CursorScope, Position } from "../cursor.ts";
import { HubError, invalidBody } from "../errors.ts";

/** Where the page after the cursor `after` begins; 400 `invalid_input` names `path` when the cursor is not of this scope. */
export function startOf(
  { after, path }: { readonly after: string | undefined; readonly path: string },
  cursors: Cursors,
  scope: CursorScope,
  now: Date,
): Position | undefined {
  if (after === undefined) return undefined;
  const position = cursors.read(after, scope, now);
  if (position !== undefined) return position;
  const message = "is not a cursor of this list and filter, or is over a week old";
  throw new HubError("invalid_input", `${path} ${message}.`, { errors: [{ path, code: "invalid", message }] });
}

/** The instant that a member of a filter names, of the calendar; 400 `validation_error` names `path` otherwise. */
export function instantOf(text: string | undefined, path: string): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  // `Date` takes 2026-02-30 for the second of March and 24:00 for the next day (row I4).
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === text.slice(0, 19);
  if (exists && !text.startsWith("0000")) return instant;
  throw invalidBody([{ path, code: "format", message: "is no instant of the calendar" }]);
}
