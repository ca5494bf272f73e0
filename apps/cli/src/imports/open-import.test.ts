import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { dataDirectory, readHistorySalt } from "@headgate/ledger";
import { createPromptReader, type PromptReader } from "@headgate/sources";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { ManagementApi } from "../management/management-api.ts";
import { type ImportPlace, openDirectImport, openImport } from "./open-import.ts";

const history_salt = "0123456789abcdef".repeat(4);
let folder: string;
let unknown: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-import-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  unknown = 0;
});

/** An import beside a configuration, which a Headgate that runs takes. */
function placed(yaml: string): ImportPlace {
  writeFileSync(join(folder, "headgate.yaml"), yaml);
  return {
    // Of its answers an opening needs that there is one.
    api: { get: async () => ({}) } as unknown as ManagementApi,
    ...{ isAddressGiven: true, data: join(folder, "data"), config: undefined, dryRun: false },
    ...{ environment: {}, workingDirectory: folder, onDirect: () => undefined },
    onSaltUnknown: () => {
      unknown += 1;
    },
  };
}

const digestBy = (prompts: PromptReader | undefined) =>
  prompts?.factsOf({
    ...{ operation: "chat", format: "openai.chat_completions", provider: "openai", model: "small" },
    json: { messages: [{ role: "user", content: "My parcel is late" }] },
    ...{ asker: undefined, tags: {}, inputTokens: 5, finishReason: "end" },
  })?.request_facts?.digest;
const digestOf = (salt: Buffer) => digestBy(createPromptReader(configSchema.parse({}), salt));

test("requests are keyed as the gateways key them, with the configuration's salt before the data directory's own", async () => {
  const place = placed(`history_salt: ${history_salt}\n`);
  const own = dataDirectory(join(folder, "data")).historySalt;

  const direct = await openDirectImport(place);
  await direct.close();
  expect(existsSync(own)).toBe(false);
  readHistorySalt(own);
  const running = await openImport(place);

  expect([digestBy(direct.prompts), digestBy(running.prompts)]).toEqual(
    Array(2).fill(digestOf(Buffer.from(history_salt, "hex"))),
  );
  expect(unknown).toBe(0);
});

test("where no salt of the Headgate that runs is known, or its configuration cannot be read here, that is told", async () => {
  const place = placed("{}\n");
  await openImport(place);
  expect(unknown).toBe(1);

  const salt = readHistorySalt(dataDirectory(join(folder, "data")).historySalt);
  const { prompts } = await openImport(place);
  expect(digestBy(prompts)).toBe(digestOf(salt));
  expect(unknown).toBe(1);

  await openImport(placed("history_salt: ${NOT_SET_HERE}\n"));
  expect(unknown).toBe(2);
});
