export const textErrors = [
  "not_text",
  "surrogate",
  "control",
  "bidi",
  "invisible",
  "combining",
  "empty",
  "too_long",
  "charset",
] as const;
/** Why a text is refused; each is a FORMAT_ERROR on the wire. */
export type TextError = (typeof textErrors)[number];

/** What is wrong with a text, after its name: "must not be blank". */
export const textFaults: Readonly<Record<TextError, string>> = {
  not_text: "must be a text",
  surrogate: "contains an unpaired surrogate",
  control: "contains a control character",
  bidi: "contains a character that changes the direction of writing",
  invisible: "contains a character that cannot be seen",
  combining: "stacks too many combining marks",
  empty: "must not be blank",
  too_long: "is too long",
  charset: "contains a character outside the SEPA Latin set",
};

export interface TextRules {
  /** Most code points after normalisation. */
  readonly max: number;
  /** "sepa" is the Latin set of EPC217-08 that every SEPA bank must take; "any" is Unicode without what hides or reorders. */
  readonly charset: "sepa" | "any";
}

export type TextResult =
  | { readonly ok: true; /** In normalisation form C. */ readonly value: string }
  | { readonly ok: false; readonly code: TextError };

const surrogate = /\p{Surrogate}/u;
const control = /[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Noncharacter_Code_Point}]/u;
const bidi = /\p{Bidi_Control}/u;
/** Characters without a glyph make two names look the same: zero-width ones, soft hyphen, fillers, tags. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Format}]/u;
/** No orthography stacks five marks; longer stacks draw over the neighbouring lines. */
const combining = /\p{Mark}{5}/u;
const visible = /[^\p{White_Space}\u2800]/u;
const sepaOnly = /^[A-Za-z0-9/\-?:().,'+ ]*$/;

/** Checks one text member of a message and normalises it to form C. Right-to-left letters are allowed, controls are not. */
export function checkText(value: unknown, rules: TextRules): TextResult {
  if (typeof value !== "string") return { ok: false, code: "not_text" };
  // Far over the limit nothing else is worth finding out, and the checks below stay short.
  if (value.length > rules.max * 8) return { ok: false, code: "too_long" };
  const code = hiddenIn(value);
  if (code !== undefined) return { ok: false, code };
  const normalised = value.normalize("NFC");
  if (combining.test(normalised)) return { ok: false, code: "combining" };
  if (!visible.test(normalised)) return { ok: false, code: "empty" };
  if (codePoints(normalised) > rules.max) return { ok: false, code: "too_long" };
  if (rules.charset === "sepa" && !sepaOnly.test(normalised)) return { ok: false, code: "charset" };
  return { ok: true, value: normalised };
}

function hiddenIn(value: string): TextError | undefined {
  if (surrogate.test(value)) return "surrogate";
  if (control.test(value)) return "control";
  if (bidi.test(value)) return "bidi";
  return invisible.test(value) ? "invisible" : undefined;
}

function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

/** True when a text consists of the SEPA Latin set alone. */
export function isSepaText(value: string): boolean {
  return sepaOnly.test(value);
}
