import { counted, type FinishReason } from "@headgate/contract";
import type { CallSaving } from "@headgate/levers";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";

/** Ends of answers that are of no use to who asked, and what to do about them. */
const vain = {
  "context-full": {
    title: (many: string) =>
      `Shorten the prompts of ${many}: the model's context was full before it had answered`,
    step: "Set policies[].context in headgate.yaml, or send these calls to a model that takes in more.",
  },
  refusal: {
    title: (many: string) =>
      `See why ${many} were paid for and refused by the model or its content filter`,
    step: "Open some of the calls: where the filter is wrong its settings or the wording help; else refuse before asking.",
  },
} as const satisfies Partial<
  Record<FinishReason, Readonly<{ title: (many: string) => string; step: string }>>
>;

/** Answers that were paid for and of no use: the context was full, or a filter or the model refused. */
export function findVainAnswers(left: LeftCalls): readonly Finding[] {
  return (["context-full", "refusal"] as const).flatMap((reason): Finding[] => {
    const savings = left.calls
      .filter(({ row }) => row.request_facts?.finish_reason === reason)
      .map((call): CallSaving => ({ call, saved: call.cost, after: "answered" }));
    const named = { kind: "vain-answers", subject: reason, scope: {} } as const;
    const taken = left.take(named, savings);
    if (taken === undefined) return [];
    const { title, step } = vain[reason];
    return [
      {
        ...{ ...named, phase: "quick_wins", ...taken },
        title: title(counted(savings.length, "call")),
        steps: [step],
        figures: [{ what: `answers that ended as ${reason}`, value: String(savings.length) }],
        confidence: {
          level: "low",
          reason:
            "What they cost is known; that all of it can be avoided is not: it is at most this.",
        },
        effortHours: 4,
        depth: "facts",
      },
    ];
  });
}
