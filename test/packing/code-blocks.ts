/** A fenced block of a document. `file` is the path that its first line names: `// packages/tpp/examples/a.ts`. */
export interface CodeBlock {
  readonly code: string;
  readonly file: string | undefined;
}

export function codeBlocks(markdown: string, language = "ts"): CodeBlock[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...markdown.matchAll(fenced)].map(([, code = ""]) => {
    const file = /^\/\/ (packages\/\S+\.ts)\n/.exec(code)?.[1];
    return { code, file };
  });
}
