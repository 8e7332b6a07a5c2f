import type { Position } from "../cursor.ts";

/** A row of the archive as a cursor's position: cursors carry an instant and a UUID, and the archive is read by number. */
export function positionOf({ position, occurred_at: at }: { position: string; occurred_at: Date }): Position {
  const hex = BigInt(position).toString(16).padStart(32, "0");
  return { at, id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") };
}

/** The number that `positionOf` wrote; 0, which is before every event, for no position. */
export function numberOf(position: Position | undefined): string {
  return position === undefined ? "0" : BigInt(`0x${position.id.replaceAll("-", "")}`).toString();
}
