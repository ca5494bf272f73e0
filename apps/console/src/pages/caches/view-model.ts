import {
  type CacheRefusal,
  type CacheStats,
  type CacheTier,
  cacheRefusals,
  cacheTiers,
  counted,
} from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { dollarsShown, drawnLength, sumOfTexts } from "../../format/money-text.ts";
import { shareOf, shareText } from "../../format/share.ts";
import { simulatedSavingText } from "../../format/spend.ts";
import { bucketStart, bucketStarts } from "../../time/buckets.ts";
import { bucketLabel, partTitle } from "../../time/time-text.ts";
import type { CacheHistory } from "./query.ts";

type UseRow = CacheHistory["use"][number];

const callsOf = (rows: readonly UseRow[], ...statuses: readonly UseRow["status"][]): number =>
  rows.reduce((total, { status, calls }) => total + (statuses.includes(status) ? calls : 0), 0);

/** Whether any call asked the cache: all may have passed it by. */
export const wasAsked = ({ use }: Pick<CacheHistory, "use">): boolean =>
  callsOf(use, "hit", "coalesced", "miss") > 0;

/** A dash where the cache was asked nothing: there is no rate of nothing. */
const rateOf = (rows: readonly UseRow[]): string => {
  const answered = callsOf(rows, "hit", "coalesced");
  const asked = answered + callsOf(rows, "miss");
  return asked === 0 ? "–" : shareText(shareOf(BigInt(answered), BigInt(asked)));
};

/** What was saved; a bound where the saving of some is not known, and a word where that of none is. */
const savedShown = (rows: CacheHistory["savings"]): string => {
  const amount = sumOfTexts(rows.map(({ saved }) => saved));
  const unknown = rows.reduce((total, row) => total + row.unknown, 0);
  if (unknown > 0 && amount === 0n) return "unknown";
  return `${unknown > 0 ? "≥ " : ""}${dollarsShown(formatDollars(amount))}`;
};

/** One figure of the page's head. */
export type CacheTile = Readonly<{ title: string; value: string; note: string }>;

/** What the range came to. */
export const cacheTiles = ({ use, savings }: CacheHistory): readonly CacheTile[] => {
  const answered = callsOf(use, "hit", "coalesced");
  const asked = answered + callsOf(use, "miss");
  const unknown = savings.reduce((total, row) => total + row.unknown, 0);
  const input = use.reduce((total, row) => total + row.avoided_input_tokens, 0);
  const output = use.reduce((total, row) => total + row.avoided_output_tokens, 0);
  return [
    {
      title: "Hit rate",
      value: rateOf(use),
      note: `${countText(answered)} of ${countText(asked)} that asked the cache`,
    },
    {
      title: "Saved",
      value: savedShown(savings),
      note: [
        unknown === 0 ? "at the prices of each moment" : `of ${counted(unknown, "call")} not known`,
        simulatedSavingText(
          sumOfTexts(savings.map(({ simulated }) => simulated)),
          sumOfTexts(savings.map(({ saved }) => saved)),
        ),
      ]
        .filter((text) => text !== undefined)
        .join("; "),
    },
    {
      title: "Waited for another",
      value: countText(callsOf(use, "coalesced")),
      note: "calls alike at the same time, asked once",
    },
    {
      title: "Tokens not used",
      value: countText(input + output),
      note: `${countText(input)} in, ${countText(output)} out`,
    },
  ];
};

/** One step of time: what was saved, and how many calls were answered. */
export type SavedPoint = Readonly<{
  label: string;
  title: string;
  /** Lengths of what is drawn. */
  saved: number;
  savedText: string;
  answered: string;
  rate: string;
}>;

/** The steps of the range in order, quiet ones among them. */
export const savedPoints = ({ span, grain, use, savings }: CacheHistory): readonly SavedPoint[] =>
  bucketStarts(span, grain).map((startMs) => {
    const isHere = ({ start }: Readonly<{ start: string }>): boolean =>
      bucketStart(Date.parse(start), grain) === startMs;
    const saved = savings.filter(isHere);
    const used = use.filter(isHere);
    return {
      label: bucketLabel(startMs, grain, span),
      title: partTitle(startMs, grain, span),
      saved: drawnLength(sumOfTexts(saved.map((row) => row.saved))),
      savedText: savedShown(saved),
      answered: countText(callsOf(used, "hit", "coalesced")),
      rate: rateOf(used),
    };
  });

const tierNames = {
  exact: "The same question",
  normalised: "The same but for case, punctuation and politeness",
  semantic: "A near question, all else the same",
} as const satisfies Record<CacheTier, string>;

/** How calls were answered, by tier. */
export const tierLines = ({ use }: CacheHistory) =>
  cacheTiers.flatMap((tier) => {
    const rows = use.filter((row) => row.tier === tier);
    const calls = callsOf(rows, "hit", "coalesced");
    return calls === 0 ? [] : [{ tier, name: tierNames[tier], calls: countText(calls) }];
  });

/** Which calls passed the cache by, and why: most first. */
export const refusalLines = ({ use }: CacheHistory) => {
  const counts = new Map<CacheRefusal, number>();
  for (const { reason, calls } of use) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + calls);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, calls]) => ({ reason, why: cacheRefusals[reason], calls: countText(calls) }));
};

/** What switches the cache on for chats that do not ask for one certain answer. */
export const firstPolicy = `policies:
  - name: faq
    match: { team: support }
    exact_cache:
      when: always
      ttl_minutes: 60
      share: team`;

/** Where answers lie, and who else has them. */
export const keptWhere = ({ is_shared }: Pick<CacheStats, "is_shared">): string =>
  is_shared
    ? "Kept in the store that the gateways share (stores.counters): entries, bytes and what made room or grew too old are of all of them, questions under way and failures of this gateway."
    : "Kept in the gateway's own memory: gone when it starts anew, and not shared with other gateways.";
