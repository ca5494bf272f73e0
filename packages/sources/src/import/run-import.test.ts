import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Source } from "../source.ts";
import { call, NOVEMBER_MS, recordingSink, trivialSource } from "./import.fixture.ts";
import { type ImportOptions, type ImportProgress, runImport } from "./run-import.ts";
import { walkFiles } from "./walk-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-import-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const line = (id: string, at = NOVEMBER_MS): string => `${JSON.stringify({ trivial: id, at })}\n`;

const load = async (options: Partial<ImportOptions> = {}) => {
  const { sink, recorded } = recordingSink();
  const { signal } = new AbortController();
  const outcome = await runImport({
    paths: [folder],
    sources: [trivialSource],
    sink,
    signal,
    ...options,
  });
  return { ...outcome, ...recorded, ids: recorded.rows.map((row) => row.row_id) };
};

test("a folder of all sorts: what a source knows is read, the rest is counted with its place", async () => {
  write("2026/11/b.json", `${line("b1")}{"half":`);
  write("2026/11/a.json.gz", gzipSync(line("a1") + line("a2")));
  write("copy/of-b.json", `${line("b1")}{"half":`);
  write("holiday.png", Buffer.from("89504e470d0a1a0a", "hex"));
  write("empty.json", "");
  write(".git/config.json", line("hidden"));
  symlinkSync("/etc/passwd", join(folder, "link.json"));

  const { ids, ending, hasUnreadable } = await load();

  expect(ids).toEqual(["litellm:a1", "litellm:a2", "litellm:b1"]);
  expect(ending?.read).toEqual([{ source: "litellm", files: 2, rows: 4, skipped: 1 }]);
  expect(
    ending?.skips.map(({ source, reason, examples }) => [
      source,
      reason,
      examples.map((one) => one.place),
    ]),
  ).toEqual([
    [null, "file_unrecognised", [".git", "link.json", "empty.json", "holiday.png"]],
    ["litellm", "row_cut_short", ["2026/11/b.json:2"]],
    [null, "file_repeated", ["copy/of-b.json"]],
  ]);
  expect(hasUnreadable).toBe(true);
});

test("broken gzip costs what lies behind the break, and the import says where", async () => {
  const whole = gzipSync(Array.from({ length: 50_000 }, (_, index) => line(`x${index}`)).join(""));
  write("cut.json.gz", whole.subarray(0, whole.length / 2));

  const { ids, ending, batches } = await load();

  expect(ids.length).toBeGreaterThan(10_000);
  expect(batches).toBe(Math.ceil(ids.length / 100));
  expect(ending?.skips).toMatchObject([
    {
      source: "litellm",
      reason: "file_unreadable",
      count: 1,
      examples: [{ place: `cut.json.gz:${ids.length + 1}` }],
    },
  ]);
});

test("a tree of many small files comes in in the order of their names, the broken and the repeated ones told", async () => {
  const names = Array.from({ length: 300 }, (_, n) => `2026/11/${String(n).padStart(3, "0")}`);
  for (const name of names) {
    write(`${name}.json.gz`, gzipSync(line(`${name}-a`) + line(`${name}-b`)));
  }
  const whole = gzipSync(line("299-c").repeat(200));
  write("2026/12/cut.json.gz", whole.subarray(0, whole.length - 12));
  write("2026/12/same.json.gz", gzipSync(line("2026/11/007-a") + line("2026/11/007-b")));
  const progress: ImportProgress[] = [];

  const { ids, ending } = await load({ onProgress: (at) => progress.push(at) });

  expect(ids.slice(0, 600)).toEqual(
    names.flatMap((name) => [`litellm:${name}-a`, `litellm:${name}-b`]),
  );
  expect(ending?.skips).toMatchObject([
    {
      reason: "file_unreadable",
      count: 1,
      examples: [{ place: expect.stringMatching(/^2026\/12\/cut\.json\.gz:\d+$/) }],
    },
    {
      reason: "file_repeated",
      examples: [{ place: "2026/12/same.json.gz", detail: "The same as 2026/11/007.json.gz." }],
    },
  ]);
  expect(progress.at(-1)).toMatchObject({ filesDone: 302, filesKnown: 302 });
  expect(progress.map(({ filesDone }) => filesDone)).toEqual(
    progress.map(({ filesDone }) => filesDone).sort((left, right) => left - right),
  );
});

