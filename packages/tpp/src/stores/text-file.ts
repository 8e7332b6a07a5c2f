import { open } from "node:fs/promises";

const mostBytes = 1_000_000;

/** Reads a file of rates, or another text: UTF-8 and a megabyte at most. The path is looked up at each reading. */
export function textFromFile(path: string): () => Promise<string> {
  return async () => {
    const file = await open(path, "r");
    try {
      // Its size is not asked for: a pipe or a device has none that is true.
      const bytes = new Uint8Array(mostBytes + 1);
      let length = 0;
      while (length <= mostBytes) {
        const { bytesRead } = await file.read(bytes, length);
        if (bytesRead === 0) return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
        length += bytesRead;
      }
      throw new Error(`${path} has more than ${mostBytes} bytes`);
    } finally {
      await file.close();
    }
  };
}
