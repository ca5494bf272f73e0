import {
  answerCuts,
  type CallSummary,
  type Confidence,
  promptPartTitles,
} from "@headgate/contract";
import { knownCount } from "../../format/count-text.ts";
import { knownDuration } from "../../format/duration-text.ts";
import type { CallsSearch } from "../../search/calls-search.ts";
import { fullTime, listTime } from "../../time/time-text.ts";

/** One line of the list, ready to be drawn; what is not known is a dash or the word, never 0. */
export type CallLine = Readonly<{
  callId: string;
  time: string;
  timeInFull: string;
  team: string;
  project: string;
  provider: string;
  model: string;
  outcome: string;
  status: number | null;
  attempts: number;
  /** Headgate answered it itself. */
  isFromCache: boolean;
  /** Why its answer is not whole, in a sentence; undefined where no rule cut it. */
  cut: string | undefined;
  inputTokens: string;
  outputTokens: string;
  cost: string | null;
  confidence: Confidence;
  duration: string;
  timeToFirstToken: string;
  simulated: boolean;
}>;

const orDash = (text: string | null): string => (text === null || text === "" ? "–" : text);

export const callLines = (rows: readonly CallSummary[], nowMs: number): readonly CallLine[] =>
  rows.map((row) => {
    const startedMs = Date.parse(row.started_at);
    return {
      callId: row.call_id,
      time: listTime(startedMs, nowMs),
      timeInFull: fullTime(startedMs),
      team: orDash(row.team),
      project: orDash(row.project),
      provider: row.provider,
      model: orDash(row.model),
      outcome: row.outcome,
      status: row.status,
      attempts: row.attempts,
      isFromCache: row.cache_status === "hit" || row.cache_status === "coalesced",
      cut: row.cut === null ? undefined : answerCuts[row.cut],
      inputTokens: knownCount(row.input_tokens),
      outputTokens: knownCount(row.output_tokens),
      cost: row.effective_cost,
      confidence: row.confidence,
      duration: knownDuration(row.duration_ms),
      timeToFirstToken: knownDuration(row.time_to_first_token_ms),
      simulated: row.simulated,
    };
  });

export type SortColumn = NonNullable<CallsSearch["sort"]>;

/** What a click on a column's header does: largest first, then smallest, and so on. */
export const nextSort = (
  current: CallsSearch,
  column: SortColumn,
): Pick<CallsSearch, "sort" | "order"> => {
  const { sort = "time", order = "desc" } = current;
  const turned = sort === column && order === "desc" ? "asc" : undefined;
  return { sort: column === "time" ? undefined : column, order: turned };
};

export type AriaSort = "ascending" | "descending" | "none";

export const ariaSort = (current: CallsSearch, column: SortColumn): AriaSort => {
  const { sort = "time", order = "desc" } = current;
  if (sort !== column) return "none";
  return order === "asc" ? "ascending" : "descending";
};

/** What the list is narrowed to beside the filters, in words; undefined where it is not. */
export const narrowedTo = ({ lever, did, part, cut }: CallsSearch): string | undefined => {
  const acted = lever === undefined ? "a lever" : lever;
  const words = [
    ...(did === undefined && lever === undefined
      ? []
      : [did === undefined ? `that ${acted} acted on` : `to which ${acted} did "${did}"`]),
    ...(part === undefined
      ? []
      : part === "not_told"
        ? ["whose prompts tell no parts"]
        : [`with tokens in the part "${promptPartTitles[part].toLowerCase()}" of their prompts`]),
    ...(cut === undefined
      ? []
      : [cut === "any" ? "whose answers were cut" : `whose answers were cut: "${cut}"`]),
  ];
  return words.length === 0 ? undefined : `Only calls ${words.join(" and ")}.`;
};
