import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  anomaliesReport,
  apiErrorSchema,
  budgetExplanation,
  budgetStatusSchema,
  budgetsResponse,
  createKeyResponse,
  doctorResultSchema,
  driversReport,
  estimateResponse,
  focusExportSummary,
  forecastReport,
  keyListResponse,
  kpisReport,
  priceHistoryResponse,
  pricesResponse,
  reconcileReport,
  reportResultSchema,
  rerateJobSchema,
  takeRatesResponse,
  tokensReport,
} from "@headgate/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { focusCsv } from "./exports/export-answers.fixture.ts";
import { type CommandResult, runCommandLines } from "./run-command.fixture.ts";
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
const nowhere = ["--url", "http://127.0.0.1:9"];

async function run(...words: string[]): Promise<CommandResult> {
  const [result] = await runCommandLines([words], empty);
  if (result === undefined) throw new Error("a command line has a result");
  return result;
}

test("every command has a help page", async () => {
  const commands = [
    [],
    ["start"],
    ["demo"],
    ["keys"],
    ["keys", "create"],
    ["keys", "list"],
    ["keys", "revoke"],
    ["analyze"],
    ["import"],
    ["sources"],
    ["sources", "list"],
    ["sources", "pull"],
    ["alarms"],
    ["alarms", "list"],
    ["alarms", "history"],
    ["alarms", "snooze"],
    ["alarms", "test"],
    ["budgets"],
    ["budgets", "list"],
    ["budgets", "show"],
    ["budgets", "explain"],
    ["report"],
    ["report", "tokens"],
    ["insight"],
    ["insight", "kpis"],
    ["insight", "drivers"],
    ["insight", "anomalies"],
    ["insight", "forecast"],
    ["plan", "demand"],
    ["plan", "commitments"],
    ["weekly"],
    ["export"],
    ["export", "focus"],
    ["outcomes"],
    ["outcomes", "report"],
    ["outcomes", "import"],
    ["cache"],
    ["cache", "stats"],
    ["cache", "prefix"],
    ["cache", "purge"],
    ["cache", "explain"],
    ["batch"],
    ["batch", "run"],
    ["batch", "list"],
    ["batch", "show"],
    ["batch", "cancel"],
    ["prompts"],
    ["prompts", "compare"],
    ["prompts", "lint"],
    ["prompts", "undo"],
    ["plan"],
    ["plan", "gpus"],
    ["plan", "machines"],
    ["plan", "prices"],
    ["plan", "prices", "list"],
    ["plan", "prices", "import"],
    ["plan", "prices", "refresh"],
    ["plan", "self-host"],
    ["reconcile"],
    ["prices"],
    ["prices", "show"],
    ["prices", "list"],
    ["prices", "history"],
    ["prices", "estimate"],
    ["prices", "diff"],
    ["prices", "import"],
    ["prices", "check"],
    ["prices", "rerate"],
    ["models"],
    ["models", "list"],
    ["models", "offers"],
    ["models", "show"],
    ["doctor"],
    ["migrate"],
    ["replay"],
  ];
  const results = await runCommandLines(commands.map((words) => [...words, "--help"]));
  for (const [index, words] of commands.entries()) {
    expect(results[index]).toMatchObject({ code: 0, stderr: "" });
    const page = golden(["help", ...words].join("-"));
    await expect(results[index]?.stdout).toMatchFileSnapshot(page);
  }
});

test("every table is CSV where it is asked for, with as many rows as the answer has", async () => {
  const tables: [string[], RegExp][] = [
    [["report", ...range], /^group,calls,/],
    [["report", "tokens", ...range], /^row,calls,attempts,input_tokens,parts\.system,/],
    [["keys", "list"], /^id,name,/],
    [["sources", "list"], /^row,source,/],
    [["alarms", "list"], /^name,on,/],
    [["outcomes", "report", ...range], /^outcomes,.*,name,start,group,/],
    [["insight", "kpis", ...range], /^name,title,/],
  ];
  const results = await runCommandLines(
    tables.map(([words]) => [...words, "--url", headgate.url, "--csv"]),
  );
  for (const [index, [words, header]] of tables.entries()) {
    const { code, stdout = "" } = results[index] ?? {};
    expect([words, code]).toEqual([words, 0]);
    expect(stdout).toMatch(header);
    expect(stdout.split("\r\n").length).toBeGreaterThan(2);
  }
});

