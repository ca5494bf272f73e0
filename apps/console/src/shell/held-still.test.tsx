// @vitest-environment happy-dom
import { focusManager, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HeldStill, useAskedAgain } from "./held-still.ts";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

let root: Root;
let place: HTMLElement;
let client: QueryClient;
let asked: number;

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  vi.useFakeTimers();
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
  client = new QueryClient();
  asked = 0;
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  client.clear();
  focusManager.setFocused(undefined);
  vi.useRealTimers();
});

const Probe = () => {
  useQuery({
    queryKey: ["ledger"],
    queryFn: () => {
      asked += 1;
      return asked;
    },
    ...useAskedAgain(15_000),
  });
  return null;
};
const draw = (heldStill: boolean) =>
  act(() =>
    root.render(
      <QueryClientProvider client={client}>
        <HeldStill.Provider value={heldStill}>
          <Probe />
        </HeldStill.Provider>
      </QueryClientProvider>,
    ),
  );
const minutes = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 60_000));
const comeBack = () =>
  act(async () => {
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    await vi.advanceTimersByTimeAsync(1_000);
  });

test("a page that is held still asks for nothing, neither as time passes nor when one comes back to it", async () => {
  draw(false);
  await minutes(1);
  const moving = asked;
  expect(moving).toBeGreaterThan(1);

  draw(true);
  await minutes(5);
  await comeBack();
  expect(asked).toBe(moving);

  draw(false);
  await minutes(1);
  expect(asked).toBeGreaterThan(moving);
});
