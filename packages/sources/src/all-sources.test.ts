import { sourceNames } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allSources } from "./all-sources.ts";
import { all, memoryFile } from "./memory-file.fixture.ts";
import { attemptFactsSchema, everySample, sampleOf } from "./source-files.fixture.ts";

test.each(
  everySample().map(({ folder, sample }) => [`${folder}/${sample.name}`, folder, sample] as const),
)("%s is certainly its own source's, and nobody else's", (_title, folder, sample) => {
  const detections = allSources.flatMap((source) => {
    const detection = source.detect(sample);
    return detection === undefined ? [] : [[source.name, detection]];
  });

  expect(detections).toEqual([[folder.replaceAll("-", "_"), "certain"]]);
});

test("every source has a name of its own, and refuses what is nobody's", () => {
  const names = allSources.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(sourceNames).toEqual(expect.arrayContaining(names));
  const others = [
    "",
    "hello, world\n1,2\n",
    '{"a":1}',
    "[]",
    "\u0000\u0001",
    "%PDF-1.7",
    "{".repeat(500),
  ];
  for (const content of others) {
    for (const source of allSources) {
      expect(source.detect(sampleOf("notes.txt", content))).toBeUndefined();
    }
  }
});

/** A file that was cut, or of which a piece was lost or overwritten. */
const damage = fc.record({
  sample: fc.constantFrom(...everySample()),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 200 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom(Buffer.from("}"), Buffer.from('"')),
  ),
});

test("no damage makes a reader throw, and every row that it gives is one of the contract", async () => {
  await fc.assert(
    fc.asyncProperty(damage, async ({ sample: { folder, sample }, from, length, put }) => {
      const head = Buffer.from(sample.head);
      const start = Math.floor(from * head.length);
      const bytes = Buffer.concat([head.subarray(0, start), put, head.subarray(start + length)]);
      const source = allSources.find(({ name }) => name === folder.replaceAll("-", "_"));
      if (source === undefined) throw new Error(`no source reads ${folder}`);

      const { signal } = new AbortController();
      const found = await all(source.read(memoryFile(sample.name, bytes, 700), { signal }));

      for (const one of found) {
        if (one.kind !== "attempt") continue;
        attemptFactsSchema.parse(one.attempt);
      }
    }),
    { numRuns: 500 },
  );
});
