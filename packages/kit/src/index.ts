export { isPublicAddress } from "./address.ts";
export { killAt, noCheckpoint, type Checkpoint } from "./checkpoint.ts";
export { after, MovableClock, systemClock, type Clock } from "./clock.ts";
export { ConfigError, readConfig, setting, type ConfigOf, type ConfigProblem, type Setting } from "./config.ts";
export { openDb, readRows, type Db, type DbOptions, type DbOrTx, type Tx } from "./db.ts";
export type { ReadValue } from "./reads.ts";
export { createApp, handlerOf, type AppOptions, type HttpHandler } from "./http/app.ts";
export { byFirstSegment } from "./http/dispatch.ts";
export { HttpFault, type HttpFaultCode, type HttpFaultStatus } from "./http/fault.ts";
export type { Standing } from "./limiter/account.ts";
export { limiterMigration, type LimitRules, type RateLimitTable } from "./limiter/lease.ts";
export { createLimiter, type Admission, type Limiter, type LimiterOptions } from "./limiter/limiter.ts";
export { listen, PortTaken, type Listener, type ListenOptions, type Timeouts } from "./http/listen.ts";
export { systemRandom, type Random } from "./id.ts";
export {
  idempotencyMigration,
  runOnce,
  sweepIdempotency,
  type IdempotencyTable,
  type IdempotentRequest,
  type OnceResult,
  type StoredAnswer,
} from "./idempotency.ts";
export { JsonError, parseJson, type JsonErrorCode, type JsonLimits } from "./json.ts";
export { createLog, silentLog, type Log, type LogFields, type LogOptions } from "./log.ts";
export { migrate, type Migrations } from "./migrate.ts";
export {
  backoffMs,
  createOutbox,
  enqueue,
  LeaseLost,
  outboxMigration,
  rearrange,
  type Fence,
  type Outbox,
  type OutboxHandler,
  type OutboxOptions,
  type OutboxRow,
  type OutboxTable,
  type Outcome,
  type Work,
} from "./outbox.ts";
export { compileSchema, type Checker, type Violation, type ViolationCode } from "./problem.ts";
export {
  createSafeRequest,
  type OutboundAnswer,
  type OutboundRequest,
  type SafeRequest,
  type SafeRequestOptions,
} from "./safe-fetch.ts";
export { OutboundFailed, OutboundRefused, type OutboundFailure, type OutboundRefusal } from "./safe-fetch/outbound.ts";
export { DataFolderInUse, PostgresUnavailable } from "./postgres/failure.ts";
export { lockFolder, type FolderLock } from "./postgres/lock.ts";
export { runningPostgres } from "./postgres/running.ts";
export { startPostgres, type PostgresOptions, type RunningPostgres } from "./postgres/start.ts";
