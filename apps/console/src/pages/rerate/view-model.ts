import {
  counted,
  type RerateCause,
  type RerateDifference,
  type RerateJob,
  type RerateRequest,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { RerateSearch } from "../../search/prices-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { type RangePreset, spanOf } from "../../time/range.ts";

/** The range that is priced again unless the address says another. */
export const FIRST_RANGE: RangePreset = "30d";

/** What to ask for: the address's range as it is now, and its narrowing. */
export function rerateRequestOf(search: RerateSearch, nowMs: number): RerateRequest {
  const { range = FIRST_RANGE, provider, model } = search;
  const { fromMs, toMs } = spanOf({ kind: "preset", preset: range }, nowMs);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    apply: false,
  };
}

/** The very request of a preview, to be applied: by the prices that were looked at. */
export const applyRequestOf = (preview: RerateJob): RerateRequest => ({
  from: preview.from,
  to: preview.to,
  ...(preview.provider === undefined ? {} : { provider: preview.provider }),
  ...(preview.model === undefined ? {} : { model: preview.model }),
  apply: true,
  price_book: preview.price_book,
});

export const causeNames: Readonly<Record<RerateCause, string>> = {
  now_priced: "Had no price, has one now",
  no_longer_priced: "Has no price any more",
  correction: "The price was corrected",
  new_price_record: "Another price record holds",
  overlay: "Your own terms",
  confidence: "The same dollars, another confidence",
  other: "The same records, another rule",
};

/** A difference with its sign. */
export const signedText = (text: string): string =>
  `${parseDollars(text) > 0n ? "+" : ""}${dollarsShown(text)}`;

type Sums = RerateDifference["before"];

/** A sum that leaves unpriced attempts out is a lower bound; one that leaves out all is unpriced. */
export const sumText = (sums: Sums, attempts: number): string => {
  if (sums.unpriced_attempts === 0) return dollarsShown(sums.effective_cost);
  if (sums.unpriced_attempts === attempts) return "unpriced";
  return `≥ ${dollarsShown(sums.effective_cost)}`;
};

export type RerateFact = Readonly<{ label: string; value: string; note: string | undefined }>;

/** The figures at the head of a difference. */
export const rerateFacts = ({ difference }: RerateJob): readonly RerateFact[] => {
  const { attempts, before, after, simulated_difference } = difference;
  const unpriced = ({ unpriced_attempts }: Sums) =>
    unpriced_attempts === 0 ? undefined : `${counted(unpriced_attempts, "attempt")} unpriced`;
  return [
    { label: "Before", value: sumText(before, attempts), note: unpriced(before) },
    { label: "After", value: sumText(after, attempts), note: unpriced(after) },
    {
      label: "Difference",
      value: signedText(difference.effective_cost_difference),
      note: /[1-9]/.test(simulated_difference)
        ? `${signedText(simulated_difference)} of it is simulated`
        : undefined,
    },
    {
      label: "Attempts",
      value: countText(difference.revised_attempts),
      note: `charged otherwise, of ${countText(attempts)}`,
    },
  ];
};

/** The calls that a model's line is about. */
export const callsOf = (
  job: RerateJob,
  line: RerateDifference["by_model"][number],
): ViewSearch & CallsSearch => ({
  from: job.from,
  to: job.to,
  ...(line.provider === null ? {} : { provider: line.provider }),
  ...(line.provider === null ? {} : { model: line.model ?? "" }),
});

/** From 0 to 100, for a job under way. */
export const progressOf = ({ progress }: RerateJob): number =>
  progress.attempts_total === 0
    ? 100
    : Math.min(100, Math.floor((progress.attempts_done / progress.attempts_total) * 100));
