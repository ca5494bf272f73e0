import { describe, expect, it } from "vitest";
import { defaultGuardSettings } from "./calibration/guard.ts";
import { SemanticNamespace } from "./semantic-namespace.ts";

/** A unit vector along one axis, leaning towards the next by some part. */
function along(axis: number, lean = 0): Float32Array {
  const vector = new Float32Array(512);
  vector[axis] = Math.sqrt(1 - lean * lean);
  vector[axis + 1] = lean;
  return vector;
}

function remember(
  namespace: SemanticNamespace,
  id: string,
  text: string,
  vector: Float32Array,
): void {
  const { asked } = namespace.find(text, vector);
  namespace.add(id, { asked, vector, answerKey: id, isJudgeable: true });
}

describe("SemanticNamespace", () => {
  it("serves what is near enough and asks for the same", () => {
    const namespace = new SemanticNamespace();
    remember(namespace, "a", "How do I cancel my order?", along(0));

    const near = namespace.find("How can I cancel my order?", along(0, 0.2));
    const far = namespace.find("How can I cancel my order?", along(0, 0.5));

    expect(near.mayServe).toBe(true);
    expect(near.candidate?.entry.id).toBe("a");
    expect(far.mayServe).toBe(false);
  });

  it("serves nothing beside a question that asks for something else, however near", () => {
    const namespace = new SemanticNamespace();
    remember(namespace, "lock", "How do I lock my card?", along(0));
    remember(namespace, "unlock", "How do I unlock my card?", along(0, 0.2));

    const finding = namespace.find("How can I unlock the card?", along(0));

    expect(finding.candidate?.entry.id).toBe("unlock");
    const other = namespace.find("How do I cancel my card?", along(0));
    expect(other.mayServe).toBe(false);
    expect(other.vetoed?.veto.kind).toBe("word");
  });

  it("forgets what is removed", () => {
    const namespace = new SemanticNamespace();
    remember(namespace, "a", "How do I cancel my order?", along(0));

    namespace.remove("a");

    expect(namespace.size).toBe(0);
    expect(namespace.find("How do I cancel my order?", along(0)).candidate).toBeUndefined();
  });

  it("serves nothing while a calibrated one has not learned, then what it has certified", () => {
    const policy = { kind: "calibrated", guard: { ...defaultGuardSettings, target: 0.1 } } as const;
    const namespace = new SemanticNamespace(policy);
    for (let axis = 0; axis < 100; axis += 2) {
      remember(namespace, String(axis), `What does article ${axis} say?`, along(axis));
    }
    // What lies near is right, what lies further is wrong.
    const ask = (turn: number) => {
      const axis = (turn * 2) % 100;
      const isNear = turn % 3 !== 0;
      const finding = namespace.find(
        `Tell me what article ${axis} says`,
        along(axis, isNear ? 0.3 : 0.7),
      );
      namespace.learn(finding, isNear);
      return finding;
    };

    const before = Array.from({ length: 240 }, (_, turn) => ask(turn));
    for (let turn = 240; turn < 1_000; turn += 1) ask(turn);

    expect(before.some(({ mayServe }) => mayServe)).toBe(false);
    expect(namespace.certified?.upperBound).toBeLessThanOrEqual(0.1);
    expect(ask(1_000).mayServe).toBe(true);
    expect(ask(1_002).mayServe).toBe(false);
  });

  it("serves none of the answers that nobody can judge by what was measured on the others", () => {
    const policy = { kind: "calibrated", guard: { ...defaultGuardSettings, target: 0.1 } } as const;
    const namespace = new SemanticNamespace(policy);
    // One in five is a label, and right; the others are prose, wrong, and nobody can tell.
    const isLabel = (axis: number): boolean => axis % 10 === 0;
    for (let axis = 0; axis < 100; axis += 2) {
      const text = `What does article ${axis} say?`;
      const { asked } = namespace.find(text, along(axis));
      const answerKey = String(axis);
      namespace.add(answerKey, {
        ...{ asked, vector: along(axis), answerKey },
        isJudgeable: isLabel(axis),
      });
    }
    const ask = (axis: number) => {
      const finding = namespace.find(`Tell me what article ${axis} says`, along(axis, 0.3));
      namespace.learn(finding, isLabel(axis) ? true : undefined);
      return finding;
    };

    for (let turn = 0; turn < 2_500; turn += 1) ask((turn * 2) % 100);

    expect(namespace.certified).toBeDefined();
    expect([ask(10).mayServe, ask(12).mayServe]).toEqual([true, false]);
  });
});
