import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { Supervisor } from "./supervise.ts";

let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-supervisor-"));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LISTENS = `process.send({ kind: "listening", url: "http://127.0.0.1:4100" }); setInterval(() => {}, 1000);`;
const failsOf = (code: string): string =>
  `process.send({ kind: "failed", code: "${code}", message: "Nothing answers." }, () => process.exit(1));`;

/** A gateway that listens, and a control process that fails. */
function supervisor(code: string): Supervisor {
  const [gatewayModule, controlModule] = [join(folder, "gateway.mjs"), join(folder, "control.mjs")];
  writeFileSync(gatewayModule, LISTENS);
  writeFileSync(controlModule, failsOf(code));
  const made = new Supervisor({
    ...{ config: configSchema.parse({}), mode: "live", dataDirectory: folder, controlPort: 1 },
    ...{ gatewayModule, controlModule, consoleDirectory: folder, configFile: undefined },
    onLine: () => undefined,
    talk: (text) => told.push(text),
  });
  onTestFinished(() => made.stop());
  return made;
}

test("where the ledger is away a node that knows keys takes calls, and says what is missing", async () => {
  writeFileSync(dataDirectory(folder).keys, "{}");

  expect(await supervisor("ledger_unreachable").start()).toBe("http://127.0.0.1:4100");

  expect(told).toContainEqual(expect.stringContaining("as soon as the ledger answers"));
});

test("a node that knows no key yet does not start without its ledger, and none starts that its ledger refuses", async () => {
  await expect(supervisor("ledger_unreachable").start()).rejects.toMatchObject({
    code: "ledger_unreachable",
  });
  writeFileSync(dataDirectory(folder).keys, "{}");

  await expect(supervisor("ledger_refused").start()).rejects.toMatchObject({
    code: "ledger_refused",
  });
});
