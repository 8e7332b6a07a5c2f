import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Where a page begins: the sort key of the last item before it. */
export interface Position {
  readonly at: Date;
  /** UUID. */
  readonly id: string;
}

/** What a cursor is good for; another client, route or filter makes it a forgery (row B8). */
export interface CursorScope {
  readonly clientId: string;
  readonly route: string;
  readonly filter: unknown;
}

export interface Cursors {
  write(position: Position, scope: CursorScope, now: Date): string;
  /** Undefined for what this hub did not write for this scope, or wrote too long ago. */
  read(cursor: string, scope: CursorScope, now: Date): Position | undefined;
}

const version = 1;
const idBytes = 16;
/** Version, sort key in ms, UUID, end of validity in s. */
const payloadBytes = 1 + 8 + idBytes + 6;
const macBytes = 16;
const validForMs = 7 * 24 * 3_600_000;

/** Opaque, authenticated cursors. `sealKey` is the deployment's key; the cursors' own key is derived from it. */
export function createCursors(sealKey: Buffer): Cursors {
  const key = Buffer.from(hkdfSync("sha256", sealKey, Buffer.alloc(0), "tallystick hub cursor", 32));

  function mac(payload: Buffer, scope: CursorScope): Buffer {
    const filter = createHash("sha256").update(canonical(scope.filter)).digest("base64url");
    const bound = JSON.stringify([scope.clientId, scope.route, filter]);
    return createHmac("sha256", key).update(payload).update(bound).digest().subarray(0, macBytes);
  }

  return {
    write(position, scope, now) {
      const payload = Buffer.alloc(payloadBytes);
      payload.writeUInt8(version, 0);
      payload.writeBigInt64BE(BigInt(position.at.getTime()), 1);
      Buffer.from(position.id.replaceAll("-", ""), "hex").copy(payload, 9);
      payload.writeUIntBE(Math.floor((now.getTime() + validForMs) / 1000), 9 + idBytes, 6);
      return Buffer.concat([payload, mac(payload, scope)]).toString("base64url");
    },

    read(cursor, scope, now) {
      const bytes = Buffer.from(cursor, "base64url");
      // Base64url has several spellings of one value; only the one that was written counts.
      if (bytes.length !== payloadBytes + macBytes || bytes.toString("base64url") !== cursor) return undefined;
      const payload = bytes.subarray(0, payloadBytes);
      if (!timingSafeEqual(mac(payload, scope), bytes.subarray(payloadBytes))) return undefined;
      if (payload[0] !== version || payload.readUIntBE(9 + idBytes, 6) * 1000 <= now.getTime()) return undefined;
      const hex = payload.toString("hex", 9, 9 + idBytes);
      const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return { at: new Date(Number(payload.readBigInt64BE(1))), id };
    },
  };
}

/** One text for one value, whatever the order of its members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
