import { counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, picodollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import { monthlyText, type Range } from "./range.ts";
import { causeOf, type VainCause } from "./vain-cause.ts";

const titles = {
  time_limit: (many) => `Give ${many} more time, or ask for less: they were paid for and timed out`,
  rate_limit: (many) => `Spread calls out: ${many} met a provider's rate limit and were paid for`,
  broken_off: (many) => `Find out why the answers of ${many} broke off after being paid for`,
  provider_fault: (many) =>
    `Fall back sooner: ${many} failed by the provider's fault and were paid for`,
  refused_request: (many) =>
    `Mend what ${many} asked: the provider charged for them and refused them`,
  hung_up: (many) => `Find out why clients hung up on ${many} that were paid for`,
  replaced: (many) => `See what takes the place of ${many} that were paid for and answered nobody`,
} as const satisfies Record<VainCause, (many: string) => string>;

const steps = {
  time_limit:
    "Raise limits.call_timeout_ms in headgate.yaml or the client's own limit, or ask for shorter answers.",
  rate_limit:
    "Name a fallback or several deployments under models in headgate.yaml, or let what can wait wait: policies[].batch.",
  broken_off:
    "Compare the providers and models of the calls; name a fallback for the one whose streams break.",
  provider_fault:
    "Compare the providers of the calls; lower circuit_breaker.failures, and name a fallback under models.",
  refused_request:
    "Open some of the calls: prompts beyond the model's context and fields that it does not take are usual.",
  hung_up:
    "Compare the client's own time limit with how long the calls took; stream answers that people wait for.",
  replaced:
    "Where a cascade looks at cheap answers first, its page says how many it sets aside; elsewhere lower retries.attempts_per_target.",
} as const satisfies Record<VainCause, string>;

/** Attempts that were paid for and whose answer no client got, or not whole, by why: one finding a cause. */
export async function findVainAttempts(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<readonly Finding[]> {
  const causes = new Map<VainCause, { cost: bigint; attempts: number; unpriced: number }>();
  for (const { outcome, status, cost, attempts, unpricedAttempts } of await ledger.report(
    "vain-attempts",
    { ...range },
  )) {
    const cause = causeOf(outcome, status);
    const known = causes.get(cause) ?? { cost: 0n, attempts: 0, unpriced: 0 };
    known.cost += cost;
    known.attempts += attempts;
    known.unpriced += unpricedAttempts;
    causes.set(cause, known);
  }
  return [...causes].flatMap(([cause, { cost, attempts, unpriced }]): Finding[] => {
    if (cost <= 0n) return [];
    const paid = picodollars(cost);
    return [
      {
        ...{ kind: "retries", subject: cause, phase: "quick_wins", scope: {} },
        title: titles[cause](counted(attempts, "attempt")),
        steps: [steps[cause], "headgate report --by outcome shows how attempts ended."],
        dollars: { estimate: monthlyText(paid, range), low: null, high: null },
        savedInRange: formatDollars(paid),
        figures: [
          { what: "attempts whose answer no client got whole", value: String(attempts) },
          { what: "of them without a known price", value: String(unpriced) },
        ],
        confidence: {
          level: "low",
          reason:
            "What was spent on them is exact; that all of it can be avoided is not: it is at most this.",
        },
        effortHours: 4,
        depth: "rows",
      },
    ];
  });
}
