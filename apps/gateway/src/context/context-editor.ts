import type { ContextPolicy } from "@headgate/contract";
import { contextActs, hasHistory, leastKept } from "@headgate/levers";
import {
  type CatalogueSearch,
  longestPrompt,
  type PromptPriceRatios,
  promptPriceRatios,
} from "@headgate/pricing";
import { hasCacheMarks } from "@headgate/providers";
import type { Call } from "../call/call.ts";
import type { Editor } from "../call/edit-request.ts";
import type { CallRoom } from "../call/handle-call.ts";
import { placesOfOwnCalls } from "../call/places-of-own-calls.ts";
import type { Target } from "../call/plan-targets.ts";

type ContextRoom = Pick<
  CallRoom,
  "catalogue" | "context" | "ownCalls" | "priceBook" | "counters" | "log"
>;

/** Anthropic's markers say "1h"; no other format has the word there, and taking an hour to be meant only waits longer. */
const ONE_HOUR = '"1h"';
const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/** What keeps the history of this call short; undefined where its policy wants none of it. */
export function contextEditor(
  room: ContextRoom,
  call: Call,
  target: Target | undefined,
  policy: ContextPolicy,
): Editor | undefined {
  if (target === undefined || call.wire.operation !== "chat" || !contextActs(policy))
    return undefined;
  const { provider } = target;
  return {
    name: "context",
    edit: ({ body, request, key, attribution, headers, id, effects }, view) => {
      if (!hasHistory(view)) return undefined;
      const forAnHour = body.includes(ONE_HOUR);
      const model = target.model ?? request.model;
      const search = {
        provider: provider.priceProvider,
        region: provider.priceContext.region,
        ownNames: provider.priceContext.ownNames,
        models: model === undefined ? [] : [model],
        atMs: Date.now(),
      };
      const prices = () => promptPriceRatios(room.priceBook, { ...search, forAnHour });
      return room.context.edit({
        view,
        json: request.json,
        tenant: key.id,
        label: attribution.session,
        policy,
        window: windowOf(room, policy, { ...search, providerName: provider.name }),
        prices,
        leastKept: () => leastKeptAt(target, model, body, prices),
        cacheTtlMs: forAnHour ? HOUR_MS : FIVE_MINUTES_MS,
        decided: (decision) => {
          room.counters.contextDecisions += 1;
          room.log.info({ callId: id, ...decision }, "a history is made shorter from now on");
        },
        summaryHeldBack: () => {
          room.counters.contextSummariesHeldBack += 1;
        },
        summarise: async (text) => {
          const { summary } = policy;
          if (summary === undefined) return undefined;
          const { model: by, max_tokens: maxTokens, timeout_ms: timeoutMs } = summary;
          try {
            return await room.ownCalls.ask({
              lever: "context",
              experiments: placesOfOwnCalls({ id, effects }),
              headers,
              model: by,
              text,
              maxTokens,
              timeoutMs,
            });
          } catch (error) {
            room.counters.contextSummariesFailed += 1;
            room.log.warn(
              { callId: id, error: String(error) },
              "a history was not summed up; its call goes on with all of it",
            );
            return undefined;
          }
        },
      });
    },
  };
}

/** From how many tokens on a prompt is kept; undefined where it is not, or where reading it again has no price of its own. */
function leastKeptAt(
  { provider }: Target,
  model: string | undefined,
  body: Buffer,
  prices: () => PromptPriceRatios | undefined,
): number | undefined {
  const least =
    model === undefined ? undefined : leastKept(provider.config.kind, model, hasCacheMarks(body));
  const ratios = least === undefined ? undefined : prices();
  return ratios !== undefined && ratios.read < 1 ? least : undefined;
}

/** What the policy says; where it names no number, what is known of the model. */
function windowOf(
  { catalogue }: ContextRoom,
  { context_window }: ContextPolicy,
  search: CatalogueSearch,
): number | undefined {
  if (typeof context_window === "number") return context_window;
  const known = catalogue.find(search);
  return known === undefined ? undefined : longestPrompt(known.facts);
}
