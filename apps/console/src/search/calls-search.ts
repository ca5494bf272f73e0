import { type AnswerCut, callsQuery, type LeverName, type PromptPart } from "@headgate/contract";
import { readSearchWith } from "./search-failure.ts";

const callsAddress = callsQuery
  .pick({ sort: true, order: true, offset: true, lever: true, did: true, part: true, cut: true })
  .partial();

/** The address's own part of the list of calls: order, page, and what levers did or prompts hold. */
export type CallsSearch = {
  sort?: "time" | "cost" | "input_tokens" | "output_tokens" | "duration" | undefined;
  order?: "asc" | "desc" | undefined;
  offset?: number | undefined;
  lever?: LeverName | undefined;
  did?: string | undefined;
  part?: PromptPart | "not_told" | undefined;
  cut?: AnswerCut | "any" | undefined;
};

/**
 * What stands at its default is left out of the address.
 * @throws SearchFailure when a parameter is wrong.
 */
export const readCallsSearch = (search: Readonly<Record<string, unknown>>): CallsSearch => {
  const { sort, order, offset, lever, did, part, cut } = readSearchWith(callsAddress, search);
  // The contract fills in defaults; only what the address says, and says differently, is kept.
  const said = (name: keyof CallsSearch, standard: unknown, value: unknown) =>
    Object.hasOwn(search, name) && value !== undefined && value !== standard;
  return {
    ...(said("sort", "time", sort) ? { sort } : {}),
    ...(said("order", "desc", order) ? { order } : {}),
    ...(said("offset", 0, offset) ? { offset } : {}),
    ...(lever === undefined ? {} : { lever }),
    ...(did === undefined ? {} : { did }),
    ...(part === undefined ? {} : { part }),
    ...(cut === undefined ? {} : { cut }),
  };
};