describe("what a person sees", () => {
  test("a report is totals, what they leave out, and a table", async () => {
    const { code, stdout } = await run("report", ...range, "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("report"));
  });

  test("tokens are parts of prompts, cache and output, by a dimension, and what levers took away", async () => {
    const words = ["report", "tokens", ...range, "--by", "team", "--grain", "day"];
    const { code, stdout } = await run(...words, "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("report-tokens"));
  });

  test("a week is its cost, what moved it, KPIs and what the month will have cost", async () => {
    const { code, stdout } = await run("weekly", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("weekly"));
  });

  test("a report splits shared costs when asked, and only among labels of all calls", async () => {
    const words = ["report", ...range, "--split-shared", "--url", headgate.url];
    const { code, stdout } = await run(...words, "--by", "team");
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("report-split-shared"));
    const filtered = await run(...words, "--by", "team", "--filter", "team=a");
    const asRecorded = await run(...words, "--by", "team", "--charges", "original");
    expect([(await run(...words)).code, filtered.code, asRecorded.code]).toEqual([2, 2, 2]);
  });

  test("a report explains by which source calls and bills count when asked", async () => {
    const { code, stdout } = await run("report", ...range, "--explain", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("report-explain"));
  });

  test("an export goes to stdout, and what is in none of its rows to stderr", async () => {
    const { code, stdout, stderr } = await run("export", "focus", ...range, "--url", headgate.url);
    expect(code).toBe(0);
    expect(stdout).toBe(focusCsv);
    await expect(stderr).toMatchFileSnapshot(golden("export-focus"));
  });

  test("an export into a file has its summary beside it; Parquet needs a file", async () => {
    const words = ["export", "focus", ...range, "--url", headgate.url];
    const { code, stdout } = await run(...words, "--out", "november.csv", "--json");

    expect(code).toBe(0);
    expect(readFileSync(join(empty, "november.csv"), "utf8")).toBe(focusCsv);
    const beside = JSON.parse(readFileSync(join(empty, "november.csv.summary.json"), "utf8"));
    expect(beside).toEqual(focusExportSummary.parse(JSON.parse(stdout)));
    expect(await run(...words, "--format", "parquet")).toMatchObject({ code: 2, stdout: "" });
  });

  test("a reconciliation below its target is a finding: shares, causes, cells and the next step", async () => {
    const { code, stdout } = await run("reconcile", ...range, "--url", headgate.url);
    expect(code).toBe(1);
    expect(headgate.requests.at(-1)).toContain(
      "from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-23T00%3A00%3A00.000Z",
    );
    await expect(stdout).toMatchFileSnapshot(golden("reconcile"));
  });

  test("rates of bills are shown before they are taken over, and written with --yes alone", async () => {
    const words = ["reconcile", ...range, "--take-rates", "--url", headgate.url];
    const shown = await run(...words);
    const taken = await run(...words, "--yes");

    expect([shown.code, taken.code]).toEqual([0, 0]);
    expect(shown.stdout).toContain("Nothing was written.");
    await expect(`${shown.stdout}\n${taken.stdout}`).toMatchFileSnapshot(golden("take-rates"));
  });

  test("outcomes are costs by name and week, with what they leave out", async () => {
    const { code, stdout } = await run("outcomes", "report", ...range, "--url", headgate.url);
    expect(code).toBe(0);
    expect(headgate.requests.at(-1)).toContain("grain=week");
    await expect(stdout).toMatchFileSnapshot(golden("outcomes-report"));
  });

  test("a cache tells what it holds and did, why a call was not answered, and what it forgot", async () => {
    const url = ["--url", headgate.url];
    const results = await runCommandLines(
      [
        ["cache", "stats", "--tz", "UTC", ...url],
        ["cache", "prefix", "--tz", "UTC", ...url],
        ["cache", "explain", "call-1", ...url],
        ["cache", "purge", "--namespace", "faq", ...url],
        ["cache", "purge", ...url],
      ],
      empty,
    );
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2]);
    const seen = results.map(({ stdout, stderr }) => stdout + stderr).join("\n");
    await expect(seen).toMatchFileSnapshot(golden("cache"));
  });

  test("sources are listed with what is pulled, received and imported", async () => {
    const { code, stdout } = await run("sources", "list", "--tz", "UTC", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("sources-list"));
  });

  test("a pull is waited for and says what it brought; one that fails ends with 1", async () => {
    const done = await run("sources", "pull", "openai-bill", "--url", headgate.url);
    const failed = await run("sources", "pull", "aws-bill", "--url", headgate.url, "--json");
    expect(done).toMatchObject({
      code: 0,
      stdout:
        "40 rows: 12 added, 3 replaced, 25 already there, 0 skipped. All before 2026-11-22T00:00:00.000Z is in.\n",
    });
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({ name: "aws-bill", failures_in_a_row: 2 });
  });

  test("alarms are listed with how they stand and what was measured", async () => {
    const { code, stdout } = await run("alarms", "list", "--tz", "UTC", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("alarms-list"));
  });

  test("budgets are listed by their fullest account, with what is simulated or not known", async () => {
    const { code, stdout } = await run("budgets", "list", "--tz", "UTC", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("budgets-list"));
  });

  test("a budget is shown with its accounts, and one that is not there is asked back", async () => {
    const { stdout } = await run(
      ...["budgets", "show", "customers-day", "--tz", "UTC", "--url", headgate.url],
    );
    await expect(stdout).toMatchFileSnapshot(golden("budgets-show"));
    const unknown = await run("budgets", "show", "customers-dai", "--url", headgate.url);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("Did you mean customers-day?");
  });

  test("a call is explained by the budgets that it counts to", async () => {
    const { code, stdout } = await run(
      ...["budgets", "explain", "call-1", "--tz", "UTC", "--url", headgate.url],
    );
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("budgets-explain"));
  });

  test("a test of an alarm says who took it, and ends with 1 when one did not", async () => {
    const { code, stdout } = await run("alarms", "test", "cache", "--url", headgate.url);
    expect(stdout).toBe("hook: delivered\nchat: the address answered with status 403\n");
    expect(code).toBe(1);
  });

  test("a notifier is tested by its name, and an alarm or a notifier must be named", async () => {
    const { code, stdout } = await run(
      "alarms",
      "test",
      "--notifier",
      "mail",
      "--url",
      headgate.url,
    );
    expect(stdout).toBe("mail: delivered\n");
    expect(code).toBe(0);
    expect((await run("alarms", "test", "--url", headgate.url)).code).toBe(2);
  });

  test("the history of alarms says what happened and who was told", async () => {
    const { stdout } = await run("alarms", "history", "--tz", "UTC", "--url", headgate.url);
    expect(stdout).toBe(
      "2026-11-21 08:00  The alarm cache fires: the share of input tokens read from cache is 8.3333 %, below 25 %.\n  hook: given up: the address answered with status 404\n",
    );
  });

  test("an alarm is snoozed for hours, and nonsense is refused", async () => {
    const words = ["alarms", "snooze", "cache", "--tz", "UTC", "--url", headgate.url];
    expect((await run(...words, "--hours", "4")).stdout).toBe(
      "cache tells nobody until 2026-11-22 16:00.\n",
    );
    expect((await run(...words, "--hours", "721")).code).toBe(2);
  });

  test("keys are listed with what they are for and whether they live", async () => {
    const { code, stdout } = await run("keys", "list", "--url", headgate.url);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("keys-list"));
  });

  test("a model's prices are shown with their source", async () => {
    const words = ["gpt-4o-mini", "--provider", "openai", "--at", "2026-11-01"];
    const { code, stdout } = await run("prices", "show", ...words);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden("prices-show"));
  });

  test("a model's history shows what was superseded", async () => {
    const { code, stdout } = await run("prices", "history", "openai/gpt-4o-mini");
    expect(code).toBe(0);
    const dated = stdout.replace(/as known on \S+/, "as known on TODAY");
    await expect(dated).toMatchFileSnapshot(golden("prices-history"));
  });

  test("an estimate sets models side by side, the cheapest first", async () => {
    const usage = ["--input", "2000", "--cached", "50%", "--output", "300", "--calls", "1000"];
    const models = "anthropic/claude-haiku-4-5,openai/gpt-4o-mini,gpt-4o-mimi";
    const words = ["prices", "estimate", models, ...usage, "--at", "2026-11-01"];
    const { code, stdout, stderr } = await run(...words);
    expect(code).toBe(1);
    expect(stderr).toContain("Did you mean gpt-4o-mini?");
    await expect(stdout).toMatchFileSnapshot(golden("prices-estimate"));
  });

  test("drivers and anomalies ask how much of the cost behind them is simulated", async () => {
    const words = [...range, "--filter", "team=a", "--url", headgate.url];
    const drivers = await run("insight", "drivers", ...words);
    const anomalies = await run("insight", "anomalies", ...words);

    expect(drivers.stdout).toContain(
      "Simulated: $1.15 of the cost before and $1.15 of that after.",
    );
    expect(anomalies.stdout).toContain("$1.15 of the cost in this time is simulated.");
    expect(headgate.requests.at(-1)).toMatch(/^GET \/api\/reports\/totals\?.*team=a/);
  });

  test("a re-rating is a difference by cause and by model, with what it left out", async () => {
    const words = ["prices", "rerate", "--since", "2026-11-01", "--tz", "UTC"];
    const { code, stdout } = await run(...words, "--url", headgate.url);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(golden("prices-rerate"));
  });

  test("a new key goes to stdout alone, the talk about it to stderr", async () => {
    const words = ["keys", "create", "bot", "--team", "a", "--tag", "k=v", "--url", headgate.url];
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "hg_secret\n" });
    expect(stderr).toContain("shown this once");
  });
});

