/** The server cannot run here; the message says why and what to do instead. */
export class PostgresUnavailable extends Error {
  override readonly name = "PostgresUnavailable";
  constructor(reason: string, cause?: unknown) {
    super(`${reason}; or set DATABASE_URL to a PostgreSQL 15 or newer, which is then used instead`, { cause });
  }
}

/** Another process runs on this data folder. */
export class DataFolderInUse extends Error {
  override readonly name = "DataFolderInUse";
  readonly dataDir: string;
  readonly pid: number;
  constructor(dataDir: string, pid: number) {
    super(`the data folder ${dataDir} is in use by process ${pid}: stop that one, or choose another folder`);
    this.dataDir = dataDir;
    this.pid = pid;
  }
}
