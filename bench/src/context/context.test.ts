import { expect, test } from "vitest";
import { benchContext } from "./bench-context.ts";

test("in simulated sessions auto costs at most half of the whole history, and never more than all of it", async () => {
  const { targets } = await benchContext(true);

  expect(targets).toHaveLength(2);
  for (const { what, value, met } of targets)
    expect({ what, value, met }).toMatchObject({ met: true });
});
