import { counted, type FocusExportSummary } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";

const MOST_MODELS = 5;
const isNothing = (amount: string): boolean => !/[1-9]/.test(amount);

/** What an export's rows come to and what is in none of them, a line each. */
export function renderFocusSummary(summary: FocusExportSummary, out: string | undefined): string {
  const { unpriced, attempts, covered_in_other_currencies: foreign } = summary;
  const { totals, lines_across_the_range: across } = summary;
  return [
    ...totals.map(
      ({ basis, currency, billed_cost }) =>
        `${basisText[basis]}: ${amountText(currency, billed_cost)} billed.`,
    ),
    ...(totals.length === 0 ? ["Nothing was spent in this time that is known."] : []),
    ...(attempts.counted_by_bills === 0
      ? []
      : [
          `${counted(attempts.counted_by_bills, "attempt stands", "attempts stand")} in no row: a bill counts them.`,
        ]),
    ...unpricedLines(unpriced),
    ...(foreign.attempts === 0
      ? []
      : [
          `${counted(foreign.attempts, "attempt")} of ${amountText("USD", foreign.cost)} ${foreign.attempts === 1 ? "stands" : "stand"} in no row: a bill in another currency counts them.`,
        ]),
    ...across.map(
      ({ currency, lines, cost }) =>
        `${counted(lines, "bill line")} over ${amountText(currency, cost)} ${lines === 1 ? "reaches beyond this time and stands" : "reach beyond this time and stand"} in no row: choose whole billing periods.`,
    ),
    ...summary.bills_ending_within_a_day.map(
      ({ provider, account, until }) =>
        `The bill of ${provider}${account === null ? "" : ` (${account})`} ends at ${until}: calls of the rest of that day stand in no row until more of it is loaded.`,
    ),
    ...(summary.simulated || isNothing(summary.simulated_cost)
      ? []
      : [
          `Simulated calls over ${amountText("USD", summary.simulated_cost)} stand in no row: --simulated exports them alone.`,
        ]),
    ...(out === undefined ? [] : [`The rows are in ${out}, and this in ${out}.summary.json.`]),
  ].join("\n");
}

const basisText = {
  bill: "Lines of bills",
  calls: "Calls that no bill covers, estimated by the ledger",
} as const;

const modelText = (model: FocusExportSummary["unpriced"]["models"][number]): string =>
  `  ${model.provider}/${model.model ?? "(no model)"}: ${counted(model.attempts, "attempt")}, ${counted(model.input_tokens + model.output_tokens, "token")}${model.reason === null ? "" : `; ${model.reason}`}`;

const amountText = (currency: string, amount: string): string =>
  currency === "USD" ? displayDollarsCompact(parseDollars(amount)) : `${amount} ${currency}`;

function unpricedLines({ attempts, models }: FocusExportSummary["unpriced"]): readonly string[] {
  if (attempts === null) {
    return ["Simulated attempts without a known cost stand in no row; they are not counted here."];
  }
  if (attempts === 0) return [];
  return [
    `${counted(attempts, "attempt has no known cost and stands", "attempts have no known cost and stand")} in no row; none is exported as $0:`,
    ...models.slice(0, MOST_MODELS).map(modelText),
    ...(models.length > MOST_MODELS
      ? [`  … and ${counted(models.length - MOST_MODELS, "more model")}`]
      : []),
  ];
}
