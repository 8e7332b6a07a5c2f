import type { Violation } from "@tallystick/xs2a";

/** What is wrong with one item, or with the batch as a whole when there is no index. */
export interface BulkViolation extends Violation {
  readonly index: number | undefined;
}

/** The batch was not taken: nothing is stored, and nothing was sent. */
export class BulkRejected extends Error {
  override readonly name = "BulkRejected";
  /** By index; at most 1,000. */
  readonly violations: readonly BulkViolation[];

  constructor(violations: readonly BulkViolation[]) {
    const [first] = violations;
    const where = first?.index === undefined ? "batch" : `item ${first.index}`;
    const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
    super(`${where}: ${first?.path} ${first?.text}${more}`);
    this.violations = violations;
  }
}

/** The key belongs to a batch with other payments or another product. */
export class BulkKeyReused extends Error {
  override readonly name = "BulkKeyReused";
  readonly batchId: string;

  constructor(key: string, batchId: string) {
    super(`the key ${JSON.stringify(key)} belongs to another batch`);
    this.batchId = batchId;
  }
}
