import type { Change, LedgerRow, TokenBucket } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import type { SampledCall } from "@headgate/simulator";

/** What levers made of a call of the history: its changes, and what it would have cost without them. */
type Levered = Pick<LedgerRow, "baseline_cost" | "savings" | "changes">;

/** Tokens that the prompt lever takes away of every hundred, and the context lever. */
const SHORTENED_OF_HUNDRED = 6;
const FORGOTTEN_OF_HUNDRED = 35;

/**
 * Lets levers have acted on the calls of three features, in the later half of the history: constructed, so that the
 * demo has something to show. A saving is what the tokens taken away, or not read from the cache, would have cost at the
 * call's own prices.
 */
export function leversOf(call: SampledCall, isLater: boolean): Levered {
  const cost = call.picodollars;
  const untouched = { baseline_cost: formatDollars(picodollars(cost)), savings: [] };
  if (!isLater || call.failed) return untouched;
  const acted = actedOn(call);
  if (acted === undefined) return untouched;
  const amount = formatDollars(picodollars(acted.saved));
  return {
    baseline_cost: formatDollars(picodollars(cost + acted.saved)),
    savings: [{ lever: acted.change.lever, amount }],
    changes: [acted.change],
  };
}

function actedOn(call: SampledCall): Readonly<{ change: Change; saved: bigint }> | undefined {
  switch (call.feature) {
    case "query-rewrite":
      return tokensAway(call, SHORTENED_OF_HUNDRED, { lever: "prompt", did: "shortened" });
    case "code-review":
      return tokensAway(call, FORGOTTEN_OF_HUNDRED, {
        lever: "context",
        did: "cleared_tool_results",
      });
    case "answer-draft":
      return prefixKept(call);
    default:
      return undefined;
  }
}

function tokensAway(call: SampledCall, ofHundred: number, change: Change) {
  const input = lineOf(call, "input");
  if (input === undefined) return undefined;
  const tokens = Math.round((input.quantity * ofHundred) / 100);
  if (tokens === 0) return undefined;
  return {
    change: { ...change, count: 1, input_tokens: tokens },
    saved: input.unitPrice * BigInt(tokens),
  };
}

/** What was read from the cache or written into it would have been plain input. */
function prefixKept(call: SampledCall) {
  const input = lineOf(call, "input");
  const cached = call.lines.filter(
    ({ component }) => component === "cache_read" || component === "cache_write_5m",
  );
  if (input === undefined || cached.length === 0) return undefined;
  let saved = 0n;
  for (const { unitPrice, quantity } of cached) {
    saved += (input.unitPrice - unitPrice) * BigInt(quantity);
  }
  return { change: { lever: "prefix-cache", did: "marked_5m", count: 1 } as const, saved };
}

const lineOf = ({ lines }: SampledCall, bucket: TokenBucket) =>
  lines.find(({ component }) => component === bucket);
