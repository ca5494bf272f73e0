import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  apiErrorSchema,
  createKeyResponse,
  doctorResultSchema,
  keyListResponse,
  pricesResponse,
  reportResultSchema,
} from "@headgate/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { runCommandLine } from "./run-command.fixture.ts";
import { type StandIn, startStandIn } from "./stand-in-headgate.fixture.ts";

const golden = (name: string): string => `../golden/${name}.txt`;

let headgate: StandIn;
let empty: string;
beforeAll(async () => {
  headgate = await startStandIn();
  empty = mkdtempSync(join(tmpdir(), "headgate-golden-"));
});
afterAll(async () => {
  await headgate.close();
  rmSync(empty, { recursive: true, force: true });
});

const range = ["--since", "2026-11-01", "--until", "2026-11-22"];

describe("every command has a help page", () => {
  test.each([
    [],
    ["start"],
    ["demo"],
    ["keys"],
    ["keys", "create"],
    ["keys", "list"],
    ["keys", "revoke"],
    ["report"],
    ["prices"],
    ["prices", "show"],
    ["prices", "list"],
    ["doctor"],
    ["replay"],
  ])("headgate %s %s", async (...words) => {
    const { code, stdout, stderr } = await runCommandLine([...words, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(golden(["help", ...words].join("-")));
  });
});

describe("what a person sees", () => {
  test("a report is totals, what they leave out, and a table", async () => {
    const { code, stdout } = await runCommandLine(["report", ...range, "--url", headgate.url]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("report"));
  });

  test("keys are listed with what they are for and whether they live", async () => {
    const { code, stdout } = await runCommandLine(["keys", "list", "--url", headgate.url]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("keys-list"));
  });

  test("a model's prices are shown with their source", async () => {
    const words = ["prices", "show", "gpt-4o-mini", "--at", "2026-11-01"];
    const { code, stdout } = await runCommandLine(words);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("prices-show"));
  });

  test("a new key goes to stdout alone, the talk about it to stderr", async () => {
    const words = ["keys", "create", "bot", "--team", "a", "--tag", "k=v", "--url", headgate.url];
    const { code, stdout, stderr } = await runCommandLine(words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "hg_secret\n" });
    expect(stderr).toContain("shown this once");
  });
});

describe("what a program reads is one line that its schema takes", () => {
  const cases: readonly [string, z.ZodType, number, () => string[]][] = [
    ["report", reportResultSchema, 0, () => ["report", ...range, "--url", headgate.url]],
    ["keys list", keyListResponse, 0, () => ["keys", "list", "--url", headgate.url]],
    ["keys create", createKeyResponse, 0, () => ["keys", "create", "x", "--url", headgate.url]],
    ["prices list", pricesResponse, 0, () => ["prices", "list"]],
    ["doctor", doctorResultSchema, 0, () => ["doctor", "--url", headgate.url]],
    ["a failure", apiErrorSchema, 2, () => ["report", "--url", "http://127.0.0.1:9"]],
  ];
  test.each(cases)("%s --json", async (_, schema, expectedCode, words) => {
    const { code, stdout } = await runCommandLine([...words(), "--json"], {}, empty);
    expect(code).toBe(expectedCode);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(schema.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });
});

describe("a command line that is wrong ends with 2 and says what was probably meant", () => {
  test.each([
    [["reprot"], "Did you mean `headgate report`?"],
    [["keys", "lst"], "Did you mean `headgate keys list`?"],
    [["report", "--sicne", "7d"], "Did you mean --since?"],
    [["report", "--by", "teem"], "Did you mean team?"],
    [["report", "--tz", "Mars"], "--tz is a time zone"],
    [["report", "--filter", "team"], "--filter is written key=value"],
    [["replay"], "FILE is missing."],
    [["replay", "no.csv", "--concurrency", "0"], "--concurrency is a whole number from 1"],
    [["start", "--port", "99999"], "--port is a whole number from 0 to 65535"],
    [["--nonsense"], "needs a command"],
  ])("headgate %s", async (words, message) => {
    const { code, stdout, stderr } = await runCommandLine(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

test("filters become the API's parameters", async () => {
  const filters = ["--filter", "team=support", "--filter", "tag.owner=a=b"];
  await runCommandLine(["report", ...range, ...filters, "--url", headgate.url]);
  expect(headgate.requests.at(-1)).toMatch(/team=support&tag=owner%3Da%3Db/);
});

test("a price that is not there is a finding, with the name that was probably meant", async () => {
  const { code, stderr } = await runCommandLine(["prices", "show", "gpt-4o-mimi"]);
  expect(code).toBe(1);
  expect(stderr).toContain("Did you mean gpt-4o-mini?");
});

test("the doctor's finding ends with 1 and says what to do", async () => {
  const { code, stdout } = await runCommandLine(
    ["doctor", "--url", "http://127.0.0.1:9"],
    {},
    empty,
  );
  expect(code).toBe(1);
  expect(stdout).toContain("[gateway_unreachable]");
});

test("--version prints the version alone", async () => {
  expect(await runCommandLine(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
});
