// @tallystick/tpp/postgres: the stores of the patterns in PostgreSQL (15 to 18).
//
// What they have in common, so that a new one is like the others:
// - A store is a function of a `Query` (stores/pg.ts) and implements its pattern's port. It imports no driver: `queryOf`
//   makes the `Query` from a pool of `pg`, and whatever else runs a bound statement will do.
// - A store's tables are created by its exported migration through `createTables`: `create table if not exists`, and for
//   later changes `alter table … add column if not exists`; a statement that has been published is never edited. Their
//   names begin with `tpp_`. The schema is the connection's own (`search_path`).
// - Every move is one statement, and one that others may attempt too is a compare-and-set: `update … where … returning`.
//   No rows means that somebody else was there first.
// - Time comes in as a parameter (ISO text, `$1::timestamptz`), never from `now()`. Instants come out as text
//   (`asInstant`, `instantOf`), documents as text (`column::text`): drivers are set up differently.
// - Text keys are `collate "C"`. Amounts are text; nothing is a float.
export * from "./stores/pg.ts";
export * from "./stores/polling-pg.ts";
export * from "./stores/consents-pg.ts";
