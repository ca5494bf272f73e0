import type {
  BudgetAccount,
  BudgetExplanation,
  BudgetStatus,
  BudgetsResponse,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";

type Look = Readonly<{ timeZone: string; width: number }>;

/** Every budget by its fullest account. */
export function renderBudgets({ budgets, leases }: BudgetsResponse, look: Look): string {
  const table = renderTable(
    [{ title: "Budget" }, { title: "For" }, ...amountColumns, { title: "Opens again" }],
    budgets.map((budget) => {
      const [fullest] = budget.accounts;
      const others = budget.accounts.length - 1 + budget.left_out;
      const subject = fullest === undefined ? "nobody yet" : subjectText(fullest, "all");
      return [
        budget.name,
        others > 0 ? `${subject} + ${others}` : subject,
        ...amounts(budget, fullest),
        budget.window_end === null || budget.window?.startsWith("rolling")
          ? "–"
          : showTime(Date.parse(budget.window_end), look.timeZone),
      ];
    }),
    look.width,
  );
  const held = `${leases.under_way} calls under way hold what they can come to at most.`;
  const unsettled =
    leases.unsettled === 0
      ? []
      : [`${leases.unsettled} ended without a row: they stay spent at their worst case.`];
  return [table.trimEnd(), "", ...budgets.flatMap(notesOf), held, ...unsettled].join("\n");
}

/** One budget with all of its accounts. */
export function renderBudget(budget: BudgetStatus, look: Look): string {
  const { accounts, left_out: leftOut } = budget;
  const table = renderTable(
    [{ title: "For" }, ...amountColumns, { title: "At the window's end", align: "right" }],
    accounts.map((account) => [
      subjectText(account, "all"),
      ...amounts(budget, account),
      account.expected === null ? "–" : amountText(budget, account.expected),
    ]),
    look.width,
  );
  const more = leftOut === 0 ? [] : [`${leftOut} more have less in use.`];
  return [describe(budget), "", table.trimEnd(), "", ...more, ...notesOf(budget)]
    .join("\n")
    .trimEnd();
}

/** To what a call counts, an attempt after the other. */
export function renderExplanation({ attempts }: BudgetExplanation, look: Look): string {
  return renderTable(
    [
      { title: "Attempt" },
      { title: "Started" },
      { title: "Budget" },
      { title: "For" },
      { title: "Counted", align: "right" },
    ],
    attempts.flatMap(({ attempt, started_at, counts }) => {
      const when = [String(attempt), showTime(Date.parse(started_at), look.timeZone)];
      if (counts.length === 0) return [[...when, "none", "–", "–"]];
      return counts.map((one) => [
        ...when,
        one.budget,
        subjectText(one, "all"),
        one.amount === null ? "not known: as set aside" : amountText(one, one.amount),
      ]);
    }),
    look.width,
  );
}

const amountColumns = [
  { title: "Limit", align: "right" },
  { title: "Spent", align: "right" },
  { title: "Set aside", align: "right" },
  { title: "Free", align: "right" },
  { title: "Used", align: "right" },
] as const;

const amounts = (budget: BudgetStatus, account: BudgetAccount | undefined): readonly string[] => {
  const limit = amountText(budget, budget.limit);
  if (account === undefined) return [limit, "–", "–", limit, "–"];
  const { spent, leased, free, share } = account;
  return [
    limit,
    budget.measure === "concurrency" ? "–" : amountText(budget, spent),
    amountText(budget, leased),
    amountText(budget, free),
    percentText(share),
  ];
};

const amountText = ({ measure }: Pick<BudgetStatus, "measure">, amount: string): string =>
  measure === "dollars"
    ? displayDollarsCompact(parseDollars(amount))
    : BigInt(amount).toLocaleString("en-US");

/** `0.825000` as `82.5 %`. */
function percentText(share: string): string {
  const tenths = (BigInt(share.replace(".", "")) / 1_000n).toString().padStart(2, "0");
  return `${tenths.slice(0, -1)}.${tenths.slice(-1)} %`;
}

function subjectText({ subject }: Pick<BudgetAccount, "subject">, all: string): string {
  const parts = Object.entries(subject).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  return parts.length === 0 ? all : parts.join(", ");
}

function describe(budget: BudgetStatus): string {
  const of = Object.entries(budget.match).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  const each = budget.per.length === 0 ? "" : ` for each ${budget.per.join(" and ")}`;
  const scope = of.length === 0 ? "of all calls" : `of ${of.join(", ")}`;
  const when =
    budget.window === null
      ? "at one time"
      : budget.window.startsWith("rolling ")
        ? `in any ${budget.window.slice("rolling ".length)}`
        : `${calendarText(budget.window)} (${budget.time_zone})`;
  const ends = {
    refuse: "Then calls are refused.",
    alert: "Calls go on beyond it.",
    step_down: `From ${budget.step_down_at ?? "1"} of it on calls go to ${budget.step_down_to ?? ""}, then none.`,
  }[budget.at_limit];
  return `${amountText(budget, budget.limit)} ${budget.measure} ${scope}${each} ${when}. ${ends}`;
}

/** `a month`, `an hour`, `every 15 minutes`. */
const calendarText = (window: string): string =>
  window.startsWith("every") ? window : `${window === "hour" ? "an" : "a"} ${window}`;

function notesOf(budget: BudgetStatus): readonly string[] {
  const { name, accounts, known_since: knownSince } = budget;
  const unknown = accounts.filter(({ at_worst_case: one }) => !/^0(\.0+)?$/.test(one));
  const [first] = unknown;
  return [
    ...(knownSince === null ? [`${name}: no gateway has taken it on yet.`] : []),
    ...(accounts.some(({ simulated }) => simulated)
      ? [`${name}: holds simulated money or use.`]
      : []),
    ...(first === undefined
      ? []
      : [
          `${name}: ${amountText(budget, first.at_worst_case)} of what is spent is a worst case, as what it came to is not known.`,
        ]),
  ];
}
