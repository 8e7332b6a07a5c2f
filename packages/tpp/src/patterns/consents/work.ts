import type { ConsentKey, ConsentRecord } from "./record.ts";
import type { ConsentState } from "./states.ts";
import { keyText } from "./store.ts";

/** Nothing may be read under that consent: it is not authorised, or not any more. */
export class ConsentNotAuthorised extends Error {
  override readonly name = "ConsentNotAuthorised";
  readonly bank: string;
  readonly consentId: string;
  /** Undefined when nothing is known of it. */
  readonly state: ConsentState | undefined;
  /** `consentId` of the one that has taken its place, when it is superseded. */
  readonly successor: string | undefined;

  constructor({ bank, consentId }: ConsentKey, record: ConsentRecord | undefined) {
    super(`consent ${consentId} at ${bank} is ${record?.state ?? "not known"}`);
    this.bank = bank;
    this.consentId = consentId;
    this.state = record?.state;
    this.successor = record?.state === "superseded" ? record.renewal?.successor : undefined;
  }
}

/** What runs under consents in this process. */
export interface WorkRegistry {
  /** A signal that is aborted when the consent ends; `done` takes it out again. */
  begin(key: ConsentKey): { readonly signal: AbortSignal; readonly done: () => void };
  /** Aborts all that runs under a consent, with the reason. */
  stop(key: ConsentKey, reason: Error): void;
  /** The consents under which something runs. */
  keys(): ConsentKey[];
}

export function createWorkRegistry(): WorkRegistry {
  const running = new Map<string, { readonly key: ConsentKey; readonly controllers: Set<AbortController> }>();
  return {
    begin(key) {
      const text = keyText(key);
      const entry = running.get(text) ?? { key, controllers: new Set() };
      running.set(text, entry);
      const controller = new AbortController();
      entry.controllers.add(controller);
      const done = (): void => {
        entry.controllers.delete(controller);
        if (entry.controllers.size === 0 && running.get(text) === entry) running.delete(text);
      };
      return { signal: controller.signal, done };
    },
    stop(key, reason) {
      const entry = running.get(keyText(key));
      running.delete(keyText(key));
      for (const controller of entry?.controllers ?? []) controller.abort(reason);
    },
    keys: () => [...running.values()].map(({ key: { bank, consentId } }) => ({ bank, consentId })),
  };
}
