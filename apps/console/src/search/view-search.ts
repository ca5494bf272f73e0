import {
  type ChargeBasis,
  chargesQuery,
  type Filter,
  filterQuery,
  timeRangeQuery,
} from "@headgate/contract";
import { isRangePreset, type Range, type RangePreset, rangePresets } from "../time/range.ts";
import { readSearchWith, SearchFailure } from "./search-failure.ts";

/** What the address says of the ledger that is looked at: a range, the filters, and other charges. */
export type ViewSearch = Filter & {
  range?: RangePreset | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Absent: the charges that hold now. */
  charges?: "original" | undefined;
};

/** What a page about the ledger shows: the address's range, or the first one, its filters and charges. */
export type View = Readonly<{ range: Range; filter: Filter; charges: ChargeBasis }>;

const addressQuery = filterQuery.extend(timeRangeQuery.partial().shape).extend(chargesQuery.shape);

/**
 * Reads range and filters from the address. Parameters of the pages themselves are left to them.
 * @throws SearchFailure when one of them is wrong.
 */
export const readViewSearch = (search: Readonly<Record<string, unknown>>): ViewSearch => {
  const { range } = search;
  if (range !== undefined && (typeof range !== "string" || !isRangePreset(range))) {
    throw new SearchFailure(`range: expected one of ${rangePresets.join(", ")}`);
  }
  const { charges, ...rest } = readSearchWith(addressQuery, search);
  const read: ViewSearch = charges === "original" ? { ...rest, charges } : rest;
  if ((read.from === undefined) !== (read.to === undefined)) {
    throw new SearchFailure("from, to: a custom range has both");
  }
  if (read.from !== undefined && read.to !== undefined && !(read.from < read.to)) {
    if (Date.parse(read.from) >= Date.parse(read.to)) {
      throw new SearchFailure("from, to: a range ends after it begins");
    }
  }
  return range === undefined ? read : { ...read, range };
};

/** The view that an address stands for; a custom range goes before a preset. */
export const viewOf = (search: ViewSearch, first: RangePreset): View => {
  const { range, from, to, charges = "current", ...filter } = search;
  if (from !== undefined && to !== undefined) {
    const span = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    return { range: { kind: "custom", span }, filter: onlyFilters(filter), charges };
  }
  return {
    range: { kind: "preset", preset: range === undefined ? first : range },
    filter: onlyFilters(filter),
    charges,
  };
};

/** The filters alone, without a page's own parameters. */
const onlyFilters = (search: Readonly<Record<string, unknown>>): Filter =>
  readSearchWith(filterQuery, search);

/** The part of an address that stays when the page changes. */
export const keptSearch = (search: ViewSearch): ViewSearch => ({
  ...onlyFilters(search),
  ...(search.range === undefined ? {} : { range: search.range }),
  ...(search.from === undefined ? {} : { from: search.from }),
  ...(search.to === undefined ? {} : { to: search.to }),
  ...(search.charges === undefined ? {} : { charges: search.charges }),
});

/** An address without its filters: all else that it says, of the page too, stays. */
export const withoutFilters = (search: ViewSearch): ViewSearch => {
  const kept: Record<string, unknown> = { ...search };
  for (const key of Object.keys(filterQuery.shape)) delete kept[key];
  return kept;
};
