import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findConfigSource, readConfig, withOverrides } from "./start-plan.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-plan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keys = { OPENAI_API_KEY: "sk-test" };

describe("a configuration is looked for in this order", () => {
  test("the file that was named, then headgate.yaml, then provider keys, then the demo", () => {
    expect(findConfigSource(undefined, {}, folder)).toEqual({ kind: "demo" });
    expect(findConfigSource(undefined, keys, folder)).toEqual({ kind: "environment" });
    const usual = join(folder, "headgate.yaml");
    writeFileSync(usual, "{}");
    expect(findConfigSource(undefined, keys, folder)).toEqual({ kind: "file", path: usual });
    expect(findConfigSource("other.yaml", keys, folder)).toEqual({
      kind: "file",
      path: join(folder, "other.yaml"),
    });
  });
});

test("a file that is not there is a fault of the configuration with its path", async () => {
  const source = { kind: "file", path: join(folder, "no.yaml") } as const;
  await expect(readConfig(source, {}, {})).rejects.toThrow(`${source.path}: ENOENT.`);
});

test("the command line wins over the environment, and the environment over the file", () => {
  const config = configSchema.parse({ listen: { port: 1 } });
  expect(withOverrides(config, {}, {}).listen.port).toBe(1);
  expect(withOverrides(config, { HEADGATE_PORT: "2" }, {}).listen.port).toBe(2);
  expect(withOverrides(config, { HEADGATE_PORT: "2" }, { port: 3 }).listen.port).toBe(3);
});

test.each(["x", "70000", "-1", "80.5"])("HEADGATE_PORT=%s is refused", (port) => {
  expect(() => withOverrides(configSchema.parse({}), { HEADGATE_PORT: port }, {})).toThrow(
    /HEADGATE_PORT/,
  );
});

test("a host that others can reach needs an admin key, from the file or the environment", () => {
  const open = configSchema.parse({ listen: { host: "0.0.0.0" } });
  const adminKey = "0123456789abcdef";
  expect(() => withOverrides(open, {}, {})).toThrow(/admin_key/);
  expect(withOverrides({ ...open, admin_key: adminKey }, {}, {}).admin_key).toBe(adminKey);
  expect(withOverrides(open, { HEADGATE_ADMIN_KEY: adminKey }, {}).admin_key).toBe(adminKey);
  expect(() => withOverrides(open, { HEADGATE_ADMIN_KEY: "short" }, {})).toThrow(/admin_key/);
});

test.each(["127.0.0.1", "127.9.9.9", "localhost", "::1"])("%s needs no admin key", (host) => {
  expect(withOverrides(configSchema.parse({}), {}, { host }).admin_key).toBeUndefined();
});
