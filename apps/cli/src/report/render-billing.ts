import { type Billing, counted } from "@headgate/contract";
import { displayCurrencyCompact, displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { colors } from "../command-line/terminal.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));

/** What credits pay of the bill and what it is in another currency; nothing where neither is configured. */
export function renderBilling(billing: Billing | null, width: number): string[] {
  if (billing === null) return [];
  const { credits, currency, unpriced_attempts, simulated_cost } = billing;
  if (credits.length === 0 && currency === null) return [];
  // What has no price may still be billed: the sums are lower bounds then.
  const atLeast = unpriced_attempts === 0 ? "" : "≥ ";
  const lines = [
    `Billed          ${atLeast}${money(billing.billed_cost)} for the days ${billing.first_day} to ${billing.last_day} (UTC)`,
    ...(credits.length === 0 ? [] : [`Paid by credits ${money(billing.credited)}`]),
    `To pay          ${colors.bold(`${atLeast}${money(billing.to_pay)}`)}`,
    ...(currency === null ? [] : renderCurrency(currency, atLeast)),
    ...(unpriced_attempts === 0
      ? []
      : [
          colors.yellow(
            `Unpriced        ${counted(unpriced_attempts, "attempt is", "attempts are")} in no amount here, and credits may pay for them too`,
          ),
        ]),
    ...(/[1-9]/.test(simulated_cost)
      ? [`Simulated       ${money(simulated_cost)} is billed by nobody and uses no credit`]
      : []),
  ];
  return ["", ...lines, ...(credits.length === 0 ? [] : ["", renderCredits(billing, width)])];
}

function renderCurrency(currency: NonNullable<Billing["currency"]>, atLeast: string): string[] {
  const { code, billed, credited, to_pay, parts, without_rate } = currency;
  const rates = parts
    .map(({ per_dollar, valid_from }) => `${per_dollar} per dollar from ${valid_from}`)
    .join(", ");
  if (billed === null || credited === null || to_pay === null) {
    return [
      colors.yellow(
        `In ${code}          unknown: ${money(without_rate)} was billed before the first rate`,
      ),
    ];
  }
  const shown = (amount: string): string => displayCurrencyCompact(amount, code);
  return [
    `In ${code}          ${atLeast}${shown(to_pay)} to pay: ${shown(billed)} billed, ${shown(credited)} paid by credits`,
    ...(rates === "" ? [] : [`Rates           ${rates}`]),
  ];
}

const renderCredits = ({ credits, last_day }: Billing, width: number): string =>
  renderTable(
    [
      { title: "credit" },
      { title: "granted USD", align: "right" },
      { title: "used before USD", align: "right" },
      { title: "used USD", align: "right" },
      { title: `left after ${last_day} USD`, align: "right" },
      { title: "ends", align: "right" },
    ],
    credits.map(({ name, granted, used_before, used, left, valid_to }) => [
      name,
      money(granted),
      money(used_before),
      money(used),
      money(left),
      valid_to === null ? "never" : valid_to,
    ]),
    width,
  );
