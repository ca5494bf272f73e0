import type { configSchema } from "@headgate/contract";
import type { z } from "zod";

type Policies = NonNullable<z.input<typeof configSchema>["policies"]>;

/** Every lever that looks at requests and answers, and finds nothing to do in those that are generated here. */
export const leversOn: Policies = [
  {
    name: "all",
    match: {},
    exact_cache: { when: "always" },
    prefix_cache: { mode: "watch" },
    prompt: { lossless: true, passes: ["columnar_json", "repeated_blocks", "chunk_overlap"] },
    context: { strategy: "auto", entry_cap_tokens: 100_000 },
    output: { end_stream: ["complete", "repetition", "over_budget"] },
  },
];
