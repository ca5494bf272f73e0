import type { InfrastructurePrice } from "../infrastructure-price.ts";

/** One price as a list states it, before it is checked. Texts as they stand. */
export type ListedRow = Readonly<{
  /** Where it stands in the list, for people. */
  at: string;
  provider: string;
  sku: string;
  region: string;
  term: InfrastructurePrice["term"];
  payment?: InfrastructurePrice["payment"] | undefined;
  dollarsPerHour: string;
  machine?:
    | Readonly<{
        vcpus: number;
        memoryGib: number;
        accelerator: string | undefined;
        count: number;
        architecture: "x86_64" | "arm64";
      }>
    | undefined;
}>;

/** What of a list is not taken, and why. */
export type RefusedRow = Readonly<{
  at: string;
  code: "unreadable" | "out_of_bounds" | "jump" | "accelerator_unknown";
  reason: string;
}>;

export type ListReading = Readonly<{
  rows: readonly ListedRow[];
  refused: readonly RefusedRow[];
}>;

/** A column's text; undefined where it is empty or not there. */
export const textOf = (
  row: Readonly<Record<string, string>>,
  column: string,
): string | undefined => {
  const text = Object.hasOwn(row, column) ? row[column]?.trim() : undefined;
  return text === "" ? undefined : text;
};

/** A column's number; undefined where it is none. */
export const numberOf = (
  row: Readonly<Record<string, string>>,
  column: string,
): number | undefined => {
  const text = textOf(row, column);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};
