import { sql, type RawBuilder } from "kysely";

/** What orders the rows of a list: a day, and the row's number within it. */
export interface Place {
  readonly day: string;
  readonly id: string;
}

const pattern = /^(\d{4}-\d{2}-\d{2})\.([1-9]\d{0,17})$/;

/** Rows behind the one at which the page before ended, newest first; `columns` are day and number. */
export function isBehind(columns: readonly [string, string], cursor: string): RawBuilder<boolean> {
  const { day, id } = placeOf(cursor);
  const [dayColumn, idColumn] = columns;
  return sql<boolean>`(${sql.ref(dayColumn)}, ${sql.ref(idColumn)}) < (${day}::date, ${id}::bigint)`;
}

/** The row at which the page before ended. */
export function placeOf(cursor: string): Place {
  const [, day, id] = pattern.exec(cursor) ?? [];
  if (day === undefined || id === undefined) throw new RangeError("not a cursor of this list");
  return { day, id };
}

/** One row more than asked for tells that there is another page. */
export function pageOf<Row extends Place, Entry>(
  rows: readonly Row[],
  limit: number,
  entryOf: (row: Row) => Entry,
): { readonly entries: readonly Entry[]; readonly next?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const entries = page.map(entryOf);
  return rows.length > limit && last !== undefined ? { entries, next: `${last.day}.${last.id}` } : { entries };
}
