import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type WeeklyReport, weeklyReport } from "@headgate/contract";
import { renderHtml } from "@headgate/page";
import { z } from "zod";
import { weeklyPage } from "./weekly-page.ts";

/** What became of sending a report, by notifier; one that is not in it waits. */
const deliveriesSchema = z.record(z.string(), z.enum(["delivered", "given_up"]));
export type Deliveries = z.infer<typeof deliveriesSchema>;

const DAY_FILE = /^(\d{4}-\d{2}-\d{2})\.json$/;

/**
 * Reports that were made, a folder each in `<data directory>/reports`: `<day>.html`, `<day>.json` and
 * `<day>.sent.json`. A week is made when its `<day>.json` is there: it is written last, and whole.
 */
export function reportFiles(root: string) {
  const fileOf = (name: string, file: string): string => join(root, name, file);
  return {
    /** Days whose reports were made. */
    async made(name: string): Promise<ReadonlySet<string>> {
      const files = await readdir(join(root, name)).catch(absentAs([]));
      return new Set(files.flatMap((file) => DAY_FILE.exec(file)?.[1] ?? []));
    },
    async write(name: string, day: string, report: WeeklyReport): Promise<void> {
      await mkdir(join(root, name), { recursive: true, mode: 0o700 });
      await whole(fileOf(name, `${day}.html`), renderHtml(weeklyPage(report)));
      await whole(fileOf(name, `${day}.json`), `${JSON.stringify(report)}\n`);
    },
    async read(name: string, day: string): Promise<WeeklyReport> {
      return weeklyReport.parse(JSON.parse(await readFile(fileOf(name, `${day}.json`), "utf8")));
    },
    async deliveries(name: string, day: string): Promise<Deliveries> {
      const text = await readFile(fileOf(name, `${day}.sent.json`), "utf8").catch(absentAs("{}"));
      return deliveriesSchema.parse(JSON.parse(text));
    },
    recordDeliveries: (name: string, day: string, deliveries: Deliveries): Promise<void> =>
      whole(fileOf(name, `${day}.sent.json`), `${JSON.stringify(deliveries)}\n`),
  } as const;
}
export type ReportFiles = ReturnType<typeof reportFiles>;

/** A file appears whole, by renaming. */
async function whole(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, text, { mode: 0o600, flush: true });
  await rename(part, path);
}

const absentAs =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return value;
    throw error;
  };
