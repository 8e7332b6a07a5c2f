const pattern = /^RF[0-9]{2}[A-Z0-9]{1,21}$/;

/** True for a structured creditor reference of ISO 11649 ("RF18 5390 0754 7034" without blanks), check digits included. */
export function isCreditorReference(text: string): boolean {
  if (!pattern.test(text)) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
