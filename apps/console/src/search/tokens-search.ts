import { type Dimension, dimensions } from "@headgate/contract";
import { oneOf, withoutDefaults } from "./one-of.ts";

/** The address's own part of where tokens went: the dimension whose values are named. */
export type TokensSearch = { by?: Dimension | undefined };

/** @throws SearchFailure when a parameter is wrong. */
export const readTokensSearch = (search: Readonly<Record<string, unknown>>): TokensSearch =>
  withoutDefaults<TokensSearch>({ by: oneOf(search, "by", dimensions, "model") });
