import { expect, test } from "vitest";
import { KnownBodies } from "./known-bodies.ts";

const keys = (digest: string) => ({ exact: { digest, check: "" }, normalised: undefined });

test("keys are found again by the same bytes in the same scope, and by no others", () => {
  const known = new KnownBodies();
  const body = Buffer.from('{"a":1}');
  known.remember(body, { scope: "ours", normalise: false, keys: keys("one") });

  expect(known.keysOf(Buffer.from('{"a":1}'), "ours", false)?.exact.digest).toBe("one");
  expect(known.keysOf(body, "theirs", false)).toBeUndefined();
  expect(known.keysOf(body, "ours", true)).toBeUndefined();
  expect(known.keysOf(Buffer.from('{"a":2}'), "ours", false)).toBeUndefined();
});

test("bytes of one checksum are told apart", () => {
  const known = new KnownBodies();
  // Both have the CRC-32 4DDB0C25 (a pair that is often quoted).
  const [one, other] = [Buffer.from("plumless"), Buffer.from("buckeroo")];
  known.remember(one, { scope: "", normalise: false, keys: keys("one") });

  expect(known.keysOf(other, "", false)).toBeUndefined();
  known.remember(other, { scope: "", normalise: false, keys: keys("other") });
  expect(known.keysOf(other, "", false)?.exact.digest).toBe("other");
  expect(known.keysOf(one, "", false)).toBeUndefined();
});

test("what is remembered is bounded, the first goes first, and a long body is not remembered", () => {
  const known = new KnownBodies();
  const bodyOf = (index: number) => Buffer.alloc(131_072, String(index));
  for (let index = 0; index < 200; index++) {
    known.remember(bodyOf(index), { scope: "", normalise: false, keys: keys(String(index)) });
  }
  const long = Buffer.alloc(131_073);
  known.remember(long, { scope: "", normalise: false, keys: keys("long") });

  expect(known.keysOf(bodyOf(0), "", false)).toBeUndefined();
  expect(known.keysOf(bodyOf(199), "", false)?.exact.digest).toBe("199");
  expect(known.keysOf(long, "", false)).toBeUndefined();
});

test("scopes and what stands around short bodies are bounded with them", () => {
  const known = new KnownBodies();
  const scope = "s".repeat(1_000);
  const bodyOf = (index: number) => Buffer.from(`body ${index}`);
  for (let index = 0; index < 10_000; index++) {
    known.remember(bodyOf(index), { scope, normalise: false, keys: keys(String(index)) });
  }

  const found = Array.from({ length: 10_000 }, (_, index) => index).filter(
    (index) => known.keysOf(bodyOf(index), scope, false) !== undefined,
  );

  // 16 MiB of about 2,030 bytes each.
  expect(found.length).toBeGreaterThan(8_000);
  expect(found.length).toBeLessThan(8_400);
});

test("what is cleared is known no more, and there is room for as much as before", () => {
  const known = new KnownBodies();
  const body = Buffer.alloc(131_072, "a");
  known.remember(body, { scope: "", normalise: false, keys: keys("one") });

  known.clear();

  expect(known.keysOf(body, "", false)).toBeUndefined();
  known.remember(body, { scope: "", normalise: false, keys: keys("two") });
  expect(known.keysOf(body, "", false)?.exact.digest).toBe("two");
});
