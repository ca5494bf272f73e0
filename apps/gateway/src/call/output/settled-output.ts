import { type AnswerCut, outputTokens, type Usage } from "@headgate/contract";
import type { RequestEdit } from "@headgate/levers";
import type { AttemptFacts } from "../attempt.ts";
import type { OutputOfCall } from "./output-of-call.ts";

/** Why the answer of a settled attempt is not whole, by a rule of its policy; undefined where it is. */
export function cutOf(
  output: OutputOfCall | undefined,
  { cut, reading }: Pick<AttemptFacts, "cut" | "reading">,
  usage: Usage,
): AnswerCut | undefined {
  if (cut !== undefined || output?.limit === undefined) return cut;
  if (reading?.stopReason !== undefined) {
    return reading.stopReason === "length" ? "limit_reached" : undefined;
  }
  const tokens = outputTokens(usage);
  return tokens !== undefined && tokens >= output.limit ? "limit_reached" : undefined;
}

/**
 * What levers made of a call whose answer was cut: what the call would have cost uncut is not known, so neither is what the
 * output lever saved.
 */
export function withCut(
  edits: readonly RequestEdit[],
  cut: AnswerCut | undefined,
): readonly RequestEdit[] {
  if (cut === undefined) return edits;
  const own = edits.find(({ lever }) => lever === "output");
  const told: RequestEdit = {
    lever: "output",
    edits: [],
    changes: [...(own?.changes ?? []), { lever: "output", did: cut }],
    usageBefore: () => undefined,
  };
  // It acts before the others that change a request.
  return [told, ...edits.filter(({ lever }) => lever !== "output")];
}
