import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { all } from "../memory-file.fixture.ts";
import { openFile } from "./open-file.ts";
import { readJson } from "./read-json.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-open-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify({ n: from + index })}\n`).join("");

async function readNumbers(content: Uint8Array) {
  const path = join(folder, "log.json.gz");
  writeFileSync(path, content);
  let bytes = 0;
  const file = openFile("log.json.gz", path, (more) => {
    bytes += more;
  });
  const found = await all(readJson(file, { signal }));
  return {
    bytes,
    numbers: found.flatMap((piece) => (piece.kind === "record" ? [piece.value.n] : [])),
    skips: found.flatMap((piece) => (piece.kind === "skip" ? [piece.skip] : [])),
  };
}

test("plain and gzip are told by their bytes, and several gzip members are one file", async () => {
  const plain = await readNumbers(Buffer.from(lines(0, 3)));
  const members = Buffer.concat([gzipSync(lines(0, 2)), gzipSync(lines(2, 2))]);
  const zipped = await readNumbers(members);

  expect(plain.numbers).toEqual([0, 1, 2]);
  expect(zipped).toEqual({ bytes: members.length, numbers: [0, 1, 2, 3], skips: [] });
});

test("what comes before a break in the gzip is read, and the break has its place", async () => {
  const whole = gzipSync(Buffer.from(lines(0, 200_000)));
  const cut = await readNumbers(whole.subarray(0, whole.length / 2));

  expect(cut.numbers.length).toBeGreaterThan(90_000);
  expect(cut.numbers).toEqual(cut.numbers.map((_, index) => index));
  expect(cut.skips).toMatchObject([
    {
      reason: "file_unreadable",
      place: `log.json.gz:${cut.numbers.length + 1}`,
      detail: expect.stringContaining("download the file again"),
    },
  ]);

  const damaged = Buffer.from(whole);
  damaged.fill(0xff, whole.length / 2, whole.length / 2 + 64);
  const broken = await readNumbers(damaged);
  expect(broken.skips.at(-1)).toMatchObject({ reason: "file_unreadable" });
  expect(broken.numbers.length).toBeGreaterThan(10_000);
});

test("other compressions are named, not guessed at", async () => {
  const { skips } = await readNumbers(Buffer.from("28b52ffd0000", "hex"));

  expect(skips).toEqual([
    {
      reason: "file_unreadable",
      place: "log.json.gz:1",
      detail: "The file is compressed as Zstandard; Headgate reads plain files and gzip.",
    },
  ]);
});

test("a file that is not there is unreadable, with the reason of the system", async () => {
  const file = openFile("gone.json", join(folder, "gone.json"));

  expect(await all(readJson(file, { signal }))).toMatchObject([
    { skip: { reason: "file_unreadable", detail: "Reading failed: ENOENT." } },
  ]);
});
