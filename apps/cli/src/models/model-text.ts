import {
  abilityWords,
  type CatalogueModel,
  type FactSource,
  factsByPath,
  type ModelFacts,
} from "@headgate/contract";
import { displayDollars, parseDollars } from "@headgate/money";

/** What stands where nothing is known. */
export const NOT_KNOWN = "–";

/** Tokens as they are quoted: `200k`, `1.05M`; exact where that is no round number. */
export function tokensText(tokens: number | undefined): string {
  if (tokens === undefined) return NOT_KNOWN;
  if (tokens >= 1_000_000 && tokens % 10_000 === 0) return `${tokens / 1_000_000}M`;
  return tokens >= 1_000 && tokens % 1_000 === 0
    ? `${tokens / 1_000}k`
    : tokens.toLocaleString("en-US");
}

/** Dollars of a million tokens with at least two decimals. */
export const dollarsText = (price: string | null): string =>
  price === null
    ? NOT_KNOWN
    : displayDollars(parseDollars(price), 12).replace(/(\.\d\d\d*?)0+$/, "$1");

/** What it is stated to do, in short words; what is not there is either not known or not so: `show` tells which. */
export const abilitiesText = (facts: ModelFacts): string =>
  abilityWords(facts).join(" ") || NOT_KNOWN;

/** Each fact with whose word it is, for a table. */
export const factRows = ({ facts, sources }: CatalogueModel): readonly (readonly string[])[] =>
  [...factsByPath(facts)].map(([fact, value]) => {
    const source = sources[fact];
    return [
      fact,
      typeof value === "number"
        ? value.toLocaleString("en-US")
        : typeof value === "string"
          ? value
          : value
            ? "yes"
            : "no",
      source === undefined ? NOT_KNOWN : byText(source),
      source?.read_at ?? NOT_KNOWN,
    ];
  });

export const byText = ({ by, name }: FactSource): string =>
  by === "operator" ? name : `${name} (${by})`;