test("only the time that was asked for comes in, and what lies outside is counted", async () => {
  const day = 86_400_000;
  write(
    "log.json",
    line("before", NOVEMBER_MS - 1) + line("in") + line("after", NOVEMBER_MS + day),
  );

  const { ids, ending, hasUnreadable } = await load({
    range: { fromMs: NOVEMBER_MS, toMs: NOVEMBER_MS + day },
  });

  expect(ids).toEqual(["litellm:in"]);
  expect(ending?.skips).toMatchObject([{ reason: "period_out_of_range", count: 2 }]);
  expect(hasUnreadable).toBe(false);
});

test("a forced source reads what it would not have known", async () => {
  const path = write("log.json", '{"other":1}\n');

  expect((await load({ paths: [path] })).ending?.skips).toMatchObject([
    { reason: "file_unrecognised", examples: [{ place: "log.json" }] },
  ]);
  expect((await load({ paths: [path], forced: trivialSource })).ending?.skips).toMatchObject([
    { reason: "identity_missing", examples: [{ place: "log.json:1" }] },
  ]);
});

test("the surest source reads a file", async () => {
  write("log.json", line("x"));
  const surer: Source = { ...trivialSource, name: "helicone", detect: () => "certain" };

  const { ending } = await load({ sources: [trivialSource, surer] });

  expect(ending?.read).toMatchObject([{ source: "helicone" }]);
});

test("progress ends at all bytes that were known", async () => {
  write("a.json", line("a"));
  write("b.png", "no log");
  let last: ImportProgress | undefined;

  await load({
    onProgress: (progress) => {
      last = progress;
    },
  });

  const bytes = line("a").length + "no log".length;
  expect(last).toEqual({
    bytesRead: bytes,
    bytesKnown: bytes,
    filesDone: 2,
    filesKnown: 2,
    rows: 1,
  });
});

test("an import that is aborted or fails is abandoned", async () => {
  write("a.json", line("a"));
  const aborting = recordingSink();
  const abort = new AbortController();
  const source = {
    ...trivialSource,
    async *read() {
      yield [{ kind: "attempt", attempt: call("x") }] as const;
      abort.abort();
    },
  };

  await expect(
    runImport({ paths: [folder], sources: [source], sink: aborting.sink, signal: abort.signal }),
  ).rejects.toThrow();

  expect(aborting.recorded).toMatchObject({ abandoned: true, ending: undefined });
});

test("a path that is not there, and too many files, end before anything begins", async () => {
  await expect(load({ paths: [join(folder, "gone")] })).rejects.toMatchObject({
    code: "import_path_unusable",
    message: expect.stringContaining("gone: there is no such file or folder"),
  });
  write("a", "");
  write("b", "");
  const { signal } = new AbortController();
  await expect(walkFiles([folder], { maxFiles: 1, signal })).rejects.toMatchObject({
    code: "import_path_unusable",
  });
});

test("files under two paths are told apart by them", async () => {
  write("one/log.json", line("a"));
  write("two/log.json", line("b"));
  const { signal } = new AbortController();

  const { files } = await walkFiles([join(folder, "one"), join(folder, "two")], { signal });

  expect(files.map(({ name }) => name)).toEqual(["one/log.json", "two/log.json"]);
});

test("of thousands of paths the first are written down, and how many more there were", async () => {
  const path = write("log.json", line("a"));

  const { beginning } = await load({ paths: Array.from({ length: 150 }, () => path) });

  expect(beginning?.named).toHaveLength(101);
  expect(beginning?.named.at(-1)).toBe("and 50 more");
});

test("a sink that fails ends the import with its reason, and nothing is sent behind it", async () => {
  write("log.json", Array.from({ length: 10_000 }, (_, index) => line(`x${index}`)).join(""));
  const { sink, recorded } = recordingSink();
  const full = new Error("the disk is full");
  const failing = {
    ...sink,
    add: async (records: Parameters<typeof sink.add>[0]) => {
      if (recorded.batches === 1) throw full;
      await sink.add(records);
    },
  };

  await expect(load({ sink: failing })).rejects.toBe(full);

  expect(recorded).toMatchObject({ batches: 1, abandoned: true, ending: undefined });
});
