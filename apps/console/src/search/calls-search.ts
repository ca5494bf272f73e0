import { callsQuery } from "@headgate/contract";
import { readSearchWith } from "./search-failure.ts";

const callsAddress = callsQuery.pick({ sort: true, order: true, offset: true }).partial();

/** The address's own part of the list of calls: order and page. */
export type CallsSearch = {
  sort?: "time" | "cost" | "input_tokens" | "output_tokens" | "duration" | undefined;
  order?: "asc" | "desc" | undefined;
  offset?: number | undefined;
};

/**
 * What stands at its default is left out of the address.
 * @throws SearchFailure when a parameter is wrong.
 */
export const readCallsSearch = (search: Readonly<Record<string, unknown>>): CallsSearch => {
  const { sort, order, offset } = readSearchWith(callsAddress, search);
  return {
    ...(search["sort"] === undefined || sort === "time" ? {} : { sort }),
    ...(search["order"] === undefined || order === "desc" ? {} : { order }),
    ...(search["offset"] === undefined || offset === 0 ? {} : { offset }),
  };
};
