import { describe, expect, it } from "vitest";
import { chooseCandidate, type NearEntry } from "./candidate.ts";
import { comparable } from "./veto.ts";

const near = (id: string, similarity: number, answerKey: string): NearEntry => ({
  id,
  similarity,
  cosine: similarity,
  overlap: { share: 1, onlyAsked: 0, onlyStored: 0, rarestAsked: 0, rarestStored: 0 },
  question: comparable("where is my card"),
  answerKey,
  isJudgeable: true,
});

describe("chooseCandidate", () => {
  it("takes the nearest where no two answers are alike", () => {
    const chosen = chooseCandidate([
      near("a", 0.9, "1"),
      near("b", 0.89, "2"),
      near("c", 0.6, "3"),
    ]);

    expect(chosen?.entry.id).toBe("a");
    expect(chosen?.rivalCosine).toBe(0.89);
  });

  it("takes the nearest of those that most of the neighbourhood stands for", () => {
    const chosen = chooseCandidate([
      near("a", 0.9, "1"),
      near("b", 0.89, "2"),
      near("c", 0.88, "2"),
    ]);

    expect(chosen?.entry.id).toBe("b");
    expect(chosen?.votes).toBe(2);
    expect(chosen?.rivalCosine).toBe(0.9);
  });

  it("has nothing where nothing is near", () => {
    expect(chooseCandidate([])).toBeUndefined();
  });
});
