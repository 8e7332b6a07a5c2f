import { isSepaText } from "./text.ts";

/** Pairs of a character and what stands for it; the left side is in capitals where the letter has two cases. */
function pairs(text: string): (readonly [string, string])[] {
  return text.split(" ").map((pair) => {
    const [from = "", ...to] = pair;
    return [from, to.join("")] as const;
  });
}

/** Latin letters that do not decompose into a base letter and a mark. */
const latin = "ẞSS ÆAE ŒOE ØO ĐD ÐD ÞTH ŁL ĦH ŊN ŦT ƏE ĿL";
/** Bulgarian law of 2009 on transliteration, with the letters of its neighbours. */
const cyrillic =
  "АA БB ВV ГG ДD ЕE ЖZH ЗZ ИI ЙY КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХH ЦTS ЧCH ШSH ЩSHT ЪA ЬY ЮYU ЯYA " +
  "ЫY ЭE ЄYE ІI ҐG ЂDJ ЈJ ЉLJ ЊNJ ЋC ЏDZ ЅDZ";
/** ELOT 743. */
const greek = "ΑA ΒV ΓG ΔD ΕE ΖZ ΗI ΘTH ΙI ΚK ΛL ΜM ΝN ΞX ΟO ΠP ΡR ΣS ΤT ΥY ΦF ΧCH ΨPS ΩO";
/** National system of Georgia, 2002. */
const georgian =
  "აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh";
/** Conversion of EPC217-08, section 3, for characters outside the common set. */
const signs = "&+ ;, [( ]) {( }) _- ~- `' ´' ‘' ʼ' ’' ‚' ‛' ′' –- —- ―- ‐- ‑- −- ×x …... €EUR £GBP ¼1/4 ½1/2 ¾3/4 №No";

const byLetter: ReadonlyMap<string, string> = new Map(
  [...pairs(latin), ...pairs(cyrillic), ...pairs(greek)].flatMap(([capital, text]) => [
    [capital, text] as const,
    [capital.toLowerCase(), text.toLowerCase()] as const,
  ]),
);
const byCharacter: ReadonlyMap<string, string> = new Map([
  ...byLetter,
  ...pairs(georgian),
  ...pairs(signs),
  ["ς", "s"],
  ["ı", "i"],
]);

/**
 * A text in the SEPA Latin set: marks are dropped (ș → s), Cyrillic, Greek and Georgian letters are transliterated,
 * white space becomes a blank, what cannot be seen goes, and every other character becomes a full stop (EPC217-08).
 * The result may be longer than the text; `max` cuts it to that many characters.
 */
export function transliterateToSepa(text: string, max = Infinity): string {
  let result = "";
  for (const character of text.normalize("NFC").replace(/\p{White_Space}+/gu, " ")) result += sepaOf(character);
  return result.slice(0, max);
}

function sepaOf(character: string): string {
  if (isSepaText(character)) return character;
  const known = byCharacter.get(character);
  if (known !== undefined) return known;
  // The compatibility form turns ligatures, full-width letters and superscripts into plain ones.
  const base = character
    .normalize("NFKD")
    .replace(/[\p{Mark}\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}]/gu, "");
  let result = "";
  for (const part of base) result += isSepaText(part) ? part : (byCharacter.get(part) ?? ".");
  return result;
}
