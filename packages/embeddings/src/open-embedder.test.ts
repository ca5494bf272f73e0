import { afterEach, describe, expect, it } from "vitest";
import type { Embedder } from "./embedder.ts";
import { type EmbedderOptions, openEmbedder } from "./open-embedder.ts";

const failing = new URL("../workers/failing-worker.fixture.mjs", import.meta.url);
let opened: Embedder | undefined;
const open = (options: EmbedderOptions): Embedder => {
  opened = openEmbedder(options);
  return opened;
};
afterEach(async () => {
  await opened?.close();
});

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0);

describe("the model that comes with the project", () => {
  it("gives unit vectors that lie together where texts mean the same", async () => {
    const embedder = open({});

    const [one, same, other] = await Promise.all(
      ["How do I find my card?", "How can I locate my card?", "What is the capital of Peru?"].map(
        (text) => embedder.embed(text),
      ),
    );

    if (one === undefined || same === undefined || other === undefined) throw new Error("lost");
    expect(one.vector).toHaveLength(512);
    expect(cosine(one.vector, one.vector)).toBeCloseTo(1, 4);
    expect(cosine(one.vector, same.vector)).toBeGreaterThan(cosine(one.vector, other.vector) + 0.2);
    expect(one).toMatchObject({ unknown: false, tokens: 7 });
  });

  it("says what it cannot read: unknown characters, and texts beyond its reach", async () => {
    const embedder = open({});

    const [chinese, long] = await Promise.all([
      embedder.embed("我的卡在哪里?"),
      embedder.embed("where is my card ".repeat(200)),
    ]);

    expect(chinese.unknown).toBe(true);
    expect(long.tokens).toBeGreaterThan(128);
  });
});

describe("the embedder's thread", () => {
  it("embeds together what was asked for while it was at work", async () => {
    const embedder = open({ script: failing });

    const [first, ...rest] = await Promise.all(
      ["a", "bb", "ccc"].map((text) => embedder.embed(text)),
    );

    expect(first?.tokens).toBe(1);
    expect(rest.map(({ tokens }) => tokens)).toEqual([2, 2]);
    expect(rest.map(({ vector }) => vector[0])).toEqual([2, 3]);
  });

  it("is started anew after it died, and fails only what it was asked for", async () => {
    const embedder = open({ script: failing });

    await expect(embedder.embed("die")).rejects.toThrow("ended");
    await expect(embedder.embed("fail")).rejects.toThrow("no memory");
    expect((await embedder.embed("four")).vector[0]).toBe(4);
  });

  it("refuses more than may wait, and all once it is closed", async () => {
    const embedder = open({ script: failing, queue: 1 });

    const underWay = embedder.embed("a");
    const waiting = embedder.embed("bb");
    await expect(embedder.embed("ccc")).rejects.toThrow("wait for the embedder already");
    await Promise.all([underWay, waiting]);
    await embedder.close();

    await expect(embedder.embed("a")).rejects.toThrow("closed");
  });
});
