import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

type Room = Readonly<{ path: string; name: string; mayImport: readonly string[] }>;

/** The rows of ARCHITECTURE.md's table: `| packages/pricing | money, contract | … |`. */
const rooms: readonly Room[] = read("ARCHITECTURE.md")
  .split("\n")
  .flatMap((line) => {
    const match = /^\| ((?:packages|apps)\/[a-z]+|simulator) \| ([^|]+) \|/.exec(line);
    if (match === null) return [];
    const [, path = "", list = ""] = match;
    const mayImport = list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "–");
    return [{ path, name: path.split("/").at(-1) ?? path, mayImport }];
  });

const roomFolders = [
  ...["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  ),
  "simulator",
];

const sourcesOf = (room: Room): readonly string[] =>
  readdirSync(join(root, room.path, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(room.path, "src", path));

/** Every module that a file names: static, dynamic, re-exported or resolved. */
const modulesNamedIn = (path: string): readonly string[] =>
  [...read(path).matchAll(/(?:from|import|import\(|resolve\()\s*"([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );

const isTest = (path: string): boolean => /\.(test|conformance|fixture)\.tsx?$/.test(path);

const manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
const manifestOf = (path: string) => manifest.parse(JSON.parse(read(`${path}/package.json`)));

test("the table names every room, and no room that is not there", () => {
  expect(rooms.map((room) => room.path).sort()).toEqual([...roomFolders].sort());
});

describe.each(rooms)("$path", (room) => {
  const files = sourcesOf(room);

  test("imports only the rooms that the table allows", () => {
    const strangers = files.flatMap((path) =>
      modulesNamedIn(path)
        .filter((module) => module.startsWith("@headgate/"))
        .map((module) => ({ path, module, name: module.split("/")[1] ?? "" }))
        .filter(
          ({ name, module }) => !room.mayImport.includes(name) && !isExecutable(room, module),
        ),
    );

    expect(strangers).toEqual([]);
  });

  test("enters other rooms by their front door only", () => {
    const backDoors = files.flatMap((path) =>
      modulesNamedIn(path).filter(
        (module) =>
          (module.startsWith("@headgate/") &&
            module.split("/").length > 2 &&
            !isExecutable(room, module)) ||
          (module.startsWith(".") && leaves(room, path, module)),
      ),
    );

    expect(backDoors).toEqual([]);
  });

  test("imports its own files, never its own front door, so that no cycle starts", () => {
    const throughIndex = files.filter(
      (path) =>
        !isTest(path) &&
        modulesNamedIn(path).some((module) => /^\.\.?\/(.*\/)?index\.ts$/.test(module)),
    );

    expect(throughIndex).toEqual([]);
  });

  test("declares the rooms that it uses, and no others", () => {
    const declared = Object.keys(manifestOf(room.path).dependencies)
      .filter((name) => name.startsWith("@headgate/"))
      .map((name) => name.slice("@headgate/".length))
      .sort();
    const used = new Set(
      files.flatMap((path) =>
        modulesNamedIn(path)
          .filter((module) => module.startsWith("@headgate/"))
          .map((module) => module.split("/")[1] ?? ""),
      ),
    );

    expect(declared).toEqual([...used].sort());
  });

  test("pins its dependencies exactly", () => {
    const { dependencies, devDependencies } = manifestOf(room.path);
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );

    expect(loose).toEqual([]);
  });

  test("says in a README what holds in it", () => {
    expect(existsSync(join(root, room.path, "README.md"))).toBe(true);
  });

  test("has no file over 400 lines, no test over 600", () => {
    const long = files
      .map((path) => ({ path, lines: read(path).split("\n").length }))
      .filter(({ path, lines }) => lines > (isTest(path) ? 600 : 400));

    expect(long).toEqual([]);
  });

  test("has no attic", () => {
    const attics = files.filter((path) =>
      /(^|\/)(utils?|helpers?|common|misc|types|shared)\.tsx?$/.test(path.split(sep).join("/")),
    );

    expect(attics).toEqual([]);
  });
});

/** The command line names the executables of the apps to start them as processes. */
function isExecutable(room: Room, module: string): boolean {
  return room.path === "apps/cli" && /^@headgate\/[a-z]+\/(main|package\.json)$/.test(module);
}

function leaves(room: Room, path: string, module: string): boolean {
  const target = relative(join(root, room.path), resolve(root, dirname(path), module));
  return target.startsWith("..");
}
