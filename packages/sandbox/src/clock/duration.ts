const pattern = /^P(?=\d|T\d)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/** Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds, "P1D" or "PT15M"; undefined for others. */
export function parseDuration(text: unknown): number | undefined {
  const parts = typeof text === "string" ? pattern.exec(text) : null;
  if (parts === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  return total > 0 ? total : undefined;
}
