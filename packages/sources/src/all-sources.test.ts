import { sourceNames } from "@headgate/contract";
import { expect, test } from "vitest";
import { allSources } from "./all-sources.ts";
import { everySample, sampleOf } from "./source-files.fixture.ts";

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
