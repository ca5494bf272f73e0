import { type Embedded, openEmbedder } from "@headgate/embeddings";

/** Texts with their vectors. */
export type EmbeddedTexts = Readonly<{
  of: (text: string) => Embedded;
  /** Processor time of the embedding, in milliseconds a text. */
  cpuMsPerText: number;
}>;

const AT_ONCE = 512;

/** Embeds every text once; progress goes to stderr. */
export async function embedAll(texts: readonly string[]): Promise<EmbeddedTexts> {
  const distinct = [...new Set(texts)];
  const known = new Map<string, Embedded>();
  const embedder = openEmbedder({ queue: AT_ONCE, kept: 1 });
  const before = process.cpuUsage();
  try {
    for (let at = 0; at < distinct.length; at += AT_ONCE) {
      const part = distinct.slice(at, at + AT_ONCE);
      const embedded = await Promise.all(part.map((text) => embedder.embed(text)));
      for (const [index, one] of embedded.entries()) known.set(part[index] ?? "", one);
      process.stderr.write(`embedded ${known.size} of ${distinct.length} texts\n`);
    }
  } finally {
    await embedder.close();
  }
  const { user, system } = process.cpuUsage(before);
  return {
    of: (text) => {
      const embedded = known.get(text);
      if (embedded === undefined) throw new Error(`"${text}" was not embedded`);
      return embedded;
    },
    cpuMsPerText: (user + system) / 1_000 / distinct.length,
  };
}