test("what a program reads is one line that its schema takes", async () => {
  const url = ["--url", headgate.url];
  const cases = [
    { words: ["report", ...range, ...url], schema: reportResultSchema, code: 0 },
    { words: ["report", ...range, "--explain", ...url], schema: reportResultSchema, code: 0 },
    { words: ["report", "tokens", ...range, ...url], schema: tokensReport, code: 0 },
    { words: ["insight", "kpis", ...range, ...url], schema: kpisReport, code: 0 },
    { words: ["insight", "drivers", ...range, ...url], schema: driversReport, code: 0 },
    { words: ["insight", "anomalies", ...range, ...url], schema: anomaliesReport, code: 1 },
    { words: ["insight", "forecast", ...url], schema: forecastReport, code: 0 },
    { words: ["reconcile", ...range, ...url], schema: reconcileReport, code: 1 },
    {
      words: ["reconcile", ...range, "--take-rates", ...url],
      schema: takeRatesResponse,
      code: 0,
    },
    { words: ["budgets", "list", ...url], schema: budgetsResponse, code: 0 },
    { words: ["budgets", "show", "support", ...url], schema: budgetStatusSchema, code: 0 },
    { words: ["budgets", "explain", "call-1", ...url], schema: budgetExplanation, code: 0 },
    { words: ["keys", "list", ...url], schema: keyListResponse, code: 0 },
    { words: ["keys", "create", "x", ...url], schema: createKeyResponse, code: 0 },
    { words: ["prices", "list"], schema: pricesResponse, code: 0 },
    { words: ["prices", "history", "gpt-4o-mini"], schema: priceHistoryResponse, code: 0 },
    { words: ["prices", "history", "nobody"], schema: priceHistoryResponse, code: 1 },
    {
      words: ["prices", "estimate", "openai/gpt-4o-mini", "--input", "5", "--batch"],
      schema: estimateResponse,
      code: 0,
    },
    { words: ["prices", "rerate", ...url], schema: rerateJobSchema, code: 1 },
    { words: ["prices", "rerate", "--apply", ...url], schema: rerateJobSchema, code: 0 },
    { words: ["doctor", ...url], schema: doctorResultSchema, code: 0 },
    { words: ["doctor", ...nowhere], schema: doctorResultSchema, code: 1 },
    { words: ["report", ...nowhere], schema: apiErrorSchema, code: 2 },
  ];
  const results = await runCommandLines(
    cases.map(({ words }) => [...words, "--json"]),
    empty,
  );
  for (const [index, { words, schema, code }] of cases.entries()) {
    const stdout = results[index]?.stdout ?? "";
    expect(results[index]?.code, words.join(" ")).toBe(code);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(schema.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  }
});

test("a command line that is wrong ends with 2 and says what was probably meant", async () => {
  const cases: [string[], string][] = [
    [["reprot"], "Did you mean `headgate report`?"],
    [["keys", "lst"], "Did you mean `headgate keys list`?"],
    [["report", "--sicne", "7d"], "Did you mean --since?"],
    [["report", "--by", "teem"], "Did you mean team?"],
    [["report", "--tz", "Mars"], "--tz is a time zone"],
    [["report", "--filter", "team"], "--filter is written key=value"],
    [["report", "--since", "1d", "--until", "2d"], "--since is not before --until"],
    [["prices", "estimate"], "MODELS is missing."],
    [["prices", "estimate", "gpt-4o-mini"], "how many tokens a call has"],
    [["prices", "estimate", "gpt-4o-mini", "--tier", "bach"], "Did you mean batch?"],
    [["prices", "rerate", "--since", "1d", "--until", "2d"], "--since is not before --until"],
    [["report", "--charges", "first"], "--charges is one of current, original"],
    [["replay"], "FILE is missing."],
    [["replay", "no.csv", "--concurrency", "0"], "--concurrency is a whole number from 1"],
    [["start", "--port", "99999"], "--port is a whole number from 0 to 65535"],
    [["--nonsense"], "needs a command"],
  ];
  const results = await runCommandLines(
    cases.map(([words]) => words),
    empty,
  );
  for (const [index, [words, message]] of cases.entries()) {
    const { code, stdout, stderr } = results[index] ?? {};
    expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: "" });
    expect(stderr).toContain(message);
  }
});

