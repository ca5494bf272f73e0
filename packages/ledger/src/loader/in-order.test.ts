import { expect, test } from "vitest";
import { heldPromise } from "./held-promise.fixture.ts";
import { InOrder } from "./in-order.ts";

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test("tasks run beside each other up to the most, and end in the order in which they were begun", async () => {
  const told: string[] = [];
  const held = [0, 1, 2].map(() => heldPromise<number>());
  const inOrder = new InOrder(2);
  const begin = (index: number) =>
    inOrder.begin(
      () => {
        told.push(`${index} begins`);
        return held[index]?.promise ?? Promise.reject(new Error("no task"));
      },
      async (result) => {
        told.push(`${result} ends`);
      },
    );

  await begin(0);
  await begin(1);
  const third = begin(2);
  held[1]?.resolve(1);
  await turns();
  expect(told).toEqual(["0 begins", "1 begins"]);
  held[0]?.resolve(0);
  await third;
  held[2]?.resolve(2);
  await inOrder.ended();

  expect(told.filter((line) => line.endsWith("ends"))).toEqual(["0 ends", "1 ends", "2 ends"]);
  expect(told.indexOf("2 begins")).toBeGreaterThan(told.indexOf("0 ends"));
});

test("behind one that failed none ends, and what is under way has come to its end when that is told", async () => {
  const told: string[] = [];
  const later = heldPromise<string>();
  const inOrder = new InOrder(3);
  await inOrder.begin(
    () => Promise.reject(new Error("the first")),
    () => Promise.resolve(void told.push("the first ends")),
  );
  await inOrder.begin(
    () => later.promise,
    () => Promise.resolve(void told.push("the second ends")),
  );

  const ended = inOrder.ended().finally(() => told.push("told"));
  await turns();
  expect(told).toEqual([]);
  later.resolve("done");
  await expect(ended).rejects.toThrow("the first");

  expect(told).toEqual(["told"]);
});
