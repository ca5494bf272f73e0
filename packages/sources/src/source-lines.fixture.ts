import type { BillLineFacts, Found } from "./source.ts";

export const linesIn = (found: readonly Found[]): readonly BillLineFacts[] =>
  found.flatMap((one) => (one.kind === "bill_line" ? [one.line] : []));

/** The members of a line that are looked at. */
export const pick = <Key extends keyof BillLineFacts>(
  line: BillLineFacts | undefined,
  ...keys: readonly Key[]
): Partial<Pick<BillLineFacts, Key>> => {
  const picked: Partial<Pick<BillLineFacts, Key>> = {};
  for (const key of keys) if (line?.[key] !== undefined) picked[key] = line[key];
  return picked;
};
