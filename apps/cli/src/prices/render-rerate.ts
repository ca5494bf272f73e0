import type { RerateCause, RerateDifference, RerateJob } from "@headgate/contract";
import { counted } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";

const causeTexts: Readonly<Record<RerateCause, string>> = {
  now_priced: "had no price, has one now",
  no_longer_priced: "has no price any more",
  correction: "the price was corrected",
  new_price_record: "another price record holds",
  overlay: "your own terms",
  confidence: "the same dollars, another confidence",
  other: "the same records, another rule",
};

/** What pricing again changes, for a person: totals, causes, models, and what could not be priced again. */
export function renderRerate(
  job: RerateJob,
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  const { difference } = job;
  const range = `${showTime(Date.parse(job.from), timeZone)} to ${showTime(Date.parse(job.to), timeZone)} (${timeZone})`;
  const kept = difference.kept.map(({ reason, attempts }) =>
    colors.yellow(`Kept            ${counted(attempts, "attempt")}: ${reason}`),
  );
  return [
    `${range}, prices as known now (${job.price_book})`,
    "",
    `Looked at       ${counted(difference.attempts, "attempt")}, ${showCount(difference.revised_attempts)} of them charged otherwise now`,
    `Effective cost  ${totalText(difference.before, difference.attempts)} before, ${totalText(difference.after, difference.attempts)} after`,
    `Difference      ${colors.bold(signed(difference.effective_cost_difference))}${simulatedText(difference)}`,
    ...kept,
    ...tables(difference, width),
    "",
    conclusion(job),
  ].join("\n");
}

function tables({ by_cause, by_model }: RerateDifference, width: number): string[] {
  if (by_model.length === 0) return [];
  return [
    "",
    renderTable(
      [
        { title: "cause" },
        { title: "attempts", align: "right" },
        { title: "difference USD", align: "right" },
      ],
      by_cause.map((row) => [
        causeTexts[row.cause],
        showCount(row.attempts),
        signed(row.effective_cost_difference),
      ]),
      width,
    ),
    "",
    renderTable(
      [
        { title: "model" },
        { title: "provider" },
        { title: "attempts", align: "right" },
        { title: "before USD", align: "right" },
        { title: "after USD", align: "right" },
        { title: "difference USD", align: "right" },
      ],
      by_model.map((row) => [
        row.provider === null ? "(others)" : (row.model ?? "(none)"),
        row.provider ?? "–",
        showCount(row.attempts),
        sumText(row.before, row.attempts),
        sumText(row.after, row.attempts),
        signed(row.effective_cost_difference),
      ]),
      width,
    ),
  ];
}

function conclusion({ apply, rerating, difference }: RerateJob): string {
  if (difference.revised_attempts === 0)
    return "Nothing to change: every charge is as it would be now.";
  if (!apply) return "Nothing was changed. Give --apply to let the new charges hold.";
  return `Applied as re-rating ${rerating}. The charges before are kept: reports show them with --charges original.`;
}

/** A sum that leaves unpriced attempts out says so, and one that leaves out all is not known. */
function sumText(sums: RerateDifference["before"], attempts: number): string {
  const { effective_cost, unpriced_attempts } = sums;
  if (unpriced_attempts === 0) return displayDollarsCompact(parseDollars(effective_cost));
  if (unpriced_attempts === attempts) return "unknown";
  return `≥ ${displayDollarsCompact(parseDollars(effective_cost))}`;
}

/** The same with how many attempts it leaves out. */
function totalText(sums: RerateDifference["before"], attempts: number): string {
  const { unpriced_attempts } = sums;
  const isPart = unpriced_attempts > 0 && unpriced_attempts < attempts;
  return `${sumText(sums, attempts)}${isPart ? ` (${showCount(unpriced_attempts)} unpriced)` : ""}`;
}

const signed = (text: string): string => {
  const amount = parseDollars(text);
  return `${amount > 0n ? "+" : ""}${displayDollarsCompact(amount)}`;
};

const simulatedText = ({ simulated_difference }: RerateDifference): string =>
  /[1-9]/.test(simulated_difference)
    ? `, of which ${signed(simulated_difference)} is simulated`
    : "";
