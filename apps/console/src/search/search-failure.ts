/** The address's query cannot be read; the message names the parameter. */
export class SearchFailure extends Error {
  override readonly name = "SearchFailure";
}

type Issue = Readonly<{ path: readonly PropertyKey[]; message: string }>;

type SearchReader<Value> = {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: readonly Issue[] } };
};

/** @throws SearchFailure naming every parameter that is wrong. */
export const readSearchWith = <Value>(reader: SearchReader<Value>, search: unknown): Value => {
  const read = reader.safeParse(search);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new SearchFailure(faults.join("; "));
};
