import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConsoleFile } from "./console-file.ts";

let folder: string;
let built: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-console-"));
  built = join(folder, "dist");
  await mkdir(join(built, "assets"), { recursive: true });
  await mkdir(join(folder, "dist-private"));
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "dist-private", "secret.txt"), "secret");
  await writeFile(join(built, "index.html"), "<!doctype html><title>Headgate</title>");
  await writeFile(join(built, "assets", "app-4f2a.js"), "export {};");
  await writeFile(join(built, "icon.svg"), "<svg/>");
  await writeFile(join(built, "a b.txt"), "spaced");
  await symlink(join(folder, "secret.txt"), join(built, "link.txt"));
  await writeFile(join(built, "assets", "app-4f2a.js.br"), "as br");
  await writeFile(join(built, "assets", "app-4f2a.js.gz"), "as gzip");
  await symlink(join(folder, "secret.txt"), join(built, "icon.svg.gz"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["/index.html", "text/html; charset=utf-8", "no-cache"],
  ["/icon.svg", "image/svg+xml", "no-cache"],
  ["/assets/app-4f2a.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
  ["/a%20b.txt", "text/plain; charset=utf-8", "no-cache"],
])("%s is sent as %s, cached as %s", async (path, contentType, cacheControl) => {
  expect(await readConsoleFile(built, path)).toMatchObject({ contentType, cacheControl });
});

test.each([
  "/../secret.txt",
  "/..%2fsecret.txt",
  "/%2e%2e/secret.txt",
  "/assets/../../secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/..\\secret.txt",
  "/..%5csecret.txt",
  "/../dist-private/secret.txt",
  "//etc/passwd",
  "/index.html%00.js",
  "/%E0%A4%A",
  "/link.txt",
  "/assets",
  "/",
  "/missing.js",
  "/index.html/below",
])("%s leads to no file", async (path) => {
  expect(await readConsoleFile(built, path)).toBeUndefined();
});

test("a console that is not built has no files", async () => {
  expect(await readConsoleFile(join(folder, "nowhere"), "/index.html")).toBeUndefined();
});

test.each([
  ["gzip, deflate, br", "br"],
  ["gzip;q=1.0, br;q=0", "gzip"],
  ["br;q=0.000, GZIP", "gzip"],
  ["deflate", undefined],
  ["identity", undefined],
  [undefined, undefined],
])("who takes %s is sent the built file as %s", async (accepted, contentEncoding) => {
  const file = await readConsoleFile(built, "/assets/app-4f2a.js", accepted);

  expect(file).toMatchObject({ contentType: "text/javascript; charset=utf-8", contentEncoding });
  expect(new TextDecoder().decode(file?.bytes)).toBe(
    contentEncoding === undefined ? "export {};" : `as ${contentEncoding}`,
  );
});

test("a compressed form that is a link out of the folder is none", async () => {
  const file = await readConsoleFile(built, "/icon.svg", "gzip");

  expect(file?.contentEncoding).toBeUndefined();
  expect(new TextDecoder().decode(file?.bytes)).toBe("<svg/>");
});
