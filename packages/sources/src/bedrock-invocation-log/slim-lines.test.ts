import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import { openFile } from "../read/open-file.ts";
import { readJson } from "../read/read-json.ts";
import type { SourceFile } from "../source.ts";
import { withoutPrefixes } from "./log-text.ts";
import { parseRecord } from "./parse-record.ts";
import { SlimLines } from "./slim-lines.ts";
import { slimmed } from "./slimmed.ts";

const { signal } = new AbortController();
const MOST_LINE = 400;
/** Lines that a reader puts together may be longer than what is left of them: none of these is too long for it. */
const MOST_RECORD = 100_000;

/** What a reader finds, with its places. */
async function readAll(file: SourceFile) {
  const found = await all(
    readJson(file, { signal, parse: parseRecord, maxRecordBytes: MOST_RECORD }),
  );
  return found.map((piece) =>
    piece.kind === "record" ? { value: piece.value, place: piece.place } : piece,
  );
}

function slimBytes(pieces: readonly Uint8Array[]): Buffer {
  const lines = new SlimLines(MOST_LINE);
  return Buffer.concat([...pieces.map((piece) => lines.push(piece)), lines.end()]);
}

const text = fc.oneof(
  fc.constantFrom('say "hello"', "{[", "back\\slash", "é – \u{1F600}", '"content":['),
  fc.string({ maxLength: 12 }),
);
const record = fc
  .record({
    id: fc.nat(),
    input: fc.record({
      inputBodyJson: fc.oneof(
        fc.record({ messages: fc.array(fc.record({ content: text })) }),
        fc.constant({}),
      ),
      inputTokenCount: fc.nat(),
    }),
    outputBodyJson: fc.array(
      fc.oneof(
        fc.record({ contentBlockDelta: fc.record({ delta: fc.record({ text }) }) }),
        fc.record({ metadata: fc.record({ usage: fc.nat() }) }),
      ),
      { maxLength: 4 },
    ),
  })
  .map((value) => value as unknown);

/** One record a line, and what is met in the place of one: printed, in lists, cut, damaged, in other bytes. */
const line: fc.Arbitrary<Buffer> = fc
  .oneof(
    { arbitrary: record.map((value) => JSON.stringify(value)), weight: 6 },
    record.map((value) => JSON.stringify(value, null, 2)),
    fc.array(record, { maxLength: 3 }).map((list) => JSON.stringify(list)),
    record.map((value) => `${JSON.stringify(value)},`),
    record.map((value) => `${JSON.stringify(value)}\r`),
    fc.tuple(record, record).map((two) => two.map((one) => JSON.stringify(one)).join(" ")),
    fc.tuple(record, fc.nat(200)).map(([value, at]) => JSON.stringify(value).slice(0, at)),
    fc
      .tuple(record, fc.nat(200), fc.constantFrom("}", "]", '"', ":", "\\", "tru"))
      .map(([value, at, wrong]) => {
        const json = JSON.stringify(value);
        return json.slice(0, at) + wrong + json.slice(at);
      }),
    fc.constantFrom("", "  ", "[", "]", "null", "7", "\uFEFF"),
  )
  .map((one) => Buffer.from(one));
const damaged = fc.tuple(line, fc.nat(200)).map(([bytes, at]) => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[at % copy.length] = 0xff;
  return copy;
});

test("of lines without their bodies a reader finds the same, at the same places", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ arbitrary: line, weight: 8 }, damaged), { maxLength: 12 }),
      fc.integer({ min: 1, max: 300 }),
      async (lines, pieceBytes) => {
        const first = Buffer.from("cut in the middle of a line}");
        const whole = Buffer.concat([first, ...lines].flatMap((one) => [one, Buffer.from("\n")]));
        const pieces: Buffer[] = [];
        for (let at = 0; at < whole.length; at += pieceBytes) {
          pieces.push(whole.subarray(at, at + pieceBytes));
        }
        const slim = slimBytes(pieces);

        expect(slim.length).toBeLessThanOrEqual(whole.length);
        expect(await readAll(memoryFile("log.json", slim))).toEqual(
          await readAll(memoryFile("log.json", whole)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("a thread reads the file, leaves the bodies out, and a file that breaks off breaks behind what came before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-slim-"));
  const text = Array.from({ length: 500 }, (_, id) =>
    JSON.stringify({ id, input: { inputBodyJson: { messages: [{ content: "é".repeat(60) }] } } }),
  ).join("\n");
  const gzip = gzipSync(text);
  const options = { mostLineBytes: MOST_LINE, threadFromBytes: 1, isPrefixed: false };
  try {
    for (const [name, content] of [
      ["plain.json", text],
      ["log.json.gz", gzip],
      ["broken.json.gz", gzip.subarray(0, gzip.length - 200)],
    ] as const) {
      const path = join(folder, name);
      await writeFile(path, content);
      let taken = 0;
      const slim = slimmed(
        openFile(name, path, (bytes) => {
          taken += bytes;
        }),
        options,
      );
      const found = await readAll(slim);

      expect(found).toEqual(await readAll(openFile(name, path)));
      expect(found.at(-1)).toMatchObject(
        name === "broken.json.gz"
          ? { kind: "skip", skip: { reason: "file_unreadable" } }
          : { place: `${name}:500` },
      );
      expect(taken).toBeGreaterThan(0);
    }
    const prefixed = join(folder, "export.txt");
    await writeFile(prefixed, text.replaceAll(/^/gm, "2026-11-01T00:00:00Z stream "));
    const file = openFile("export.txt", prefixed);
    expect(await readAll(slimmed(file, { ...options, isPrefixed: true }))).toEqual(
      await readAll(withoutPrefixes(file)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
