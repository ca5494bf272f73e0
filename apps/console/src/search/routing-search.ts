import { oneOf, withoutDefaults } from "./one-of.ts";
import { SearchFailure } from "./search-failure.ts";

/** Which tasks are shown: those that labels certify at the dial, or those that the reference answers. */
const routedKinds = ["certified", "reference"] as const;
export type RoutedKind = (typeof routedKinds)[number];

/** The address of the choice of models; what stands at its default is left out. */
export type RoutingSearch = {
  /** One policy's pools alone. */
  policy?: string | undefined;
  tasks?: RoutedKind | undefined;
  /** The task whose evidence is open, by its line's key. */
  open?: string | undefined;
};

const LONGEST = 20_000;

/** @throws SearchFailure when a parameter is wrong. */
export const readRoutingSearch = (search: Readonly<Record<string, unknown>>): RoutingSearch =>
  withoutDefaults({
    policy: textIn(search, "policy"),
    tasks: oneOf(search, "tasks", routedKinds),
    open: textIn(search, "open"),
  });

const textIn = (search: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const text = search[name];
  if (text === undefined || text === "") return undefined;
  if (typeof text !== "string" || text.length > LONGEST) {
    throw new SearchFailure(`${name}: expected a text of at most ${LONGEST} characters`);
  }
  return text;
};