test("a doctor names what has no price, why, and where to add one", async () => {
  const row = {
    provider: "openai",
    model: "gpt-next",
    reason: "no price is known for cache_read",
    attempts: 12,
    input_tokens: 900,
    output_tokens: 100,
    last_seen: "2026-11-22T08:00:00.000Z",
  };
  const unpriced = await startStandIn({ unpriced: [row, { ...row, model: null, attempts: 1 }] });
  const { code, stdout } = await run("doctor", "--url", unpriced.url);
  await unpriced.close();
  expect(code).toBe(1);
  expect(stdout).toContain(
    "13 attempts in seven days: openai/gpt-next, 12 attempts (no price is known for cache_read); openai/(no model), 1 attempt (no price is known for cache_read)",
  );
  expect(stdout).toContain("headgate prices import");
});

test("a re-rating is applied by the prices of the preview that came before it", async () => {
  const words = ["prices", "rerate", "--provider", "openai", "--apply", "--url", headgate.url];
  const { code, stdout } = await run(...words);
  expect(code).toBe(0);
  expect(stdout).toContain("Applied as re-rating 1");
  expect(headgate.rerates.slice(-2)).toMatchObject([
    { apply: false, provider: "openai" },
    { apply: true, provider: "openai", price_book: "2026-11-23/5f3a9c01d2e4" },
  ]);
});

