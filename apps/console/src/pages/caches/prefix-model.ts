import { brokenPrefixText, counted, type PrefixStats } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { boundShown, dollarsShown } from "../../format/money-text.ts";
import { shareText } from "../../format/share.ts";

/** The prompts of one model, as the page tells of them. */
export const prefixLines = ({ models }: PrefixStats) =>
  models.map((one) => ({
    key: `${one.provider}/${one.model}`,
    model: one.model,
    provider: one.provider,
    hitRate: one.hit_rate === null ? "unknown" : shareText(one.hit_rate),
    calls: counted(one.calls, "call"),
    read: countText(one.read_tokens),
    written: countText(one.written_tokens),
    marked: `${countText(one.marked_5m)} for 5 m, ${countText(one.marked_1h)} for 1 h, ${countText(one.unmarked)} not`,
    // No bound where a part is not known: what markers cost can be more than what they spared.
    saved:
      one.saved_unknown > 0 && parseDollars(one.saved) === 0n
        ? "unknown"
        : marked(dollarsShown(one.saved), one.simulated),
    savedNote: unknownText(one.saved_unknown, "call"),
  }));

/** Prefixes that broke, the dearest first. */
export const brokenLines = ({ broken }: PrefixStats) =>
  broken.map((one) => ({
    key: [one.key_id, one.provider, one.model, one.part].join(" "),
    model: one.model,
    place: brokenPrefixText(one),
    callId: one.call_id,
    times: countText(one.times),
    sinceMs: Date.parse(one.first_at),
    tokens: tokensText(one.tokens_again, one.tokens_unknown),
    tokensNote: unknownText(one.tokens_unknown, "time"),
    cost: marked(boundShown(one.cost_again, one.cost_unknown), one.simulated),
    costNote: unknownText(one.cost_unknown, "time"),
  }));

/** Money of simulated providers says so; what is not known is of nobody's money. */
const marked = (money: string, isSimulated: boolean): string =>
  isSimulated && money !== "unknown" ? `${money} simulated` : money;

const tokensText = (tokens: number, unknown: number): string => {
  if (unknown === 0) return countText(tokens);
  return tokens === 0 ? "unknown" : `≥ ${countText(tokens)}`;
};

const unknownText = (count: number, noun: string): string =>
  count === 0 ? "" : `${counted(count, noun)} not known`;

/** What measures prompts and changes none. */
export const firstPrefixPolicy = `policies:
  - name: agents
    match: { team: support }
    prefix_cache:
      mode: watch`;
