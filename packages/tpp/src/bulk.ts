// @tallystick/tpp/bulk: batches of payments on a queue in PostgreSQL. Needs the packages pg and pg-boss beside the toolkit.
export * from "./patterns/bulk/batch.ts";
export * from "./patterns/bulk/bulk-error.ts";
export * from "./patterns/bulk/bulk-payments.ts";
export * from "./patterns/bulk/initiate-at.ts";
export type { BulkPaymentsOptions, QueueClock } from "./patterns/bulk/options.ts";
