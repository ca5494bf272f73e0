import { SearchFailure } from "./search-failure.ts";

/** The address's own part of experiments. */
export type ExperimentsSearch = {
  /** The experiment that is open; the first where none is named. */
  open?: string | undefined;
};

const LONGEST = 140;

/** @throws SearchFailure when a parameter is wrong. */
export const readExperimentsSearch = ({
  open,
}: Readonly<Record<string, unknown>>): ExperimentsSearch => {
  if (open === undefined) return {};
  if (typeof open !== "string" || open === "" || open.length > LONGEST) {
    throw new SearchFailure("open: expected the name of an experiment");
  }
  return { open };
};
