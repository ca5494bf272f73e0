import { expect, test } from "vitest";
import { heldPromise } from "../loader/held-promise.fixture.ts";
import { WriteLane } from "./write-lane.ts";

/** A task that is begun by the lane and ended by the test. */
function heldTask(name: string, told: string[]) {
  const held = heldPromise<void>();
  return {
    end: held.resolve,
    run: async () => {
      told.push(`${name} begins`);
      await held.promise;
      told.push(`${name} ends`);
    },
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test("tasks of one kind run beside each other, and one that runs alone waits for both and holds up the next", async () => {
  const told: string[] = [];
  const lane = new WriteLane();
  const [first, second, alone, third] = ["first", "second", "alone", "third"].map((name) =>
    heldTask(name, told),
  );
  if (!first || !second || !alone || !third) throw new Error("four tasks");
  const all = [
    lane.runBeside(first.run),
    lane.runBeside(second.run),
    lane.run(alone.run),
    lane.runBeside(third.run),
  ];

  await turns();
  expect(told).toEqual(["first begins", "second begins"]);
  second.end();
  await turns();
  expect(told).not.toContain("alone begins");
  first.end();
  await turns();
  expect(told.slice(2)).toEqual(["second ends", "first ends", "alone begins"]);
  alone.end();
  third.end();
  await Promise.all(all);

  expect(told.slice(-3)).toEqual(["alone ends", "third begins", "third ends"]);
});

test("a task that fails holds up none behind it", async () => {
  const lane = new WriteLane();
  const failing = [
    lane.runBeside(() => Promise.reject(new Error("beside"))),
    lane.run(() => Promise.reject(new Error("alone"))),
  ];

  await expect(lane.runBeside(() => Promise.resolve("done"))).resolves.toBe("done");
  expect(await Promise.allSettled(failing)).toMatchObject([
    { reason: { message: "beside" } },
    { reason: { message: "alone" } },
  ]);
});
