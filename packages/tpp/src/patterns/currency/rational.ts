/** An exact number: `over` is positive, and the two have no divisor in common. */
export interface Rational {
  readonly top: bigint;
  readonly over: bigint;
}

export const zero: Rational = { top: 0n, over: 1n };

function reduced(top: bigint, over: bigint): Rational {
  let [a, b] = [top < 0n ? -top : top, over];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? zero : { top: top / a, over: over / a };
}

export function add(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.over + b.top * a.over, a.over * b.over);
}

export function multiply(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.top, a.over * b.over);
}

/** `b` is positive, as rates are. */
export function divide(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.over, a.over * b.top);
}

const decimal = /^(-?)([0-9]{1,30})(?:\.([0-9]{1,30}))?$/;

/** A decimal text as it is written, digit for digit; undefined for what is none (no exponent, no sign +, no group). */
export function parseDecimal(text: unknown): Rational | undefined {
  const [, minus, whole, decimals = ""] = typeof text === "string" ? (decimal.exec(text) ?? []) : [];
  if (whole === undefined) return undefined;
  const digits = BigInt(whole + decimals);
  return reduced(minus === "-" ? -digits : digits, 10n ** BigInt(decimals.length));
}

/** In units of the last of so many decimals, to the nearest; a half goes to the even neighbour, so that halves cancel out. */
export function roundHalfEven({ top, over }: Rational, digits: number): bigint {
  const scaled = top * 10n ** BigInt(digits);
  // Division of bigints goes towards zero; the rest has the sign of what was divided.
  const [whole, rest] = [scaled / over, scaled % over];
  const twice = 2n * (rest < 0n ? -rest : rest);
  const away = twice > over || (twice === over && whole % 2n !== 0n);
  return away ? whole + (top < 0n ? -1n : 1n) : whole;
}

/** A sum of decimals as text, with all its decimals and no fewer than `digits`. */
export function formatDecimal({ top, over }: Rational, digits: number): string {
  let scale = BigInt(digits);
  while ((top * 10n ** scale) % over !== 0n) scale += 1n;
  const units = (top * 10n ** scale) / over;
  const text = (units < 0n ? -units : units).toString().padStart(Number(scale) + 1, "0");
  const at = text.length - Number(scale);
  return `${units < 0n ? "-" : ""}${text.slice(0, at)}${scale === 0n ? "" : `.${text.slice(at)}`}`;
}
