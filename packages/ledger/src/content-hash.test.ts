import { expect, test } from "vitest";
import { contentHash } from "./content-hash.ts";
import { attempt } from "./store.fixture.ts";

test("a row hashes as it did before units were added, so that a spool loaded again is known", () => {
  expect(contentHash(attempt({ usage: { input: 10, output: 5 } }))).toBe(-7299003855212915009n);
});

test("a unit that came later counts where it is stated", () => {
  const without = contentHash(attempt({ usage: { input: 10 } }));

  expect(contentHash(attempt({ usage: { input: 10, code_sessions: 1 } }))).not.toBe(without);
  expect(contentHash(attempt({ usage: { input: 10, file_searches: 1 } }))).not.toBe(
    contentHash(attempt({ usage: { input: 10, code_sessions: 1 } })),
  );
});
