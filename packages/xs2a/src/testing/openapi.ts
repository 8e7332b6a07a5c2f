/** Just enough of a YAML reader for the standard's OpenAPI file: its indentation is regular. */

/** The lines under a key, as far as they are indented deeper, without the key's own line. */
export function blockOf(text: string, key: string, indent: number): string | undefined {
  const head = `\n${" ".repeat(indent)}${key}:`;
  const start = text.indexOf(`${head} \n`) >= 0 ? text.indexOf(`${head} \n`) : text.indexOf(`${head}\n`);
  if (start < 0) return undefined;
  const lines = text
    .slice(start + 1)
    .split("\n")
    .slice(1);
  const end = lines.findIndex((line) => line.trim() !== "" && !line.startsWith(" ".repeat(indent + 1)));
  return `\n${lines.slice(0, end < 0 ? lines.length : end).join("\n")}\n`;
}

/** Every list entry of a block: `- "VALUE"`, comments dropped. */
function entriesOf(block: string): string[] {
  return [...block.matchAll(/^\s*- +"?([^"#\n]+?)"?\s*(?:#.*)?$/gm)].map((match) => match[1] ?? "");
}

/** The values of an `enum` in a schema of `components`. */
export function enumOf(text: string, schema: string): string[] {
  const block = blockOf(text, schema, 4);
  const values = block === undefined ? undefined : blockOf(block, "enum", 6);
  return values === undefined ? [] : entriesOf(values);
}
