import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isTransactionStatus } from "@tallystick/xs2a";
import {
  byNext,
  judgeClaim,
  type LeasedRecord,
  type PaymentKey,
  type PollingEndReason,
  type PollingRecord,
  type PollingStore,
} from "../patterns/polling/store.ts";
import { createQueue, nothingIfMissing, readIfThere, replaceFile } from "./whole-file.ts";

/**
 * A store in a folder, a JSON file for each payment, for one process at a time. A file is replaced as a whole and
 * flushed, so that a kill leaves the old or the new one. Throws on a file that is no record, naming it.
 */
export function createFilePollingStore(folder: string): PollingStore {
  const inOrder = createQueue();
  const pathOf = (key: PaymentKey): string => join(folder, `${nameOf(key)}.json`);
  const list = async (): Promise<{ path: string; stored: LeasedRecord }[]> => {
    const names = (await readdir(folder).catch(nothingIfMissing)) ?? [];
    const paths = names.filter((name) => name.endsWith(".json")).map((name) => join(folder, name));
    const all = await Promise.all(paths.map(async (path) => ({ path, stored: await read(path) })));
    return all.filter((entry): entry is { path: string; stored: LeasedRecord } => entry.stored !== undefined);
  };
  return {
    add: (record) =>
      inOrder(async () => {
        if ((await read(pathOf(record))) !== undefined) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await write(pathOf(record), { record, lease: undefined });
      }),
    claim: (key, lease) =>
      inOrder(async () => {
        const claim = judgeClaim(await read(pathOf(key)), lease);
        if (claim.kind === "claimed") await write(pathOf(key), { record: claim.record, lease });
        return claim;
      }),
    save: (record, owner) =>
      inOrder(async () => {
        const known = await read(pathOf(record));
        if (known?.lease?.owner !== owner || known.record.endedBy !== undefined) return false;
        await write(pathOf(record), { record, lease: undefined });
        return true;
      }),
    unfinished: () =>
      inOrder(async () => {
        const records = (await list()).map(({ stored }) => stored.record);
        return records.filter(({ endedBy }) => endedBy === undefined).toSorted(byNext);
      }),
    forget: (startedBefore) =>
      inOrder(async () => {
        for (const { path, stored } of await list()) {
          const { endedBy, startedAt } = stored.record;
          if (endedBy !== undefined && startedAt < startedBefore) await rm(path, { force: true });
        }
      }),
  };
}

/** Banks' ids may hold anything; a file's name may not. */
function nameOf({ bank, paymentId }: PaymentKey): string {
  return createHash("sha256")
    .update(JSON.stringify([bank, paymentId]))
    .digest("hex");
}

async function read(path: string): Promise<LeasedRecord | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  try {
    const { record, lease } = JSON.parse(text) as { record: Written; lease?: { owner: string; until: string } };
    const until = lease === undefined ? undefined : instant(lease.until);
    return { record: recordOf(record), lease: until && lease ? { owner: lease.owner, until } : undefined };
  } catch (cause) {
    throw new Error(`${path} is no record of a followed payment`, { cause });
  }
}

type Written = { readonly [Member in keyof PollingRecord]: unknown };

function recordOf({ bank, paymentId, product, startedAt, status, failures, nextAt, endedBy }: Written): PollingRecord {
  if (typeof bank !== "string" || typeof paymentId !== "string" || !Number.isInteger(failures)) {
    throw new TypeError("bank, paymentId, failures");
  }
  return {
    bank,
    paymentId,
    product: typeof product === "string" ? product : undefined,
    startedAt: instant(startedAt),
    status: isTransactionStatus(status) ? status : undefined,
    failures: failures as number,
    nextAt: instant(nextAt),
    endedBy: endedBy as PollingEndReason | undefined,
  };
}

function instant(text: unknown): Date {
  const at = new Date(typeof text === "string" ? text : "");
  if (Number.isNaN(at.getTime())) throw new TypeError("not an instant");
  return at;
}

async function write(path: string, { record, lease }: LeasedRecord): Promise<void> {
  const kept = lease && { owner: lease.owner, until: lease.until };
  await replaceFile(path, JSON.stringify({ record, lease: kept }));
}
