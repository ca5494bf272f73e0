import { counted, type OutcomeMeasures, type OutcomesReport } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { showKnown } from "@headgate/page";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

const measureColumns: readonly Column[] = [
  { title: "accepted", align: "right" },
  { title: "cost", align: "right" },
  { title: "failed tries", align: "right" },
  { title: "each accepted", align: "right" },
  { title: "per 1,000 tokens", align: "right" },
];

/** What outcomes cost, for a person: by name, by step of time, and what the figures leave out. */
export function renderOutcomes(
  { names, rows, coverage }: OutcomesReport,
  { by, width }: Readonly<{ by: string | undefined; width: number }>,
): string {
  if (names.length === 0) {
    return "No outcome lies in this time. Send one to POST /api/outcomes, or headgate outcomes import FILE.csv";
  }
  const [all] = names;
  const shown = names.length === 2 ? names.slice(1) : names;
  const isOfOneName = shown.length === 1;
  const steps = rows.filter((row) => names.length > 2 || row.name !== null);
  return [
    renderTable(
      [{ title: "outcome" }, ...measureColumns],
      shown.map((row) => [row.name ?? "all, each call once", ...measures(row)]),
      width,
    ),
    ...(steps.length === 0
      ? []
      : [
          "",
          renderTable(
            [
              { title: "from" },
              ...(isOfOneName ? [] : [{ title: "outcome" }]),
              ...(by === undefined ? [] : [{ title: by }]),
              ...measureColumns,
            ],
            steps.map((row) => [
              row.start === null ? "" : row.start.slice(0, 10),
              ...(isOfOneName ? [] : [row.name ?? "all"]),
              ...(by === undefined ? [] : [row.is_other ? "other" : (row.group ?? "(none)")]),
              ...measures(row),
            ]),
            width,
          ),
        ]),
    "",
    ...(all === undefined ? [] : leftOut(all)),
    coverageLine(coverage),
  ].join("\n");
}

function measures(row: OutcomeMeasures): readonly string[] {
  const least = row.is_lower_bound ? "≥ " : "";
  const isPriced = row.attempts > row.unpriced_attempts;
  return [
    `${showCount(row.accepted)} of ${showCount(row.outcomes)}`,
    isPriced ? `${least}${money(row.cost)}` : "unknown",
    isPriced ? `${least}${money(row.failed_cost)}` : "unknown",
    row.cost_per_outcome === null ? "unknown" : `${least}${money(row.cost_per_outcome)}`,
    row.accepted_per_thousand_tokens === null
      ? "unknown"
      : // Tokens that nobody counted would make it less.
        `${row.unmetered_attempts > 0 ? "≤ " : ""}${Number(row.accepted_per_thousand_tokens).toPrecision(3)}`,
  ];
}

/** How outcomes came to their calls, and what is in no figure. */
function leftOut({ joined, ...all }: OutcomeMeasures): readonly string[] {
  const { none, too_many_calls: tooMany, ...found } = joined;
  const by = Object.entries(found)
    .filter(([, count]) => count > 0)
    .map(([join, count]) => `${showCount(count)} by ${join}`);
  return [
    ...(by.length === 0 ? [] : [`Joined to calls: ${by.join(", ")}.`]),
    ...(all.sharing === 0
      ? []
      : [
          `${counted(all.sharing, "shares", "share")} calls with others: each call is divided among them.`,
        ]),
    ...(none === 0
      ? []
      : [
          `${none === 1 ? "1 matches no call: it has no cost, and is in none." : `${showCount(none)} match no call: they have no cost, and are in none.`}`,
        ]),
    ...(tooMany === 0
      ? []
      : [
          `${counted(tooMany, "matches", "match")} more calls than one outcome can have: give narrower keys.`,
        ]),
    ...(all.unpriced_attempts === 0
      ? []
      : [
          `${counted(all.unpriced_attempts, "of their attempts has", "of their attempts have")} no known price: costs are lower bounds (≥).`,
        ]),
    ...(parseDollars(all.simulated_cost) === 0n
      ? []
      : [`Simulated: ${money(all.simulated_cost)} of the cost.`]),
  ];
}

const coverageLine = ({ calls, under_none: none, ...all }: OutcomesReport["coverage"]): string =>
  `Under no outcome: ${showCount(none.calls)} of ${counted(calls, "call")} of this time, ${known(none)} of ${known(all)}.`;

type Costs = Pick<OutcomeMeasures, "cost" | "unpriced_attempts">;
const known = ({ cost, unpriced_attempts: unpriced }: Costs): string =>
  showKnown(cost, "USD", unpriced);

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
