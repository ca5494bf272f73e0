import {
  bucketsOfCounts,
  counted,
  type LeverName,
  leverBases,
  leverNames,
  promptPartNames,
  promptPartTitles,
  type TokenBucket,
  type TokenCount,
  type TokensReport,
  type TokenUse,
} from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { compactCount, countText } from "../../format/count-text.ts";
import { dollarsShown, sumOfTexts } from "../../format/money-text.ts";
import { shareOf, shareText } from "../../format/share.ts";
import { valueText } from "../../format/words.ts";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { bucketEnd, bucketStart, bucketStarts } from "../../time/buckets.ts";
import { withinRange } from "../../time/range.ts";
import { bucketLabel, partTitle } from "../../time/time-text.ts";
import type { TokensView } from "./query.ts";

type Behind = ViewSearch & CallsSearch;

/** Parts of input tokens, the rest last: drawn and listed in this order. */
export const partSeries = [
  ...promptPartNames.map((part, index) => ({
    key: part,
    title: promptPartTitles[part],
    colour: `var(--series-${index + 1})`,
    tokensOf: (use: TokenUse): number => use.parts[part],
  })),
  {
    key: "not_told" as const,
    title: "Not told",
    colour: "var(--series-other)",
    tokensOf: (use: TokenUse): number => use.not_told_tokens,
  },
];

export type CountLine = Readonly<{
  key: string;
  name: string;
  tokens: string;
  share: string;
  /** Undefined where no cost can be told apart. */
  cost: string | undefined;
  behind: Behind;
}>;

/** Input by part, each with its share of all input. */
export const partLines = ({ total }: TokensReport): readonly CountLine[] =>
  partSeries.map(({ key, title, tokensOf }) => ({
    key,
    name: title,
    tokens: countText(tokensOf(total)),
    share: shareText(shareOf(BigInt(tokensOf(total)), BigInt(total.input_tokens))),
    cost: undefined,
    behind: { part: key, sort: "input_tokens" },
  }));

const countNames = {
  uncached_tokens: "Input, new",
  cache_read_tokens: "Input, read from the provider's cache",
  cache_write_tokens: "Input, written into it",
  visible_tokens: "Output, visible",
  reasoning_tokens: "Output, reasoning",
} as const satisfies Record<TokenCount, string>;

const isUnpriced = (use: TokenUse): boolean =>
  use.attempts > 0 && use.unpriced_attempts === use.attempts;

/** A lower bound where some attempts have no price, and the word where none has. */
const costText = (use: TokenUse, texts: readonly string[]): string => {
  if (isUnpriced(use)) return "unpriced";
  return `${use.unpriced_attempts > 0 ? "≥ " : ""}${dollarsShown(formatDollars(sumOfTexts(texts)))}`;
};

/** All tokens by what they were billed as, with their effective cost. */
export const billedLines = ({ total }: TokensReport): readonly CountLine[] => {
  const all = BigInt(total.input_tokens + total.visible_tokens + total.reasoning_tokens);
  return (Object.keys(countNames) as TokenCount[]).map((count) => {
    const buckets: readonly TokenBucket[] = bucketsOfCounts[count];
    const isOutput = count === "visible_tokens" || count === "reasoning_tokens";
    return {
      key: count,
      name: countNames[count],
      tokens: countText(total[count]),
      share: shareText(shareOf(BigInt(total[count]), all)),
      cost: costText(
        total,
        buckets.flatMap((bucket) => total.costs[bucket] ?? []),
      ),
      behind: { sort: isOutput ? "output_tokens" : "input_tokens" },
    };
  });
};

/** What the figures rest on and leave out. */
export const footOf = ({ total }: TokensReport): string =>
  [
    `Estimated: the provider's count of each prompt, divided over its parts by their bytes of text; ${counted(total.told_attempts, "attempt tells", "attempts tell")} its parts, ${countText(total.not_told_attempts)} ${total.not_told_attempts === 1 ? "does" : "do"} not.`,
    "Pictures, sound and what other models read within an answer are in no part.",
  ].join(" ");

export const costFootOf = ({ total }: TokensReport): string =>
  [
    isUnpriced(total)
      ? "Effective cost in all unpriced: no attempt's price is known."
      : `Effective cost in all ${costText(total, [total.effective_cost])}, ${dollarsShown(total.other_cost)} of it for what is in no line above: searches and other units, and other models within an answer.`,
    ...(total.unpriced_attempts === 0
      ? []
      : [
          `${counted(total.unpriced_attempts, "attempt is", "attempts are")} unpriced, and in no cost.`,
        ]),
    ...(/[1-9]/.test(total.simulated_cost)
      ? [`${dollarsShown(total.simulated_cost)} is simulated.`]
      : []),
  ].join(" ");

