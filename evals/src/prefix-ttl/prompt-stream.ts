/** One request of a stream: when it came, and the blocks of its prompt, named by all that stands before their ends. */
export type PromptRequest = Readonly<{
  atMs: number;
  /** What stands in whole blocks; equal leading ones are an equal prefix. */
  blocks: readonly string[];
  tokens: number;
  /** How many of the blocks are tools and system, where that is known. */
  head: number;
}>;

/** A stream of requests whose blocks are all of one size. */
export type PromptStream = Readonly<{ blockTokens: number; requests: readonly PromptRequest[] }>;
