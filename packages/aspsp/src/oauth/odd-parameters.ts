import type { IncomingMessage } from "node:http";

/** Control characters, and what a decoder writes where the bytes were no text. No OAuth parameter needs either. */
const noText = /[\p{Cc}\p{Cs}\ufffd]/u;

/** Whether a name or a value in a query or a form holds what is no text. */
export function isOdd(encoded: string): boolean {
  return [...new URLSearchParams(encoded)].some(([name, value]) => noText.test(name) || noText.test(value));
}

/**
 * The library reads a form's bytes by `iterator` and answers 400 `invalid_request` when that fails. Handing it a form
 * that was read before would work as well, but each start would print a warning.
 */
export function refuseOddForm(req: IncomingMessage): void {
  const iterator = req.iterator.bind(req);
  req.iterator = (options) => checked(iterator(options)) as ReturnType<typeof iterator>;
}

async function* checked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const seen: Buffer[] = [];
  for await (const chunk of chunks) {
    seen.push(chunk);
    yield chunk;
  }
  if (isOdd(Buffer.concat(seen).toString())) throw new Error("a parameter holds a character that is no text");
}
