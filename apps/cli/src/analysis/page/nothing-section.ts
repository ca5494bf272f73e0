import type { AnalyzeResult } from "@headgate/contract";
import type { Section } from "@headgate/page";
import { leftOut } from "../../imports/render-import.ts";

/** What of all that is read helps most, with the answer that it gives. */
const TAKEN = [
  "a bill tells what was spent: FOCUS, AWS CUR and Cost Explorer, Azure, OpenAI, Anthropic",
  "a log of calls tells the cost of each: Bedrock invocation logs, LiteLLM, Helicone, Claude Code, Codex",
  "traces tell whose calls they are: OpenTelemetry, Langfuse",
  "metrics tell how busy GPUs and endpoints are: CloudWatch, DCGM",
];

/** In place of all that an analysis tells, where nothing was found that Headgate reads. */
export function nothingSection({ read }: AnalyzeResult): Section {
  const skipped = leftOut(read);
  return {
    id: "nothing",
    title: "Nothing to analyse",
    blocks: [
      {
        kind: "attention",
        text:
          skipped.length === 0
            ? "There is no file to read there."
            : "Nothing was found there that Headgate reads.",
      },
      ...(skipped.length === 0
        ? []
        : [{ kind: "list" as const, title: "Left out", items: skipped }]),
      { kind: "list", title: "What it reads (docs/reference/sources.md has all)", items: TAKEN },
    ],
  };
}
