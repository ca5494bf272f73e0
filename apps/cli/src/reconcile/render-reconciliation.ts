import {
  counted,
  type ReconcileReport,
  type ReconciliationCell,
  type ReconciliationReason,
} from "@headgate/contract";
import { displayCurrencyCompact, parseDollars } from "@headgate/money";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";

/** What a reason means, and what to do about it where something can be done. */
const reasons: Readonly<Record<ReconciliationReason, Readonly<{ says: string; mend?: string }>>> = {
  not_called: {
    says: "billed, and no source saw calls",
    mend: "Import logs or traces of these calls, or send them through the gateway.",
  },
  not_billed: {
    says: "calls that no line of the bill names",
    mend: "Look whether the bill is complete, and whether these calls are another account's.",
  },
  no_bill_for_day: {
    says: "calls of days that no bill reaches",
    mend: "Import the bill of these days when it is there.",
  },
  more_billed: {
    says: "the bill counts more than the calls",
    mend: "Some calls are missing: look for gaps in the logs of these days.",
  },
  more_called: {
    says: "the calls count more than the bill",
    mend: "Some calls may be there twice: headgate report --explain shows by which source they count.",
  },
  tier: {
    says: "another service tier's price",
    mend: "Import calls from a source that tells the tier.",
  },
  region: {
    says: "another region's or scope's price",
    mend: "Set the provider's region, or price_names for its profiles, in headgate.yaml.",
  },
  discount: {
    says: "below list price",
    mend: "headgate reconcile --take-rates takes these prices over as dated overlays.",
  },
  price: {
    says: "a price that the ledger does not have",
    mend: "headgate prices history MODEL, then headgate prices rerate --since DAY.",
  },
  unnamed: {
    says: "another price, with no one list price to compare",
    mend: "Their notes say why; a model without a price gets one by headgate prices import.",
  },
  unpriced: {
    says: "calls without a known price",
    mend: "headgate doctor names them; then headgate prices rerate.",
  },
  shifted: { says: "billed on a neighbouring day; nets out" },
  bill_ends_within_day: { says: "calls behind the hour until which the bill goes so far" },
  tax: { says: "tax" },
  credit: { says: "credits and refunds" },
  purchase: { says: "purchases" },
  adjustment: { says: "adjustments" },
  correction: { says: "corrections of earlier periods" },
  commitment: { says: "commitments that nobody used" },
  support: { says: "support" },
  other_service: { says: "services that calls do not explain" },
  no_quantity: {
    says: "lines without a quantity or a component",
    mend: "Import a finer export of the bill.",
  },
  no_model: {
    says: "lines without a known model",
    mend: "headgate import names models that it could not resolve; add them to price_names.",
  },
  other_currency: { says: "a bill in a currency that calls do not have" },
};

/** The reconciliation for a person: shares, causes, the largest differences, what to do next. */
export function renderReconciliation(report: ReconcileReport, width: number): string {
  const range = `${report.from.slice(0, 10)} to ${lastDay(report.to)} (UTC)`;
  return [
    range,
    ...(report.groups.length === 0
      ? ["", "No bill lies in this time. Take one in: headgate import PATH."]
      : [...totalLines(report), "", ...groupLines(report, width), ...cellLines(report, width)]),
    ...paragraph(leftOut(report)),
    ...nextStep(report),
  ].join("\n");
}

const paragraph = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", ...lines];

function totalLines({ totals, target }: ReconcileReport): string[] {
  return totals.flatMap((total) => {
    const share = total.reconciled_share;
    const paint = share !== null && share > target ? colors.green : colors.yellow;
    return [
      "",
      `Bill          ${amount(total.bill, total.currency)}, of which ${amount(total.usage_bill, total.currency)} is use of models`,
      `Calls         ${amount(total.calls, total.currency)}`,
      `Difference    ${amount(total.difference, total.currency)}`,
      `Reconciled    ${share === null ? "nothing to reconcile" : colors.bold(paint(percent(share)))} (target: above ${percent(target)})`,
      `Unexplained   ${amount(total.unexplained, total.currency)}`,
    ];
  });
}

const causeColumns: Column[] = [
  { title: "what" },
  { title: "cause" },
  { title: "difference", align: "right" },
  { title: "without signs", align: "right" },
  { title: "cells", align: "right" },
];

