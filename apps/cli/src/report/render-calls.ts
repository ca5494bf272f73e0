import { answerCuts, type CallSummary, type callsReport, counted } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import type { z } from "zod";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showSpan, showTime } from "../command-line/show-time.ts";

type Look = Readonly<{ timeZone: string; width: number }>;

/** A list of calls, for a person; what is not known is a dash or the word, never 0. */
export function renderCalls(
  { rows, total }: z.output<typeof callsReport>,
  { timeZone, width }: Look,
): string {
  if (rows.length === 0) return "No such calls in this time.";
  const table = renderTable(
    [
      { title: "Call" },
      { title: "Began" },
      { title: "Provider" },
      { title: "Model" },
      { title: "Outcome" },
      { title: "In", align: "right" },
      { title: "Out", align: "right" },
      { title: "Cost", align: "right" },
      { title: "Took", align: "right" },
    ],
    rows.map((call) => [
      call.call_id,
      showTime(Date.parse(call.started_at), timeZone),
      call.provider,
      call.model ?? "–",
      outcomeOf(call),
      countOf(call.input_tokens),
      countOf(call.output_tokens),
      call.effective_cost === null
        ? "unpriced"
        : displayDollarsCompact(parseDollars(call.effective_cost)),
      call.duration_ms === null ? "–" : showSpan(call.duration_ms),
    ]),
    width,
  );
  const cuts = new Set(rows.flatMap(({ cut }) => cut ?? []));
  return [
    table.trimEnd(),
    "",
    `${showCount(rows.length)} of ${counted(total, "call")}.`,
    ...[...cuts].map((cut) => `${cut}: ${answerCuts[cut]}`),
  ].join("\n");
}

const outcomeOf = ({ outcome, status, cut }: CallSummary): string =>
  [outcome, status === null || status === 200 ? undefined : String(status), cut ?? undefined]
    .filter((word) => word !== undefined)
    .join(", ");

const countOf = (tokens: number | null): string => (tokens === null ? "–" : showCount(tokens));
