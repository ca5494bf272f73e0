const LONGEST_LABEL = 256;

/** A value as a label of the attribution; `undefined` where it is none: empty, or no text. */
export function labelOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim().slice(0, LONGEST_LABEL).trim();
  return text === "" ? undefined : text;
}
