import { type JsonObject, objectOrAbsent } from "@headgate/providers";

const names = [
  "input_tokens",
  "cached_input_tokens",
  "cache_write_input_tokens",
  "output_tokens",
  "reasoning_output_tokens",
  "total_tokens",
] as const;
type Counter = (typeof names)[number];
export type Counters = Readonly<{ [Name in Counter]?: number }>;

/** What one event adds to a session's counters. */
export type Step =
  | Readonly<{
      kind: "moved";
      usage: Counters;
      total: Counters | undefined;
      /** The counters went back: what they count began anew. */
      restarted: boolean;
    }>
  /** The event repeats what was counted: only limits have changed. */
  | Readonly<{ kind: "still" }>
  | Readonly<{ kind: "unreadable" }>;

/**
 * What was used since the last event. `total_token_usage` is cumulative: what it moved by is the usage. Where
 * it began anew (a session that was compacted) or is not stated, `last_token_usage` is it. It began anew where it went
 * back, and where it is no more than the last event's own usage though there was some before.
 */
export function stepOf(info: JsonObject, before: Counters | undefined): Step {
  const total = countersIn(info.total_token_usage);
  const last = countersIn(info.last_token_usage);
  if (total === undefined) {
    return last === undefined ? { kind: "unreadable" } : moved(last, undefined, false);
  }
  const delta = minus(total, before);
  if (delta === undefined) return moved(last ?? total, total, true);
  const step = moved(delta, total, false);
  const isAnew = before !== undefined && step.kind === "moved" && last !== undefined;
  return isAnew && isSame(total, last) ? moved(last, total, true) : step;
}

const moved = (usage: Counters, total: Counters | undefined, restarted: boolean): Step =>
  names.every((name) => usage[name] === undefined || usage[name] === 0)
    ? { kind: "still" }
    : { kind: "moved", usage, total, restarted };

const isSame = (one: Counters, other: Counters): boolean =>
  names.every((name) => one[name] === other[name]);

function countersIn(value: unknown): Counters | undefined {
  const stated = objectOrAbsent(value);
  if (stated === undefined) return undefined;
  const counters: { [Name in Counter]?: number } = {};
  for (const name of names) {
    const count = stated[name];
    if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) {
      counters[name] = count;
    }
  }
  return counters.input_tokens === undefined && counters.output_tokens === undefined
    ? undefined
    : counters;
}

/** `undefined` where a counter went back: then the two do not belong to one count. */
function minus(total: Counters, before: Counters | undefined): Counters | undefined {
  const delta: { [Name in Counter]?: number } = {};
  for (const name of names) {
    const now = total[name];
    const then = before?.[name];
    if (now === undefined) continue;
    if (then !== undefined && now < then) return undefined;
    delta[name] = then === undefined ? now : now - then;
  }
  return delta;
}

/** The counters as the usage of OpenAI's responses, whose totals include their parts. */
export function asResponsesUsage(usage: Counters): JsonObject {
  const { cached_input_tokens: cached, cache_write_input_tokens: written } = usage;
  const { reasoning_output_tokens: reasoning } = usage;
  return {
    ...(usage.input_tokens !== undefined && { input_tokens: usage.input_tokens }),
    input_tokens_details: {
      ...(cached !== undefined && { cached_tokens: cached }),
      ...(written !== undefined && { cache_write_tokens: written }),
    },
    ...(usage.output_tokens !== undefined && { output_tokens: usage.output_tokens }),
    ...(reasoning !== undefined && { output_tokens_details: { reasoning_tokens: reasoning } }),
    ...(usage.total_tokens !== undefined && { total_tokens: usage.total_tokens }),
  };
}
