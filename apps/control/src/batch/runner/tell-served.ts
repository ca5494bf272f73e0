import { setImmediate } from "node:timers/promises";
import { type BatchItem, type BatchStore, type ItemResult, isMoved } from "@headgate/batch";
import { INTERNAL_ROUTING_PATH, type ServedAnswer } from "@headgate/contract";
import { failuresOfAnswer } from "@headgate/levers";
import { answerViewOf, isJsonObject } from "@headgate/providers";
import type { Logger } from "pino";
import { z } from "zod";
import { type AskedGateway, askGateway } from "../../gateway/ask-gateway.ts";

/** A longer answer is not looked at, as in real time. */
const LONGEST_ANSWER = 262_144;

export interface ServedTeller {
  /** Has the answers looked at that requests got out of their batches, where another model was chosen. Never throws. */
  ended(items: readonly BatchItem[]): void;
  /** Waits until what ended was looked at. */
  idle(): Promise<void>;
}

type Options = Readonly<{
  store: Pick<BatchStore, "bodies" | "results">;
  gateway: () => AskedGateway;
  log: Logger;
}>;

/**
 * Looks at what chosen models answered in batches, with the checks that the gateway looks with at what it gave in real time, and tells
 * it what they found: a model that turned bad is bad there too. What cannot be told is left out, and logged: it is one look less.
 */
export function createServedTeller({ store, gateway, log }: Options): ServedTeller {
  let telling = Promise.resolve();

  async function tell(items: readonly RoutedItem[]): Promise<void> {
    try {
      const ids = items.map(({ id }) => id);
      const [bodies, results] = [await store.bodies(ids), await store.results(ids)];
      const answers: ServedAnswer[] = [];
      for (const { id, pool, route, ...item } of items) {
        const failed = failuresIn(item, bodies.get(id), results.get(id));
        const { fingerprint = "", chosen: model } = route;
        if (failed !== undefined) answers.push({ pool, fingerprint, model, failed });
        // A look can take some tenths of a second.
        await setImmediate();
      }
      if (answers.length === 0) return;
      await askGateway(gateway(), `${INTERNAL_ROUTING_PATH}/served`, z.object({}), { answers });
    } catch (error) {
      log.warn({ err: error, answers: items.length }, "answers of batches were not looked at");
    }
  }

  return {
    ended: (items) => {
      const routed = items.filter(isAnsweredByChosen);
      if (routed.length > 0) telling = telling.then(() => tell(routed));
    },
    idle: () => telling,
  };
}

type RoutedItem = BatchItem & Required<Pick<BatchItem, "pool" | "route">>;

/** Out of a batch: in real time the gateway looks itself, and a copy's answer is looked at as its leader's. */
const isAnsweredByChosen = (item: BatchItem): item is RoutedItem =>
  item.state === "batched" && item.pool !== undefined && isMoved(item);

/** Undefined where it is no answer of the model, or none that is looked at. */
function failuresIn(
  { format, path }: Pick<BatchItem, "format" | "path">,
  body: Uint8Array | undefined,
  result: ItemResult | undefined,
): ServedAnswer["failed"] | undefined {
  if (body === undefined || result?.status !== 200) return undefined;
  if (result.body.length > LONGEST_ANSWER) return undefined;
  const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
  const view = answerViewOf(format, { body: Buffer.from(result.body), stream: false });
  if (view === undefined || !isJsonObject(json)) return undefined;
  return failuresOfAnswer({ format, json, pathAndQuery: path }, view);
}
