import type { Violation } from "@tallystick/kit";
import { checkText, isSepaText, textFaults, transliterateToSepa, type TextError } from "@tallystick/xs2a";

export type CheckedText =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly violation: Violation };

/**
 * A text for people in form C (row I3). With `sepa`, it must also have a meaning in the set that every SEPA bank takes:
 * accents, Greek, Cyrillic and Georgian are transliterated, punctuation becomes a full stop, other scripts and emoji are
 * refused, since a payee of dots is no payee. `max` counts code points, after transliteration too.
 */
export function readText(
  path: string,
  text: string,
  rules: { readonly max: number; readonly sepa: boolean },
): CheckedText {
  const checked = checkText(text.trim(), { max: rules.max, charset: "any" });
  if (!checked.ok) return refuse(path, checked.code);
  if (!rules.sepa) return checked;
  if (hasForeignCharacter(checked.value)) return refuse(path, "charset");
  const sent = transliterateToSepa(checked.value).trim();
  if (sent === "") return refuse(path, "empty");
  return sent.length > rules.max ? refuse(path, "too_long") : checked;
}

function hasForeignCharacter(text: string): boolean {
  for (const character of text) {
    // Marks on a letter go with it; alone they mean nothing to a bank.
    if (isSepaText(character) || /[\p{ASCII}\p{Mark}]/u.test(character)) continue;
    if (/\.|^$/.test(transliterateToSepa(character)) && !/\p{Punctuation}/u.test(character)) return true;
  }
  return false;
}

/** A reference that machines compare: the SEPA set itself, no slash at an end, no two in a row (EPC217-08). */
export function readIdentifier(path: string, text: string, max: number): CheckedText {
  const checked = checkText(text, { max, charset: "sepa" });
  if (!checked.ok) return refuse(path, checked.code);
  if (/^\/|\/$|\/\//.test(text) || text !== text.trim()) {
    return {
      ok: false,
      violation: {
        path,
        code: "format",
        message: "must not begin or end with a slash or blank, or have two slashes in a row",
      },
    };
  }
  return checked;
}

function refuse(path: string, error: TextError): CheckedText {
  const code = error === "too_long" || error === "empty" ? "length" : error === "not_text" ? "type" : "format";
  return { ok: false, violation: { path, code, message: textFaults[error] } };
}
