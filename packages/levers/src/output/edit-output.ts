import { type Change, type OutputPolicy, outputStyles, outputTokens } from "@headgate/contract";
import type { JsonEdit, JsonObject, PromptView } from "@headgate/providers";
import type { RequestEdit } from "../request-edit.ts";
import { answerLimit } from "./answer-limit.ts";
import type { LearnedLength } from "./learned-limits.ts";
import { outputPlacesOf } from "./output-places.ts";
import { type Placed, placeValues, valueAtPath } from "./place-values.ts";
import { styledSystem } from "./styled-system.ts";
import { thinkingBudget } from "./thinking-budget.ts";

/** What the lever did to a request, as its row tells it. */
type OutputWord = "limit_set" | "limit_lowered" | "stop_added" | "schema_added" | "style_added";

export type OutputEdit = RequestEdit & Readonly<{ limit: number | undefined }>;

type Asked = Readonly<{
  view: PromptView;
  json: JsonObject;
  policy: OutputPolicy;
  learned: LearnedLength | undefined;
  /** What takes the place of the format's own name of the limit, where the client states none. */
  limitMember?: string | undefined;
}>;

/**
 * What a policy makes of a request: a limit where the client gives none or a higher one; stop sequences, a schema and a
 * style line where the client says nothing of the kind.
 *
 * What a limit that was not reached saved is exactly nothing. What a reached one, a schema or another text saved nobody
 * can know, since the answer without it was never given.
 *
 * @returns undefined where nothing is to change
 */
export function editOutput(asked: Asked): OutputEdit | undefined {
  const { view, json, policy } = asked;
  const places = outputPlacesOf(view);
  if (places === undefined) return undefined;
  const placed: Placed[] = [];
  const words: OutputWord[] = [];
  const limit = limitFor(asked);
  if (limit !== undefined) {
    const { value, path } = view.maxOutput;
    words.push(value === undefined ? "limit_set" : "limit_lowered");
    placed.push([value === undefined ? limitPath(asked) : path.map(String), limit]);
  }
  const { stop, json_schema: schema, style } = policy;
  if (stop.length > 0 && places.stop !== undefined && isUnsaid(json, [places.stop])) {
    words.push("stop_added");
    placed.push([places.stop, stop]);
  }
  if (schema !== undefined && isUnsaid(json, places.forms)) {
    words.push("schema_added");
    placed.push(...places.schema(schema));
  }
  const edits: JsonEdit[] = [];
  if (style !== undefined) {
    words.push("style_added");
    const styled = styledSystem(view, outputStyles[style], places.system);
    if ("edit" in styled) edits.push(styled.edit);
    else placed.push(styled.placed);
  }
  if (words.length === 0) return undefined;
  edits.push(...placeValues(json, placed));
  const isLimitOnly = words.every((word) => word === "limit_set" || word === "limit_lowered");
  return {
    lever: "output",
    edits,
    changes: words.map((did): Change => ({ lever: "output", did })),
    limit,
    usageBefore: (usage) => {
      const tokens = outputTokens(usage);
      const isFree = isLimitOnly && limit !== undefined && tokens !== undefined && tokens < limit;
      return isFree ? usage : undefined;
    },
  };
}

/** Never above the client's own, and none that the client's thinking does not fit into. */
function limitFor({ view, json, policy, learned }: Asked): number | undefined {
  const limit = answerLimit(policy, learned);
  const { value } = view.maxOutput;
  if (limit === undefined || (value !== undefined && value <= limit)) return undefined;
  const budget = thinkingBudget(json);
  return budget !== undefined && limit <= budget ? undefined : limit;
}

function limitPath({ view, limitMember }: Asked): readonly string[] {
  const path = view.maxOutput.path.map(String);
  return limitMember === undefined ? path : [...path.slice(0, -1), limitMember];
}

const isUnsaid = (json: JsonObject, paths: readonly (readonly string[])[]): boolean =>
  paths.every((path) => valueAtPath(json, path) === undefined);