test("a report of the charges as recorded asks for those", async () => {
  const words = ["report", ...range, "--charges", "original", "--url", headgate.url];
  const { stdout } = await run(...words);
  expect(
    headgate.requests.slice(-3).filter((asked) => asked.includes("charges=original")),
  ).toHaveLength(3);
  expect(stdout).toContain("as charged when the calls were recorded");
});

test("filters become the API's parameters", async () => {
  const filters = ["--filter", "team=support", "--filter", "tag.owner=a=b"];
  await run("report", ...range, ...filters, "--url", headgate.url);
  expect(headgate.requests.at(-1)).toMatch(/team=support&tag=owner%3Da%3Db/);
});

test("a price that is not there is a finding, with the name that was probably meant", async () => {
  const { code, stderr } = await run("prices", "show", "gpt-4o-mimi");
  expect(code).toBe(1);
  expect(stderr).toContain("Did you mean gpt-4o-mini?");
});

test("--version prints the version alone, and the exit code is the process's own", () => {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const runMain = (word: string) =>
    spawnSync(
      process.execPath,
      ["--conditions=@headgate/source", "--import", import.meta.resolve("tsx"), main, word],
      { encoding: "utf8" },
    );
  expect(runMain("--version")).toMatchObject({ status: 0, stdout: "0.1.0\n", stderr: "" });
  expect(runMain("nonsense")).toMatchObject({ status: 2, stdout: "" });
});
