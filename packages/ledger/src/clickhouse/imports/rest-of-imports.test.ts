import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { RestOfImports } from "./rest-of-imports.ts";

/** A rest whose move fails as long as there is an error to fail with. */
function leftBehind() {
  const place = {
    error: undefined as Error | undefined,
    nowMs: 0,
    tries: 0,
    left: 0,
    told: [] as string[],
  };
  const rest = new RestOfImports({
    move: async () => {
      place.tries += 1;
      if (place.error !== undefined) throw place.error;
      return place.left;
    },
    onProblem: ({ message }) => place.told.push(message),
    elapsedMs: () => place.nowMs,
  });
  const cutOff = () =>
    expect(rest.watched(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  return { place, rest, cutOff };
}

test("the rest of an import is moved once, by the next who writes", async () => {
  const { place, rest, cutOff } = leftBehind();
  await rest.watched(() => Promise.resolve());
  await rest.move();
  expect(place.tries).toBe(0);

  await cutOff();
  await rest.move();
  await rest.move();

  expect(place).toMatchObject({ tries: 1, told: [] });
});

test("what cannot be moved is told once and tried again each minute, until it is moved", async () => {
  const { place, rest, cutOff } = leftBehind();
  await cutOff();
  place.error = new HeadgateError("internal", "too many parts");

  for (let second = 0; second < 150; second += 1) {
    place.nowMs = second * 1_000;
    await rest.move();
  }
  expect(place.tries).toBe(3);
  expect(place.told).toEqual([expect.stringContaining("too many parts")]);

  place.error = undefined;
  place.nowMs += 60_000;
  await rest.move();
  place.nowMs += 60_000;
  await rest.move();
  expect(place.tries).toBe(4);
});

test("another import that is moved to its end does not hide what is left of one before", async () => {
  const { place, rest, cutOff } = leftBehind();
  await cutOff();

  await rest.watched(() => Promise.resolve());
  await rest.move();

  expect(place.tries).toBe(1);
});

test("a server that is away holds the write back, which the next one tries again", async () => {
  const { place, rest, cutOff } = leftBehind();
  await cutOff();
  place.error = new HeadgateError("ledger_unreachable", "nobody answers");

  await expect(rest.move()).rejects.toThrow("nobody answers");
  await expect(rest.move()).rejects.toThrow("nobody answers");

  expect(place).toMatchObject({ tries: 2, told: [] });
});

test("what another process is at is looked for again a minute later, or when it is asked for, and is no problem", async () => {
  const { place, rest } = leftBehind();
  place.left = 1;
  rest.look();

  for (let second = 0; second < 90; second += 1) {
    place.nowMs = second * 1_000;
    await rest.move();
  }
  expect(place).toMatchObject({ tries: 2, told: [] });

  place.left = 0;
  rest.look();
  await rest.move();
  place.nowMs += 120_000;
  await rest.move();
  expect(place).toMatchObject({ tries: 3, told: [] });
});
