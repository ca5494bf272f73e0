import { type BatchEstimate, type BatchView, counted } from "@headgate/contract";
import { displayDollarsCompact, type Picodollars, parseDollars, sum } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";

/** What a file comes to, model by model, with what is not known said below. */
export function renderEstimate(estimate: BatchEstimate, width: number): string {
  const { file, rows, requests, duplicates } = estimate;
  const uncounted = rows.reduce((sum, row) => sum + row.uncounted_requests, 0);
  const withoutLimit = rows.reduce((sum, row) => sum + row.requests_without_limit, 0);
  const reasons = new Set(
    rows.flatMap(({ model, reason }) => (reason === null ? [] : [`${model}: ${reason}`])),
  );
  return [
    `${file}: ${counted(requests, "request")}, ${counted(duplicates, "duplicate")}.`,
    "",
    renderTable(
      [
        { title: "model" },
        { title: "requests", align: "right" },
        { title: "duplicates", align: "right" },
        { title: "input tokens", align: "right" },
        { title: "output at most", align: "right" },
        { title: "real time USD", align: "right" },
        { title: "batch USD", align: "right" },
      ],
      rows.map((row) => [
        row.model,
        showCount(row.requests),
        showCount(row.duplicates),
        countText(row.input_tokens),
        countText(row.most_output_tokens),
        costText(row.real_time_cost),
        costText(row.batch_cost),
      ]),
      width,
    ),
    "",
    totalText(rows),
    "Prompts are counted in o200k_base; answers are taken as long as their requests allow. Duplicates are sent once in a batch.",
    ...(withoutLimit === 0
      ? []
      : [
          `${counted(withoutLimit, "request")} without max_tokens: what they answer is in no cost above.`,
        ]),
    ...(uncounted === 0
      ? []
      : [`${counted(uncounted, "request")} cannot be counted here: they are in no cost above.`]),
    ...reasons,
  ].join("\n");
}

/** What all models come to, where each of them is known. */
function totalText(rows: BatchEstimate["rows"]): string {
  const sumOf = (member: "real_time_cost" | "batch_cost"): Picodollars | undefined => {
    const costs = rows.map((row) => row[member]);
    return costs.every((cost) => cost !== null) ? sum(costs.map(parseDollars)) : undefined;
  };
  const [realTime, batch] = [sumOf("real_time_cost"), sumOf("batch_cost")];
  if (realTime === undefined || batch === undefined) {
    return "What all of it comes to is not known, since a price is not.";
  }
  const [one, other] = [batch, realTime].map(displayDollarsCompact);
  return `In a batch ${one}, in place of ${other} in real time.`;
}

const countText = (count: number | null): string => (count === null ? "unknown" : showCount(count));
const costText = (cost: string | null): string =>
  cost === null ? "unknown" : displayDollarsCompact(parseDollars(cost));

/** One line a batch, newest first. */
export const renderBatches = (
  batches: readonly BatchView[],
  look: Readonly<{ timeZone: string; width: number }>,
): string =>
  batches.length === 0
    ? "This key has no batches."
    : renderTable(
        [
          { title: "batch" },
          { title: "format" },
          { title: "status" },
          { title: "requests", align: "right" },
          { title: "answered", align: "right" },
          { title: "failed", align: "right" },
          { title: "created" },
          { title: "deadline" },
        ],
        batches.map((batch) => [
          batch.id,
          batch.format,
          batch.status,
          showCount(batch.requests),
          showCount(batch.succeeded),
          showCount(batch.failed),
          showTime(Date.parse(batch.created_at), look.timeZone),
          batch.deadline === null ? "–" : showTime(Date.parse(batch.deadline), look.timeZone),
        ]),
        look.width,
      );

/** `1,234 of 10,000 answered (12 % done), 3 failed`. */
export function progressText(batch: BatchView): string {
  const { requests, succeeded, failed } = batch;
  const done = succeeded + failed;
  const share = requests === 0 ? "" : ` (${Math.floor((done / requests) * 100)} % done)`;
  return [
    `${batch.status}: ${showCount(succeeded)} of ${showCount(requests)} answered${share}`,
    ...(failed > 0 ? [`${showCount(failed)} failed`] : []),
  ].join(", ");
}
