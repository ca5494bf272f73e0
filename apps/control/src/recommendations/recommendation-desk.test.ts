import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type RecommendationStep } from "@headgate/contract";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createInTurn } from "../in-turn.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";
import { type ConfigFile, createConfigFile } from "./config-file.ts";
import { applied, recommended } from "./followed.fixture.ts";
import { createRecommendationDesk } from "./recommendation-desk.ts";

const text = "listen: { port: 4100 }\n";

let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp();
});
afterAll(() => stores.close());

/** A desk over a file of its own, which may be changed while something is done about a recommendation. */
async function deskOver(around: (file: ConfigFile) => ConfigFile) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-desk-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "headgate.yaml");
  await writeFile(path, text);
  const file = createConfigFile({ path, versions: join(folder, "versions"), environment: {} });
  const desk = createRecommendationDesk({
    ...{ ledger: stores.ledger, state: stores.state, dataDirectory: folder },
    prices: () => stores.prices,
    config: () => configSchema.parse({}),
    nowMs: () => NOW_MS,
    historyTurn: createInTurn(),
    configFile: around(file),
  });
  onTestFinished(() => desk.close());
  return { desk, path };
}

/** The step that a look at the ledger takes down by itself, in the middle of what somebody does. */
const meanwhile = async (id: string, after: number, state: "verified" | "worse") => {
  const step: RecommendationStep = { ...applied(NOW_MS), state, by: "the ledger" };
  expect(
    await stores.state.addRecommendationStep({ recommendation: recommended(id), step, after }),
  ).toBe(true);
};
const once = { by: "bob", dry_run: false };

test("who reverts is taken down though the ledger told of the change in the same moment", async () => {
  const { desk, path } = await deskOver((file) => ({
    ...file,
    revert: async (written) => {
      await meanwhile("raced", 2, "verified");
      return await file.revert(written);
    },
  }));
  await stores.state.addRecommendationStep({
    recommendation: recommended("raced"),
    step: { ...applied(NOW_MS), state: "accepted" },
    after: 0,
  });
  await desk.act("raced", "apply", once);

  const { recommendation } = await desk.act("raced", "revert", once);

  expect(await readFile(path, "utf8")).toBe(text);
  expect(recommendation.life.map(({ state, by }) => [state, by])).toEqual([
    ["accepted", "ann"],
    ["applied", "bob"],
    ["verified", "the ledger"],
    ["open", "bob"],
  ]);
});
