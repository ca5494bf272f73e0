import type { NotSeen } from "@headgate/contract";
import type { History, HistoryCall } from "@headgate/levers";
import type { HistorySource } from "../history/read-history.ts";
import type { Finding, FindingName } from "./advice-of-finding.ts";
import { findCacheTtl } from "./find-cache-ttl.ts";
import { findEmbeddingModel, withoutEqual } from "./find-embedding-model.ts";
import { findPassageOverlap } from "./find-passage-overlap.ts";
import { findReEmbedding, findRepeatedWork } from "./find-repeats.ts";
import { findRetrievedText } from "./find-retrieved-text.ts";
import { findVainAnswers } from "./find-vain-answers.ts";
import { findVainAttempts } from "./find-vain-attempts.ts";
import { LeftCalls } from "./left-calls.ts";
import { retrievedIn } from "./retrieved-in.ts";

type FoundInCalls = Readonly<{
  findings: readonly Finding[];
  notSeen: readonly NotSeen[];
  /** The calls as the findings leave them. */
  left: History;
}>;

type BesideCalls = Readonly<{
  /** Attempts that are no call of the history: another one took their place. */
  others: readonly HistoryCall[];
  isDismissed: (finding: FindingName) => boolean;
}>;

/**
 * What can be found in the calls that levers' changes leave, one finding after the other, so that no dollar is in two; and what
 * could not be seen in them.
 */
export function findInCalls(
  after: History,
  source: Pick<HistorySource, "prices" | "config"> & BesideCalls,
): FoundInCalls {
  const left = new LeftCalls(after, source.isDismissed);
  const without = withoutEqual(left);
  const findings = [
    ...findRepeatedWork(left),
    ...findReEmbedding(left),
    ...findVainAnswers(left),
    ...findVainAttempts(left, source.others),
    ...findEmbeddingModel(left, source),
    ...findCacheTtl(left),
    ...findPassageOverlap(left),
    ...findRetrievedText(left),
  ];
  const untold = (operation: "chat" | "embeddings"): number =>
    after.calls.filter(
      ({ row }) => row.operation === operation && row.request_facts?.digest === undefined,
    ).length;
  const notSeen = (
    [
      ["repeated-work", "their rows have no digest of what was asked", untold("chat")],
      ["re-embedding", "their rows have no digest of what was embedded", untold("embeddings")],
      ["embedding-model", "no equal of their model is listed", without],
      ["retrieved-text", "what their prompts are made of was not looked at", partless(after)],
      [
        "passage-overlap",
        "their rows do not tell how passages overlap: no gateway that looks for it took them down, or their documents were too long to look through",
        retrievedIn(after.calls).filter(
          ({ call }) => call.row.request_facts?.passages?.repeated_bytes === undefined,
        ).length,
      ],
    ] as const
  )
    .filter(([, , calls]) => calls > 0)
    .map(([kind, reason, calls]): NotSeen => ({ kind, reason, calls }));
  return { findings, notSeen, left: { ...after, calls: left.calls } };
}

const partless = ({ calls }: History): number =>
  calls.filter(({ row }) => row.operation === "chat" && row.prompt_parts === undefined).length;