export type PartPoint = Readonly<{
  label: string;
  title: string;
  all: string;
  /** In the order of {@link partSeries}: lengths, and the same in full. */
  tokens: readonly number[];
  texts: readonly string[];
  behind: Behind;
}>;

/** Parts in each step of the range, quiet ones among them. */
export const partPoints = ({ span, grain, report }: TokensView): readonly PartPoint[] =>
  bucketStarts(span, grain).map((startMs) => {
    const use = report.course.find(
      ({ start }) => bucketStart(Date.parse(start), grain) === startMs,
    );
    // A step without a row had no calls.
    const tokens = partSeries.map(({ tokensOf }) => (use === undefined ? 0 : tokensOf(use)));
    const all = use === undefined ? 0 : use.input_tokens;
    return {
      label: bucketLabel(startMs, grain, span),
      title: partTitle(startMs, grain, span),
      all: countText(all),
      tokens,
      texts: tokens.map(countText),
      behind: {
        range: undefined,
        ...withinRange({ startMs, endMs: bucketEnd(startMs, grain) }, { kind: "custom", span }),
      },
    };
  });

export type GroupLine = Readonly<{
  key: string;
  name: string;
  calls: string;
  input: string;
  parts: readonly string[];
  output: string;
  cost: string;
  /** Undefined for the rest, which no filter finds. */
  behind: Behind | undefined;
}>;

/** Where tokens went by the values of a dimension, dearest first. */
export const groupLines = ({ by, report }: TokensView): readonly GroupLine[] =>
  report.groups.map(({ group, is_other, ...use }) => ({
    key: is_other ? "other" : `value ${group ?? ""}`,
    name: is_other
      ? `${counted(report.left_out, "smaller one", "smaller ones")} together`
      : valueText(by, group ?? ""),
    calls: countText(use.calls),
    input: compactCount(use.input_tokens),
    parts: partSeries.map(({ tokensOf }) =>
      shareText(shareOf(BigInt(tokensOf(use)), BigInt(use.input_tokens))),
    ),
    output: compactCount(use.visible_tokens + use.reasoning_tokens),
    cost: costText(use, [use.effective_cost]),
    behind: is_other ? undefined : { [by]: group ?? "" },
  }));

export type LeverLine = Readonly<{
  lever: string;
  calls: string;
  saved: string;
  savedNote: string;
  input: string;
  output: string;
  basis: string;
  because: string;
  behind: Behind | undefined;
}>;

const takenText = (tokens: number | null): string =>
  tokens === null ? "–" : countText(tokens).replace("-", "−");

const leverOf = (name: string): LeverName | undefined => leverNames.find((known) => known === name);

/** What each lever saved and took away. */
export const leverLines = ({ levers }: TokensReport): readonly LeverLine[] =>
  levers.map((row) => {
    const lever = leverOf(row.lever);
    const least = row.unknown > 0 ? "≥ " : "";
    return {
      lever: row.lever,
      calls: countText(row.calls),
      saved: row.known === 0 ? "unknown" : `${least}${dollarsShown(row.saved)}`,
      savedNote: [
        ...(row.unknown === 0 ? [] : [`${counted(row.unknown, "attempt")} not known`]),
        ...(/[1-9]/.test(row.simulated) ? [`${dollarsShown(row.simulated)} simulated`] : []),
      ].join(", "),
      input: takenText(row.input_tokens),
      output: takenText(row.output_tokens),
      basis: row.basis ?? "unknown",
      because: lever === undefined ? "No lever of this version." : leverBases[lever].because,
      behind: lever === undefined ? undefined : { lever },
    };
  });

export type ChangeLine = Readonly<{
  key: string;
  did: string;
  lever: string;
  calls: string;
  times: string;
  input: string;
  behind: Behind | undefined;
}>;

/** What levers did to requests, by their own words. */
export const changeLines = ({ changes }: TokensReport): readonly ChangeLine[] =>
  changes.map(({ lever, did, calls, count, input_tokens }) => {
    const known = leverOf(lever);
    return {
      key: `${lever} ${did}`,
      did,
      lever,
      calls: countText(calls),
      times: count === null ? "–" : countText(count),
      input: takenText(input_tokens),
      behind: known === undefined ? undefined : { lever: known, did },
    };
  });
