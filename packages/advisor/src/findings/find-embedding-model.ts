import { counted } from "@headgate/contract";
import type { CallSaving, HistoryCall } from "@headgate/levers";
import { picodollars } from "@headgate/money";
import { attemptTerms, chargeAgain } from "@headgate/pricing";
import type { HistorySource } from "../history/read-history.ts";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";

/**
 * Embedding models and the one that their maker offers in their place, with vectors as long by default. OpenAI calls its third
 * generation its newest and most performant, at lower costs (https://developers.openai.com/api/docs/guides/embeddings, read
 * 2026-11-29). What either costs is the price book's to say.
 */
const successors: ReadonlyMap<string, string> = new Map([
  ["text-embedding-ada-002", "text-embedding-3-small"],
]);

const isEmbedding = ({ row }: HistoryCall): boolean => row.operation === "embeddings";

/** Embedding calls of models of which no equal is listed. */
export const withoutEqual = (left: LeftCalls): number =>
  left.calls.filter((call) => isEmbedding(call) && !successors.has(call.model ?? "")).length;

/** Embedding models that are dearer than the one that their maker has put in their place, by the provider's own prices. */
export function findEmbeddingModel(
  left: LeftCalls,
  { prices, config }: Pick<HistorySource, "prices" | "config">,
): readonly Finding[] {
  const termsOf = attemptTerms(config);
  return [...successors].flatMap(([model, successor]): Finding[] => {
    const savings = left.calls
      .filter((call) => isEmbedding(call) && call.model === model)
      .map((call): CallSaving => {
        const { sent_model: _s, response_model: _r, ...plain } = call.row;
        const asked = { ...plain, request_model: successor };
        const then = chargeAgain(prices, asked, termsOf(call.row))?.effectiveCost;
        const { cost } = call;
        const isKnown = cost !== undefined && then !== undefined;
        if (!isKnown) return { call, saved: undefined, after: call };
        return { call, saved: picodollars(cost - then), after: { ...call, cost: then } };
      });
    const named = {
      kind: "embedding-model",
      scope: { model, operation: "embeddings" },
    } as const;
    const taken = left.take(named, savings);
    if (taken === undefined) return [];
    return [
      {
        ...{ ...named, phase: "infrastructure", ...taken },
        title: `Embed with ${successor} in place of ${model}`,
        steps: [
          `Embed what is stored once more with ${successor}: vectors of two models cannot be compared.`,
          "Search a sample of real questions in both stores, and compare what is found.",
          "Then change the model that is asked.",
        ],
        figures: [{ what: "calls", value: counted(savings.length, "call") }],
        confidence: {
          level: "medium",
          reason:
            "The same tokens at the other model's listed price. Embedding once more what is stored is not in it: how much that is, is in no row.",
        },
        quality: {
          risk: "low",
          reason: "Its maker says that it is better; on your texts that is not known.",
          check: "Compare what a sample of real questions finds, before the old vectors go.",
        },
        effortHours: 16,
        depth: "rows",
      },
    ];
  });
}
