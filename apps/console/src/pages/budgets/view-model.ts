import type { BudgetAccount, BudgetStatus } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { fullTime } from "../../time/time-text.ts";

/** One line of a budget's panel: its words, and the parts of its bar in percent of the limit. */
export type AccountLine = Readonly<{
  key: string;
  subject: string;
  spent: string;
  leased: string;
  free: string;
  used: string;
  expected: string | undefined;
  /** True where the pace so far leads beyond the limit. */
  isBeyond: boolean;
  atWorstCase: string | undefined;
  opening: string | undefined;
  simulated: boolean;
  bar: Readonly<{ spent: number; leased: number }>;
}>;

const isNothing = (amount: string): boolean => /^0(\.0+)?$/.test(amount);

/** An amount of the wire, for the eye. */
const amountShown = ({ measure }: Pick<BudgetStatus, "measure">, amount: string): string =>
  measure === "dollars" ? dollarsShown(amount) : countText(Number(amount));

/** An amount of the wire as a whole number of its smallest unit. */
const units = (amount: string): bigint => BigInt(amount.replace(".", ""));

/** The one place where a part of a limit becomes a floating-point number: something drawn, never text. */
function drawnPercent(part: string, limit: string): number {
  const thousandths = (units(part) * 100_000n) / units(limit);
  return Math.min(100, Number(thousandths) / 1_000);
}

export function accountLine(budget: BudgetStatus, account: BudgetAccount): AccountLine {
  const shown = (amount: string): string => amountShown(budget, amount);
  const spent = drawnPercent(account.spent, budget.limit);
  const { expected } = account;
  return {
    key: JSON.stringify(account.subject),
    subject: subjectText(account),
    spent: shown(account.spent),
    leased: shown(account.leased),
    free: shown(account.free),
    used: percentText(account.share),
    expected: expected === null ? undefined : shown(expected),
    isBeyond: expected !== null && units(expected) > units(budget.limit),
    atWorstCase: isNothing(account.at_worst_case) ? undefined : shown(account.at_worst_case),
    opening: isNothing(account.opening) ? undefined : shown(account.opening),
    simulated: account.simulated,
    bar: { spent, leased: Math.min(100 - spent, drawnPercent(account.leased, budget.limit)) },
  };
}

const subjectText = ({ subject }: BudgetAccount): string => {
  const parts = Object.entries(subject).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  return parts.length === 0 ? "all calls" : parts.join(", ");
};

/** `0.825000` as `82.5 %`. */
function percentText(share: string): string {
  const tenths = (BigInt(share.replace(".", "")) / 1_000n).toString().padStart(2, "0");
  return `${tenths.slice(0, -1)}.${tenths.slice(-1)} %`;
}

/** What a budget is for, in words. */
export function scopeText({ match, per }: BudgetStatus): string {
  const of = Object.entries(match).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  const each = per.length === 0 ? "" : `, for each ${per.join(" and ")}`;
  return `${of.length === 0 ? "all calls" : of.join(", ")}${each}`;
}

/** The limit with its window: `$500.00 a month (Europe/Berlin)`. */
export function limitText(budget: BudgetStatus): string {
  const { measure, window, time_zone: zone } = budget;
  const what = measure === "dollars" ? "" : measure === "concurrency" ? " calls" : ` ${measure}`;
  const amount = `${amountShown(budget, budget.limit)}${what}`;
  if (window === null) return `${amount} at one time`;
  if (window.startsWith("rolling")) return `${amount} in any ${window.slice("rolling ".length)}`;
  if (window.startsWith("every")) return `${amount} ${window}`;
  return `${amount} ${window === "hour" ? "an" : "a"} ${window} (${zone})`;
}

/** What happens at the limit, and when it opens again. */
export function endText(budget: BudgetStatus): string {
  const { at_limit: action, window, window_end: end } = budget;
  const opens =
    end === null || window === null || window.startsWith("rolling")
      ? ""
      : ` It opens again ${fullTime(Date.parse(end))}.`;
  switch (action) {
    case "refuse":
      return `Calls that do not fit are refused.${opens}`;
    case "alert":
      return `Calls go on beyond it.${opens}`;
    case "step_down":
      return `From ${percentText(sixPlaces(budget.step_down_at ?? "1"))} on calls go to ${budget.step_down_to ?? ""}, then they are refused.${opens}`;
    default:
      return action satisfies never;
  }
}

const sixPlaces = (share: string): string => {
  const [whole = "", fraction = ""] = share.split(".");
  return `${whole}.${fraction.padEnd(6, "0")}`;
};

export const firstBudget = `budgets:
  - name: support-month
    match: { team: support }
    limit: "500"
    window: month
    time_zone: Europe/Berlin
    alert_at: ["0.8"]
  - name: each-customer
    per: [customer]
    measure: tokens
    limit: "1000000"
    window: { rolling: "24h" }
`;
