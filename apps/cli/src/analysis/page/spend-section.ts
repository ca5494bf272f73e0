import { type AnalyzeResult, counted } from "@headgate/contract";
import { type Block, plainTable, type Section, showAmount, showKnown } from "@headgate/page";
import { showCount } from "../../command-line/show-time.ts";

type Spend = AnalyzeResult["spend"];

const bases = {
  bill: "bills, where one covers the day",
  calls: "calls, where no bill does",
} as const;

/** The totals, by what says so, and what is in none of them. */
export function spendSection({ spend }: AnalyzeResult): Section {
  const isEmpty = spend.totals.length === 0;
  return {
    id: "spend",
    title: "Total spend",
    blocks: isEmpty
      ? [
          {
            kind: "text",
            text: "Nothing that costs was read. A bill (FOCUS, AWS, Azure, OpenAI, Anthropic) or a log of single calls fills this.",
          },
        ]
      : [...totals(spend), ...holes(spend)],
  };
}

function totals({ totals: currencies }: Spend): Block[] {
  const unpricedIn = (total: Spend["totals"][number]): number =>
    total.by_basis.reduce((sum, basis) => sum + unpricedOf(basis), 0);
  return [
    {
      kind: "figures",
      figures: currencies.map((total) => ({
        label: `Effective cost, ${total.currency}`,
        value: showKnown(total.effective_cost, total.currency, unpricedIn(total)),
        note: `billed ${showKnown(total.billed_cost, total.currency, unpricedIn(total))}`,
      })),
    },
    plainTable(
      "By what it is taken from; each dollar once",
      [
        { title: "Taken from" },
        { title: "Currency" },
        { title: "Effective cost", align: "right" },
        { title: "Billed cost", align: "right" },
      ],
      currencies.flatMap(({ currency, by_basis }) =>
        by_basis.map((basis) => [
          bases[basis.basis],
          currency,
          showKnown(basis.effective_cost, currency, unpricedOf(basis)),
          showKnown(basis.billed_cost, currency, unpricedOf(basis)),
        ]),
      ),
    ),
  ];
}

/** Where a bill counts, a call without a price leaves no hole in the total. */
const unpricedOf = ({
  basis,
  unpriced_attempts,
}: Spend["totals"][number]["by_basis"][number]): number =>
  basis === "bill" ? 0 : unpriced_attempts;

function holes(spend: Spend): Block[] {
  const blocks: Block[] = [];
  if (spend.unpriced.length > 0) {
    blocks.push(
      {
        kind: "attention",
        text: "Some calls have no known price. They are in no amount that is taken from calls, which is therefore a lower bound (≥).",
      },
      plainTable(
        "Without a price",
        [
          { title: "Model" },
          { title: "Provider" },
          { title: "Attempts", align: "right" },
          { title: "Tokens in", align: "right" },
          { title: "Tokens out", align: "right" },
          { title: "Why", prose: true },
        ],
        spend.unpriced.map((row) => [
          row.model ?? "(no model)",
          row.provider,
          showCount(row.attempts),
          ...tokensOf(row),
          row.reason ?? "–",
        ]),
      ),
    );
  }
  for (const { currency, lines, cost } of spend.lines_across_the_range) {
    blocks.push({
      kind: "attention",
      text: `${counted(lines, "bill line reaches beyond the period and is", "bill lines reach beyond the period and are")} in no amount here: ${showAmount(cost, currency)}.`,
    });
  }
  for (const { provider, account, until } of spend.bills_ending_within_a_day) {
    blocks.push({
      kind: "attention",
      text: `The bill of ${provider}${account === null ? "" : ` (${account})`} ends at ${until}: later calls of that day are in no amount here until more of it is loaded.`,
    });
  }
  for (const { currency, lines, cost } of spend.simulated_lines) {
    blocks.push({
      kind: "attention",
      text: `${showCount(lines)} bill lines of simulated money (${showAmount(cost, currency)}) are in no total: nobody has to pay them.`,
    });
  }
  const { attempts, cost } = spend.covered_in_other_currencies;
  if (attempts > 0) {
    blocks.push({
      kind: "attention",
      text: `${counted(attempts, "attempt")} (${showAmount(cost, "USD")}) ${attempts === 1 ? "is" : "are"} covered by a bill in another currency, whose amount counts in their place.`,
    });
  }
  if (/[1-9]/.test(spend.simulated_cost)) {
    blocks.push({
      kind: "attention",
      text: `Simulated calls (${showAmount(spend.simulated_cost, "USD")}) are in no total: nobody bills them.`,
    });
  }
  return blocks;
}

/** The sums leave out attempts whose tokens nobody told: none at all is such a hole, not a nothing. */
const tokensOf = ({ input_tokens, output_tokens }: Spend["unpriced"][number]): string[] =>
  input_tokens + output_tokens === 0
    ? ["unknown", "unknown"]
    : [showCount(input_tokens), showCount(output_tokens)];
