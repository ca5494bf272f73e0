import { expect, test } from "vitest";
import { KnownBodies } from "./known-bodies.ts";
import { requestOf } from "./question.fixture.ts";
import { askerOf } from "./same-asker.ts";

const asker = askerOf(requestOf("{}"));
const known = (digest: string, scope = "") => ({
  scope,
  normalise: false,
  keys: { exact: { digest, check: "" }, normalised: undefined },
  asker,
});
const digestOf = (bodies: KnownBodies, body: Buffer): string | undefined =>
  bodies.find(body)?.keys.exact.digest;

test("keys are found again by the same bytes and by no others", () => {
  const bodies = new KnownBodies();
  bodies.remember(Buffer.from('{"a":1}'), known("one", "ours"));

  expect(bodies.find(Buffer.from('{"a":1}'))).toMatchObject(known("one", "ours"));
  expect(bodies.find(Buffer.from('{"a":2}'))).toBeUndefined();
});

test("bytes of one checksum are told apart", () => {
  const bodies = new KnownBodies();
  // Both have the CRC-32 4DDB0C25 (a pair that is often quoted).
  const [one, other] = [Buffer.from("plumless"), Buffer.from("buckeroo")];
  bodies.remember(one, known("one"));

  expect(bodies.find(other)).toBeUndefined();
  bodies.remember(other, known("other"));
  expect(digestOf(bodies, other)).toBe("other");
  expect(bodies.find(one)).toBeUndefined();
});

test("what is remembered is bounded, the first goes first, and a long body is not remembered", () => {
  const bodies = new KnownBodies();
  const bodyOf = (index: number) => Buffer.alloc(131_072, String(index));
  for (let index = 0; index < 200; index++) bodies.remember(bodyOf(index), known(String(index)));
  const long = Buffer.alloc(131_073);
  bodies.remember(long, known("long"));

  expect(bodies.find(bodyOf(0))).toBeUndefined();
  expect(digestOf(bodies, bodyOf(199))).toBe("199");
  expect(bodies.find(long)).toBeUndefined();
});

test("scopes and what stands around short bodies are bounded with them", () => {
  const bodies = new KnownBodies();
  const scope = "s".repeat(1_000);
  const bodyOf = (index: number) => Buffer.from(`body ${index}`);
  for (let index = 0; index < 10_000; index++) {
    bodies.remember(bodyOf(index), known(String(index), scope));
  }

  const found = Array.from({ length: 10_000 }, (_, index) => index).filter(
    (index) => bodies.find(bodyOf(index)) !== undefined,
  );

  // 16 MiB of about 2,030 bytes each.
  expect(found.length).toBeGreaterThan(8_000);
  expect(found.length).toBeLessThan(8_400);
});

test("what is cleared is known no more, and there is room for as much as before", () => {
  const bodies = new KnownBodies();
  const body = Buffer.alloc(131_072, "a");
  bodies.remember(body, known("one"));

  bodies.clear();

  expect(bodies.find(body)).toBeUndefined();
  bodies.remember(body, known("two"));
  expect(digestOf(bodies, body)).toBe("two");
});
