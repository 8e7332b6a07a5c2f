import { open } from "node:fs/promises";

const mostBytes = 1_000_000;

/** Reads a file of rates, or another text: UTF-8 and a megabyte at most. The path is looked up at each reading. */
export function textFromFile(path: string): () => Promise<string> {
  return async () => {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > mostBytes) throw new Error(`${path} has more than ${mostBytes} bytes`);
      return new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile());
    } finally {
      await file.close();
    }
  };
}
