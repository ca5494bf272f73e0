import { brokenPrefixText, counted, type PrefixStats } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
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
    saved: moneyText(one.saved, one.simulated),
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
    tokens: countText(one.tokens_again),
    tokensNote: unknownText(one.tokens_unknown, "time"),
    cost: moneyText(one.cost_again, one.simulated),
    costNote: unknownText(one.cost_unknown, "time"),
  }));

const moneyText = (dollars: string, isSimulated: boolean): string =>
  `${dollarsShown(dollars)}${isSimulated ? " simulated" : ""}`;

const unknownText = (count: number, noun: string): string =>
  count === 0 ? "" : `and ${counted(count, noun)} not known`;

/** What measures prompts and changes none. */
export const firstPrefixPolicy = `policies:
  - name: agents
    match: { team: support }
    prefix_cache:
      mode: watch`;
