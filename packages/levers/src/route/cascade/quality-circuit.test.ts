import { expect, test } from "vitest";
import { QualityCircuit } from "./quality-circuit.ts";

const settings = { window: 50, least: 20, leastAccepted: 0.5, outMs: 1_000 };

function noted(...answers: readonly (readonly [times: number, accepted: boolean])[]) {
  const circuit = new QualityCircuit(settings);
  for (const [times, accepted] of answers) {
    for (let time = 0; time < times; time += 1) circuit.note(accepted, 0);
  }
  return circuit;
}

test("a model is taken out when most of its newest answers are not accepted, and few say nothing", () => {
  expect(noted([19, false]).isOut(0)).toBe(false);
  expect(noted([20, false]).isOut(0)).toBe(true);
  expect(noted([10, true], [10, false]).isOut(0)).toBe(false);
  expect(noted([500, true], [26, false]).isOut(0)).toBe(true);
});

test("when its time is over it is tried: rubbish takes it out for twice as long", () => {
  const circuit = noted([20, false]);

  expect(circuit.isOut(999)).toBe(true);
  expect(circuit.isOut(1_000)).toBe(false);
  expect(circuit.note(false, 1_000)).toBe(true);
  expect(circuit.isOut(2_999)).toBe(true);
  expect(circuit.isOut(3_000)).toBe(false);
});

test("a good try brings it back", () => {
  const circuit = noted([20, false]);

  expect(circuit.isOut(1_000)).toBe(false);
  circuit.note(true, 1_000);
  expect(circuit.isOut(1_000)).toBe(false);
  expect(circuit.acceptedShare).toBeUndefined();
});

test("what was under way when it was taken out says nothing", () => {
  const circuit = noted([20, false], [100, true]);

  expect(circuit.isOut(999)).toBe(true);
});
