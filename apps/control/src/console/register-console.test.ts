import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let built: string;
let control: OpenApp;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), "headgate-console-"));
  await mkdir(join(built, "assets"));
  await writeFile(join(built, "index.html"), "<!doctype html><title>Headgate</title>");
  await writeFile(join(built, "assets", "app-4f2a.js"), "export {};");
  await writeFile(join(built, "assets", "app-4f2a.js.br"), brotliCompressSync("export {};"));
  control = await openApp({ consoleDirectory: built });
});
afterAll(async () => {
  await control.close();
  await rm(built, { recursive: true, force: true });
});

test.each(["/", "/calls", "/calls/0191-a", "/settings/keys?tab=all"])(
  "%s is a path of the page, which is asked for anew each time",
  async (path) => {
    const response = await control.ask(path);

    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(await response.text()).toContain("<title>Headgate</title>");
  },
);

test("a hashed file is sent with its type and never asked for again", async () => {
  const response = await control.ask("/assets/app-4f2a.js");

  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(response.headers.get("cache-control")).toContain("immutable");
  expect(await response.text()).toBe("export {};");
});

test("a file that the build compressed is sent so, and caches keep the forms apart", async () => {
  const headers = { "accept-encoding": "gzip, br" };

  const response = await control.ask("/assets/app-4f2a.js", { headers });

  expect(response.headers.get("content-encoding")).toBe("br");
  expect(response.headers.get("vary")).toBe("accept-encoding");
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(brotliDecompressSync(bytes).toString()).toBe("export {};");
});

test("a call whose id has a dot in it can be opened as a page, and a lost asset cannot", async () => {
  const navigation = { headers: { accept: "text/html,application/xhtml+xml" } };

  expect((await control.ask("/calls/batch%3A7.line-1", navigation)).status).toBe(200);
  await expectError(await control.ask("/assets/old-1111.js", navigation), 404, "not_found");
});

test.each(["/assets/old-1111.js", "/favicon.png", "/..%2f..%2fetc%2fpasswd"])(
  "%s is not found, rather than answered with the page",
  async (path) => {
    await expectError(await control.ask(path), 404, "not_found");
  },
);

test("the console takes no other method than GET", async () => {
  await expectError(await control.ask("/calls", { method: "POST" }), 405, "method_not_allowed");
});

test("the head of a page has no body", async () => {
  const response = await control.ask("/", { method: "HEAD" });

  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
});

test("where the console is not built, its place says how to build it", async () => {
  const unbuilt = control.another({ consoleDirectory: join(built, "nowhere") });

  const response = await unbuilt.ask("/");

  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("npm run build");
});
