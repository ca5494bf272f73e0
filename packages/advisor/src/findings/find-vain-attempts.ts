import { counted, unfailedOutcomes } from "@headgate/contract";
import type { CallSaving, HistoryCall } from "@headgate/levers";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";
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

/**
 * Attempts that were paid for and whose answer no client got, or not whole, by why: one finding a cause.
 *
 * @param others attempts whose place another one took; no lever and no other finding looks at them
 */
export function findVainAttempts(
  left: LeftCalls,
  others: readonly HistoryCall[],
): readonly Finding[] {
  const causes = new Map<VainCause, CallSaving[]>();
  for (const call of [...others, ...left.calls.filter(isVain)]) {
    const cause = causeOf(call.row.outcome, call.row.status ?? null);
    const saving: CallSaving = { call, saved: call.cost, after: "answered" };
    const known = causes.get(cause);
    if (known === undefined) causes.set(cause, [saving]);
    else known.push(saving);
  }
  return [...causes].flatMap(([cause, savings]): Finding[] => {
    const named = { kind: "retries", subject: cause, scope: {} } as const;
    const taken = left.take(named, savings);
    if (taken === undefined) return [];
    return [
      {
        ...{ ...named, phase: "quick_wins", ...taken },
        title: titles[cause](counted(savings.length, "attempt")),
        steps: [steps[cause], "headgate report --by outcome shows how attempts ended."],
        figures: [
          { what: "attempts whose answer no client got whole", value: String(savings.length) },
          { what: "of them without a known price", value: String(taken.unknownCalls) },
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

const isVain = ({ row: { outcome } }: HistoryCall): boolean =>
  outcome === "client_closed" || !unfailedOutcomes.some((one) => one === outcome);
