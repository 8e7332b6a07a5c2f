const tones = 8;

/** A bank's mark: letters of its name on one of eight tones, always the same for the same bank. */
export function markOf(bank: { readonly providerId: string; readonly name: string }): {
  readonly letters: string;
  readonly tone: number;
} {
  let sum = 7;
  for (const character of bank.providerId) sum = (sum * 33 + character.codePointAt(0)!) % 9_973;
  return { letters: lettersOf(bank.name), tone: (sum >> 2) % tones };
}

function lettersOf(name: string): string {
  const words = name
    .replace(/\([^)]*\)/g, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const [first = "?", second] = words;
  // Short names in capitals are what the bank calls itself.
  if (/^\p{Lu}{2,4}$/u.test(first)) return first;
  if (second === undefined) return Array.from(first).slice(0, 2).join("");
  return `${Array.from(first)[0]}${Array.from(second)[0]}`.toUpperCase();
}
