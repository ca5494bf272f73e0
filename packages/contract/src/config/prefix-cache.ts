import { z } from "zod";

/** Whether the gateway looks after the provider's prompt cache. */
export const prefixCacheSchema = z.strictObject({
  mode: z.enum(["off", "watch", "auto"]).default("off").meta({
    description:
      "off: not at all; watch: re-use is measured and broken prefixes are explained, and nothing is changed; auto: prompts that the client does not mark itself are marked where that pays.",
  }),
  ttl: z.enum(["auto", "5m", "1h"]).default("auto").meta({
    description:
      "How long marked prompts are kept: auto chooses by measured re-use and the price of writing; 5m and 1h leave only whether it pays.",
  }),
});
export type PrefixCachePolicy = z.infer<typeof prefixCacheSchema>;
