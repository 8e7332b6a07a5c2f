import { Xs2aError, type MessageCode } from "@tallystick/xs2a";

/** Decoded query parameters; those that the standard does not know are ignored. */
export type Query = Readonly<Record<string, string>>;

/** A parameter that is true or false and written so; false when it is left out. */
export function readFlag(query: Query, name: string): boolean {
  const value = query[name];
  if (value === undefined || value === "false") return false;
  if (value === "true") return true;
  throw badParameter(name, "must be true or false");
}

export function badParameter(path: string, text: string, code: MessageCode = "FORMAT_ERROR"): Xs2aError {
  return new Xs2aError({ code, place: "payload", path, text });
}
