import { HeadgateError } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchLimits, BatchLine } from "./batch-api.ts";
import { bodyOf, measureBody } from "./batch-body.ts";

const limits: BatchLimits = { requests: 50, bytes: 200_000, leastRequests: 0, windowMs: 1 };
const shape = {
  head: "[",
  line: ({ customId, body }: BatchLine) => JSON.stringify({ customId, body }),
  between: ",",
  tail: "]",
};
const line = (customId: string): BatchLine => ({ customId, body: {} });

async function joined(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of body) all.push(piece);
  return Buffer.concat(all);
}

test("what is sent is as long as it was said to be, and holds every line once", async () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 3000 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(texts, async (words) => {
      const all = words.map((word, index) => ({ customId: `id-${index}`, body: { word } }));
      const lines = () => all;

      const measured = await measureBody(lines, shape, limits, "hg-1");
      const body = await joined(bodyOf(lines, shape, measured));

      expect(body.length).toBe(measured.contentLength);
      expect(measured.requests).toBe(all.length);
      expect(JSON.parse(body.toString("utf8"))).toEqual(JSON.parse(JSON.stringify(all)));
    }),
  );
});

test.each([
  [[line("a"), line("a")], "two lines have the id a"],
  [[line("a.b")], "line 1"],
  [[line("x".repeat(52))], "line 1"],
  [Array.from({ length: 51 }, (_, index) => line(`a${index}`)), "more than 50 requests"],
  [[{ customId: "a", body: { text: "x".repeat(200_000) } }], "larger than 200000 bytes"],
])("what no provider takes is refused before it is sent: %#", async (all, why) => {
  const measuring = measureBody(() => all, shape, limits, "hg-1");

  await expect(measuring).rejects.toBeInstanceOf(HeadgateError);
  await expect(measuring).rejects.toThrow(why);
});

test("lines that change between counting and sending end the request", async () => {
  let asked = 0;
  const lines = () => {
    asked += 1;
    return asked === 1 ? [line("a"), line("b")] : [line("a")];
  };

  const measured = await measureBody(lines, shape, limits, "hg-1");

  await expect(joined(bodyOf(lines, shape, measured))).rejects.toThrow(
    "others when they were sent",
  );
});

test("a marker that one of the providers would change is refused", async () => {
  await expect(measureBody(() => [line("a")], shape, limits, "a_b")).rejects.toMatchObject({
    code: "batch_refused",
  });
});
