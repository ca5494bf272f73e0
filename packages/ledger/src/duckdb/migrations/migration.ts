/** One step of the ledger's schema. It is never changed once released; a new one is added. */
export type Migration = Readonly<{
  version: number;
  name: string;
  statements: readonly string[];
}>;
