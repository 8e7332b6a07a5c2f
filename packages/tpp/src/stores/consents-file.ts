import { eventFrom, recordFrom } from "../patterns/consents/record.ts";
import {
  addTo,
  claimIn,
  listOf,
  replaceIn,
  settleIn,
  type KeptConsents,
  type KeptEvent,
} from "../patterns/consents/memory-store.ts";
import { keyText, type ConsentStore } from "../patterns/consents/store.ts";
import { createQueue, readIfThere, replaceFile } from "./whole-file.ts";

/**
 * Consents in one JSON file, for one process at a time and up to a few thousand of them: each change writes the file anew
 * and flushes it before it takes the old one's place, so that a kill leaves the one or the other. Methods throw when the
 * file is none of these, naming it, and when its folder is missing.
 */
export function createFileConsentStore(path: string): ConsentStore {
  const inOrder = createQueue();
  const ask = <T>(answer: (kept: KeptConsents) => T): Promise<T> => inOrder(async () => answer(await read(path)));
  /** Written only when the change has come about. */
  const write = <T>(attempt: (kept: KeptConsents) => T): Promise<T> =>
    inOrder(async () => {
      const kept = await read(path);
      const answer = attempt(kept);
      if (answer !== false && answer !== undefined) await replaceFile(path, textOf(kept));
      return answer;
    });
  return {
    add: (record, event) => write((kept) => addTo(kept, record, event)),
    find: (key) => ask(({ records }) => records.get(keyText(key))),
    list: (filter) => ask((kept) => listOf(kept, filter)),
    replace: (record, event) => write((kept) => replaceIn(kept, record, event)),
    claimEvent: (lease) => write((kept) => claimIn(kept, lease)),
    settleEvent: async (event, owner) => void (await write((kept) => settleIn(kept, event, owner))),
  };
}

interface Written {
  readonly consents: readonly unknown[];
  readonly events: readonly { readonly event: unknown; readonly lease?: { owner: string; until: string } }[];
}

async function read(path: string): Promise<KeptConsents> {
  const text = await readIfThere(path);
  if (text === undefined) return { records: new Map(), events: [] };
  try {
    const { consents, events } = JSON.parse(text) as Written;
    const records = consents.map((consent) => recordFrom(consent));
    return { records: new Map(records.map((record) => [keyText(record), record])), events: events.map(eventOf) };
  } catch (cause) {
    throw new Error(`${path} is no file of consents`, { cause });
  }
}

function eventOf({ event, lease }: Written["events"][number]): KeptEvent {
  return { event: eventFrom(event), lease: lease && { owner: lease.owner, until: new Date(lease.until) } };
}

function textOf({ records, events }: KeptConsents): string {
  return JSON.stringify({ consents: [...records.values()], events });
}