function groupLines({ groups }: ReconcileReport, width: number): string[] {
  return groups.flatMap((group) => {
    const accounts = group.accounts.length === 0 ? "no account" : group.accounts.join(", ");
    const share =
      group.reconciled_share === null ? "no use of models" : percent(group.reconciled_share);
    const causes = group.causes.map((row) => [
      reasons[row.reason].says,
      row.cause,
      amount(row.amount, group.currency),
      amount(row.gross, group.currency),
      showCount(row.cells),
    ]);
    return [
      `${colors.bold(group.provider ?? "no provider")} (${accounts}): bill ${amount(group.bill, group.currency)}, calls ${amount(group.calls, group.currency)}, reconciled ${share}`,
      causes.length === 0 ? "No difference." : renderTable(causeColumns, causes, width),
      "",
    ];
  });
}

const cellColumns: Column[] = [
  { title: "model and component" },
  { title: "day" },
  { title: "bill", align: "right" },
  { title: "calls", align: "right" },
  { title: "billed", align: "right" },
  { title: "called", align: "right" },
  { title: "why" },
];

function cellLines({ cells, cells_left_out }: ReconcileReport, width: number): string[] {
  if (cells.length === 0) return [];
  const rows = cells.map((cell) => [
    `${cell.model ?? "(no model)"} ${cell.component ?? ""}`.trim(),
    dayOf(cell),
    amount(cell.bill_cost, cell.currency),
    amount(cell.calls_cost, cell.currency),
    quantity(cell.bill_quantity),
    quantity(cell.calls_quantity),
    whyOf(cell),
  ]);
  return [
    "The largest differences:",
    renderTable(cellColumns, rows, width),
    ...(cells_left_out === 0
      ? []
      : [`… and ${showCount(cells_left_out)} more: raise --limit to see them.`]),
  ];
}

const dayOf = ({ start, end }: ReconciliationCell): string => {
  const [first, last] = [start.slice(0, 10), lastDay(end)];
  return first === last ? first : `${first} to ${last}`;
};

function whyOf(cell: ReconciliationCell): string {
  const names = cell.parts.map(({ reason }) => reason).join(", ");
  const seen = cell.provider_quantity;
  return [
    names,
    ...(cell.note === null ? [] : [` (${cell.note})`]),
    ...(seen === null ? [] : [` (provider saw ${quantity(seen)})`]),
  ].join("");
}

function leftOut(report: ReconcileReport): string[] {
  const { calls_without_bill, unpriced_attempts } = report;
  return [
    ...(calls_without_bill.providers.length === 0
      ? []
      : [
          `Calls that no bill is about: ${amount(calls_without_bill.calls_cost, "USD")} (${calls_without_bill.providers.join(", ")}).`,
        ]),
    ...(unpriced_attempts === 0
      ? []
      : [
          colors.yellow(
            `${counted(unpriced_attempts, "attempt has", "attempts have")} no known price: in no amount.`,
          ),
        ]),
    ...report.rates_of_some_accounts.map(
      (rate) =>
        `${rate.model} ${rate.component} at ${rate.per_million} for a million is the price of ${rate.accounts.join(", ")} and not of every account: not taken over, since an overlay names no account.`,
    ),
    ...report.bills_ending_within_a_day.map(
      ({ provider, account, until }) =>
        `The bill of ${provider}${account === null ? "" : ` (${account})`} goes to ${until} so far: later calls of that day are timing.`,
    ),
    ...report.lines_across_the_range.map(
      (row) =>
        `${counted(row.lines, "line")} (${amount(row.cost, row.currency)}) ${row.lines === 1 ? "reaches" : "reach"} beyond these days: left out.`,
    ),
    ...report.lines_not_about_ai.map(
      (row) =>
        `${counted(row.lines, "line")} (${amount(row.cost, row.currency)}) ${row.lines === 1 ? "is" : "are"} not about AI: left out.`,
    ),
  ];
}

/** The mend of the cause that is largest without signs. */
function nextStep({ groups, is_on_target }: ReconcileReport): string[] {
  if (is_on_target === true) return [];
  const worst = groups
    .flatMap((group) => group.causes)
    .filter(({ reason }) => reasons[reason].mend !== undefined)
    .toSorted((a, b) => (parseDollars(a.gross) > parseDollars(b.gross) ? -1 : 1))[0];
  const mend = worst === undefined ? undefined : reasons[worst.reason].mend;
  return mend === undefined ? [] : ["", `Next: ${mend}`];
}

const amount = (text: string, currency: string): string =>
  displayCurrencyCompact(text, currency).replace("USD ", "$");

/** With thousands separators; all of its digits, since a difference may be in the last. */
const quantity = (text: string | null): string =>
  text === null ? "–" : text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

/** A share with two decimals of a percent, cut and not rounded. */
const percent = (share: string): string => {
  const digits = share.replace(".", "");
  return `${Number(digits.slice(0, 3))}.${digits.slice(3, 5)} %`;
};

const lastDay = (end: string): string => new Date(Date.parse(end) - 1).toISOString().slice(0, 10);
