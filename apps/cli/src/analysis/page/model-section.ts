import { type AnalyzeResult, counted } from "@headgate/contract";
import { plainTable, type Section, showAmount, showKnown, showShare } from "@headgate/page";
import { showCount } from "../../command-line/show-time.ts";

/** What a call costs, for each model and operation. */
export function modelSection({ models }: AnalyzeResult): Section {
  const title = "Cost per call";
  if (models.rows.length === 0) {
    return {
      id: "models",
      title,
      blocks: [
        {
          kind: "text",
          text: "No single call was read. A provider's invocation log, a gateway's log or a tool's session files fill this; a bill alone does not count calls.",
        },
      ],
    };
  }
  return {
    id: "models",
    title,
    blocks: [
      plainTable(
        "Effective cost in US dollars, failed attempts included",
        [
          { title: "Model" },
          { title: "Operation" },
          { title: "Calls", align: "right" },
          { title: "Tokens in", align: "right" },
          { title: "Tokens out", align: "right" },
          { title: "Per call", align: "right" },
          { title: "Per 1M tokens", align: "right" },
          { title: "From cache", align: "right" },
          { title: "Errors", align: "right" },
        ],
        models.rows.map((row) => [
          row.model ?? "(no model)",
          row.operation,
          showCount(row.calls),
          tokens(row.input_tokens, row),
          tokens(row.output_tokens, row),
          row.cost_per_call === null
            ? "unknown"
            : showKnown(row.cost_per_call, "USD", row.unpriced_attempts),
          row.effective_cost_per_million_tokens === null
            ? "–"
            : showAmount(row.effective_cost_per_million_tokens, "USD"),
          showShare(row.cache_read_share),
          showShare(row.error_share),
        ]),
      ),
      ...(models.left_out === 0
        ? []
        : [
            {
              kind: "text" as const,
              text: `${counted(models.left_out, "cheaper one is", "cheaper ones are")} not shown.`,
            },
          ]),
    ],
  };
}

/** Of attempts whose tokens nobody told, nothing is added: the count is a lower bound, or not known. */
function tokens(count: number, row: AnalyzeResult["models"]["rows"][number]): string {
  if (row.unmetered_attempts === 0) return showCount(count);
  return row.unmetered_attempts >= row.attempts ? "unknown" : `≥ ${showCount(count)}`;
}
