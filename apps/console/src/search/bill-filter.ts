import {
  type BillDimension,
  billDimensions,
  type Dimension,
  type Filter,
} from "@headgate/contract";

/** What bill lines alone can be filtered by: the rest they share with calls. */
export const billOnlyFilters = [
  "provider_name",
  "service_name",
  "meter",
  "billing_account",
  "sub_account",
  "region",
  "charge_category",
] as const;
type BillOnlyFilter = (typeof billOnlyFilters)[number];
export type BillOnlySearch = { [Name in BillOnlyFilter]?: string | undefined };

/** Filters of bill lines; an empty text stands for lines without a value. */
export type BillFilter = Readonly<
  { [Name in BillDimension]?: string | undefined } & { tag?: string | undefined }
>;

/** The filters of an address as bill lines know them, and those that no bill line has: these are never passed over. */
export const billFilterOf = (
  { tag, ...filter }: Filter,
  own: BillOnlySearch,
): Readonly<{ known: BillFilter; unknown: readonly Dimension[] }> => {
  const isKnown = (name: string) => billDimensions.some((dimension) => dimension === name);
  const on = Object.entries(filter).filter(([, value]) => value !== undefined);
  return {
    known: {
      ...Object.fromEntries(on.filter(([name]) => isKnown(name))),
      ...Object.fromEntries(
        billOnlyFilters.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
      ),
      ...(tag !== undefined && { tag }),
    },
    unknown: on.flatMap(([name]) => (isKnown(name) ? [] : [name as Dimension])),
  };
};
