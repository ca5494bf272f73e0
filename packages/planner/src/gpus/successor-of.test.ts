import { expect, test } from "vitest";
import { builtInInfrastructure } from "../infrastructure/built-in-infrastructure.ts";
import { infrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { successorOf } from "./successor-of.ts";

const book = infrastructureBook([...builtInInfrastructure()]);
const DAY = "2026-11-29";
const at = (sku: string, dollarsPerHour: number) => ({
  ...{ provider: "aws", sku, region: "us-east-1" },
  microdollarsPerHour: dollarsPerHour * 1e6,
});

test("a cheaper machine with no less of anything is the successor", () => {
  const found = successorOf(book, at("g4dn.16xlarge", 4.352), DAY);

  expect(found?.candidate.machine.sku).toBe("g6.16xlarge");
  expect(found?.times.memory).toBeGreaterThanOrEqual(1);
  expect(found?.times.bandwidth).toBeCloseTo(300 / 320, 6);
});

test("several slower accelerators are no successor of fewer faster ones, whatever they do together", () => {
  // Four L4 of 300 GB/s against one A10G of 600 GB/s: twice as fast together, half as fast each. The next with one is dearer.
  expect(successorOf(book, at("g5.16xlarge", 7), DAY)).toBeUndefined();
});

test("one that has half the bandwidth, is dearer, or is compiled for is none; of what is not known there is none", () => {
  // The L4 of g6 reads its memory half as fast as the A10G of g5.
  expect(successorOf(book, at("g5.16xlarge", 4.096), DAY)).toBeUndefined();
  expect(successorOf(book, at("g6.16xlarge", 3.3968), DAY)).toBeUndefined();
  expect(successorOf(book, at("trn1n.32xlarge", 24.78), DAY)).toBeUndefined();
  expect(successorOf(book, at("p2.16xlarge", 14.4), DAY)).toBeUndefined();
});
