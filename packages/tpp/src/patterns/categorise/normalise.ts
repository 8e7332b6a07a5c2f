// Descriptors as statements write them, made comparable: small ASCII letters, and a token for each run of letters or
// digits. Everything that compares texts here goes through tokensOf, so that no name is ever found inside a word.
import { transliterateToSepa } from "@tallystick/xs2a";

/** What stands for a character over ASCII, as small ASCII letters; filled as characters are met. */
const folded: (string | undefined)[] = [];

function fold(character: string, code: number): string {
  const known = folded[code];
  if (known !== undefined) return known;
  // Georgian capitals (Mtavruli) have a lower case that the transliteration knows.
  const result = transliterateToSepa(character.toLowerCase()).toLowerCase();
  folded[code] = result;
  return result;
}

/** The dot after one letter of an abbreviation: S.R.L. is SRL. */
const dotted = /\b([a-z])\.(?=[a-z]\b)/g;

/**
 * A text in small ASCII letters: marks dropped (ș → s, ü → u, ė → e), Cyrillic, Greek and Georgian letters
 * transliterated. Characters outside the basic plane become a full stop; abbreviations lose theirs
 * (s.r.l. → srl.).
 */
export function foldText(text: string): string {
  let result = "";
  let plainFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) continue;
    result += text.slice(plainFrom, at) + (code >= 0xd800 && code < 0xe000 ? "." : fold(text[at] ?? "", code));
    plainFrom = at + 1;
  }
  const plain = (plainFrom === 0 ? text : result + text.slice(plainFrom)).toLowerCase();
  return plain.includes(".") ? plain.replace(dotted, "$1") : plain;
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Most characters of a descriptor that are looked at: three lines of remittance and two names. */
const maxLength = 600;

/**
 * The tokens of a text: runs of letters and runs of digits, in order; `&` and `+` are tokens of their own (`h & m`), an
 * apostrophe joins (`mcdonalds`), everything else separates. `"OMV2034 București"` is `["omv", "2034", "bucuresti"]`.
 */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const plain = foldText(text.length > maxLength ? text.slice(0, maxLength) : text);
  let from = 0;
  let joined = "";
  let kind = 0;
  for (let at = 0; at <= plain.length; at += 1) {
    const code = at < plain.length ? plain.charCodeAt(at) : 32;
    const next = isLetter(code) ? 1 : isDigit(code) ? 2 : 0;
    if (next === kind && next !== 0) continue;
    if (kind === 1 && (code === 39 || code === 96)) {
      joined += plain.slice(from, at);
      from = at + 1;
      if (isLetter(plain.charCodeAt(at + 1))) continue;
      tokens.push(joined);
      joined = "";
      kind = 0;
      continue;
    }
    if (kind !== 0) tokens.push(joined + plain.slice(from, at));
    joined = "";
    if (code === 38 || code === 43) tokens.push(code === 38 ? "&" : "+");
    from = at;
    kind = next;
  }
  return tokens;
}

/** Words of `text` as a set; for lists of this folder. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** What a bank or a terminal writes before the name of a merchant. */
export const prefixWords = wordSet(`
  pos card purchase payment debit visa mastercard maestro contactless epos ecom online terminal trn tranz tranzactie
  tranzactia plata plati cumparaturi cumparare comerciant cu cardul la de din pt merchant
  pirkinys mokejimas kortele korteles operacija atsiskaitymas prekybos vieta apmokejimas
  kartenzahlung kartenumsatz kauf bei girocard ec lastschrift sepa kreditkarte einkauf vom zahlung basislastschrift
  gadakhda gadaxda baratit operatsia tankha obieqti obiekti shesyidva savachro
  crd no nr ref id data date uab sia as oy sc srl sa gmbh llc ltd ooo shpk ii pfa spp shps
  paypal pp sumup zettle izettle sq viva google apple
`);

/** What may follow a name without making another name of it: legal forms, shop words, countries, large cities. */
export const neutralWords = wordSet(`
  srl sa sc gmbh ag kg co se ohg ev ek mbh uab ab mb vsi ii ltd llc inc plc bv nv oy oyj as sia ou spp shps jsc a s r l e u g
  ro rou lt ltu ge geo de deu lv lva ee est at aut pl pol fr fra nl nld gb gbr ie irl es esp it ita lu lux
  romania lietuva lithuania georgia deutschland germany europe eu com net www http https
  filiale fil markt store shop magazin magazinul parduotuve supermarket market station statia degaline tankstelle
  sagt danke eur ron gel usd gbp lei card kortele nr no
  grazinimas erstattung gutschrift retoure retur storno refund dabruneba reversal
  bucuresti cluj napoca timisoara iasi constanta craiova brasov galati ploiesti oradea braila arad pitesti sibiu bacau
  targu mures baia mare buzau botosani satu suceava otopeni voluntari ilfov sector
  vilnius kaunas klaipeda siauliai panevezys alytus marijampole mazeikiai jonava utena vilniaus kauno
  tbilisi batumi kutaisi rustavi gori zugdidi poti telavi
  berlin hamburg munchen muenchen munich koln koeln frankfurt main stuttgart dusseldorf duesseldorf leipzig dortmund essen
  bremen dresden hannover nurnberg nuernberg duisburg bochum wuppertal bielefeld bonn munster muenster karlsruhe mannheim
  augsburg wiesbaden gelsenkirchen aachen braunschweig chemnitz kiel halle magdeburg freiburg krefeld mainz lubeck luebeck
  erfurt rostock kassel potsdam saarbrucken riga tallinn wien london dublin amsterdam luxembourg paris warszawa praha
`);
