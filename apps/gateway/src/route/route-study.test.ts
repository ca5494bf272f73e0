import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultRouteSettings, readPrompt } from "@headgate/levers";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { poolName } from "./pool-name.ts";
import { RouteStudy } from "./route-study.ts";
import { RouteTroubles } from "./route-troubles.ts";

const settings = { ...defaultRouteSettings, models: ["dear", "cheap"] };
const pool = poolName("support", "dear");

/** Opens the pool and learns one call. */
async function studied(folder: string) {
  const log = pino({ level: "silent" });
  const troubles = new RouteTroubles({
    ...{ folder: mkdtempSync(join(folder, "troubles-")), log },
    nowMs: () => 0,
  });
  const study = new RouteStudy({ folder, log, troubles });
  study.snapshotOf(pool, () => settings);
  study.learn(pool, {
    ...readPrompt("Which queue?", "desk"),
    qualities: Float64Array.of(1, 1),
    costs: Float64Array.of(10, 1),
    by: { kind: "form" },
  });
  await study.fit(pool);
  await study.close();
  return troubles.all;
}

test("what was learned in an older form is set aside and told, since its certificates are gone; what comes after is not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-study-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await studied(folder)).toEqual([]);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  expect(files).toHaveLength(2);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, file), text.replace(/"version":\d+/, '"version":1'));
  }

  const [told, ...others] = await studied(folder);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ kind: "learned_anew", policy: "support", model: "dear" });
  expect(told?.note).toContain("learned routing is of version 1");
  expect(told?.note).toContain("what was learned of answers is of version 1");
  for (const file of files) {
    expect(told?.note).toContain(`${file}.set-aside`);
    expect(readFileSync(join(folder, `${file}.set-aside`), "utf8")).toContain('"version":1');
  }
  expect(await studied(folder)).toEqual([]);

  // Gone back to, and forth again: what was set aside first stays.
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, file), text.replace(/"version":\d+/, '"version":9'));
  }
  expect((await studied(folder))[0]?.note).toContain(".set-aside-2");
  for (const file of files) {
    expect(readFileSync(join(folder, `${file}.set-aside`), "utf8")).toContain('"version":1');
    expect(readFileSync(join(folder, `${file}.set-aside-2`), "utf8")).toContain('"version":9');
  }
});
