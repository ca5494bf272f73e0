import { peerFaults } from "../check/peers.ts";
import { placeSpreadFaults } from "../check/place-spread.ts";
import { cellOf, groupBy, type PriceFault } from "../check/price-point.ts";
import { ratioFaults, tierFaults } from "../check/ratio-rules.ts";
import { unitFaults } from "../check/unit-bounds.ts";
import type { PriceBook } from "../price-book.ts";
import type { Candidate, Refusal } from "./catalogue.ts";
import { jumpFaults } from "./jumps.ts";

/** Sorts candidates into those that can be right and those that cannot, with the first reason found. */
export function screen(
  candidates: readonly Candidate[],
  against: Readonly<{ day: string; book: PriceBook | undefined }>,
): Readonly<{ kept: readonly Candidate[]; refused: readonly Refusal[] }> {
  const refusedBy = new Map<Candidate, PriceFault<Candidate>>();
  const remaining = (): readonly Candidate[] =>
    candidates.filter((candidate) => !refusedBy.has(candidate));
  const apply = (faults: readonly PriceFault<Candidate>[]): void => {
    for (const fault of faults) if (!refusedBy.has(fault.point)) refusedBy.set(fault.point, fault);
  };
  const units = unitFaults(candidates);
  apply(units);
  apply(rowFaults(candidates, units, outOfBounds));
  const peers = peerFaults(remaining());
  apply(peers);
  apply(rowFaults(remaining(), peers, outOfLine));
  apply(placeSpreadFaults(remaining()));
  apply(ratioFaults(remaining()));
  apply(tierFaults(remaining()));
  if (against.book !== undefined) apply(jumpFaults(remaining(), against.book, against.day));
  return {
    kept: remaining(),
    refused: [...refusedBy.values()].map(({ point, code, reason }) => ({
      catalogue: point.catalogue,
      at: point.at,
      code,
      reason,
      candidate: point,
    })),
  };
}

type RowFault = Pick<PriceFault<Candidate>, "code" | "reason">;
const outOfBounds: RowFault = {
  code: "row-unit",
  reason: "another price of the row is outside its unit's bounds",
};
const outOfLine: RowFault = {
  code: "peers",
  reason: "another price of the row is far from what other hosts of the model ask",
};

/** Where input or output of a row is out of bounds, the row is in another unit, and all of it is refused. */
function rowFaults(
  candidates: readonly Candidate[],
  faults: readonly PriceFault<Candidate>[],
  fault: RowFault,
): readonly PriceFault<Candidate>[] {
  const wrongCells = new Set(
    faults
      .filter(({ point }) => point.component === "input" || point.component === "output")
      .map(({ point }) => cellOf(point)),
  );
  if (wrongCells.size === 0) return [];
  return [...groupBy(candidates, cellOf)].flatMap(([cell, points]) =>
    wrongCells.has(cell) ? points.map((point) => ({ point, ...fault })) : [],
  );
}
