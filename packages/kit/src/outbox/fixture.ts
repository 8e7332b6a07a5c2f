import { after as afterAll, before, beforeEach } from "node:test";
import { sql } from "kysely";
import { MovableClock } from "../clock.ts";
import type { Db } from "../db.ts";
import type { Log } from "../log.ts";
import { createOutbox, enqueue, outboxMigration, type Outcome } from "../outbox.ts";
import type { Outbox, OutboxHandler, OutboxOptions, OutboxTable } from "../outbox.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";

export interface Schema {
  outbox: OutboxTable;
  effect: { id: string; text: string };
}

export const done: Outcome = { kind: "done" };

/** What the tests of the outbox share: a schema of their own, emptied before each test. */
export class OutboxFixture {
  clock = new MovableClock();
  /** The events logged since the test began. */
  logged: string[] = [];
  #database: TestDatabase<Schema> | undefined;
  readonly log: Log = {
    info: (event) => void this.logged.push(event),
    warn: (event) => void this.logged.push(event),
    error: (event) => void this.logged.push(event),
    child: () => this.log,
  };

  constructor() {
    before(async () => {
      const effects = {
        up: async (on: Db<any>) => void (await sql`create table effect (id text, text text)`.execute(on)),
      };
      this.#database = await openTestDatabase<Schema>({ "0001_outbox": outboxMigration, "0002_effect": effects }, 16);
    });
    afterAll(() => this.#database?.close());
    beforeEach(async () => {
      this.clock = new MovableClock();
      this.logged = [];
      await sql`truncate outbox, effect`.execute(this.db);
    });
  }

  get database(): TestDatabase<Schema> {
    if (this.#database === undefined) throw new Error("the database is opened before the first test");
    return this.#database;
  }

  get db(): Db<Schema> {
    return this.database.db;
  }

  outboxOf(work: OutboxHandler, options: Partial<OutboxOptions> = {}): Outbox {
    return createOutbox({ db: this.db, clock: this.clock, log: this.log, handlers: { work }, ...options });
  }

  add(key: string, payload: unknown = {}, dueAt = this.clock.now()): Promise<string> {
    return enqueue(this.db, { topic: "work", key, payload, dueAt });
  }

  rows() {
    return this.db.selectFrom("outbox").selectAll().orderBy("id").execute();
  }
}

/** A place at which a handler waits until the test lets it go. */
export interface Gate {
  readonly inside: Promise<void>;
  enter(): Promise<void>;
  open(): void;
}

export function gate(): Gate {
  const inside = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    inside: inside.promise,
    enter: () => {
      inside.resolve();
      return opened.promise;
    },
    open: () => opened.resolve(),
  };
}
