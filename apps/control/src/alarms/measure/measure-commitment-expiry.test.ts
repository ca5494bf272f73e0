import { type AlarmOn, configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { aboutText, conditionText } from "../alarm-text.ts";
import { measureCommitmentExpiry } from "./measure-commitment-expiry.ts";

const look = { nowMs: Date.parse("2026-11-29T12:00:00Z"), isFiring: false };

/** Constructed. */
function configOf(change: object, held: readonly object[]) {
  const config = configSchema.parse({
    alarms: [{ name: "ends", on: "commitment_expiry", ...change }],
    plans: {
      commitments: {
        offers: [
          { kind: "savings_plan", name: "year", term_months: 12, service: "other" },
          { kind: "credits", name: "gift", amount: "500", paid: "0", expires_on: "2027-03-01" },
        ],
        held,
      },
    },
  });
  const [alarm] = config.alarms;
  if (alarm?.on !== "commitment_expiry") throw new TypeError("an alarm of another kind");
  return { alarm: alarm as AlarmOn<"commitment_expiry">, commitments: config.plans.commitments };
}
const measure = (change: object, held: readonly object[]) => {
  const { alarm, commitments } = configOf(change, held);
  return measureCommitmentExpiry(alarm, commitments, look);
};

test("it fires by the days that the first commitment has left, its last day counted", () => {
  const held = [{ offer: "year", units: 3, ends_on: "2026-12-08" }];

  expect(measure({}, held)).toMatchObject({
    isBeyond: true,
    measurement: {
      value: "10.0",
      note: "year ends on 2026-12-08, in 10 days; gift expires on 2027-03-01, in 93 days",
    },
  });
  expect(measure({ below: "10" }, held).isBeyond).toBe(false);
  expect(measure({ offer: "gift" }, held)).toMatchObject({
    isBeyond: false,
    measurement: { value: "93.0" },
  });
});

test("what has just ended is told, what ended long ago is not, and where nothing is held nothing fires", () => {
  const ended = (ends_on: string) =>
    measure({ offer: "year" }, [{ offer: "year", units: 3, ends_on }]);

  expect(ended("2026-11-27")).toMatchObject({ isBeyond: true, measurement: { value: "0.0" } });
  expect(ended("2026-10-01")).toMatchObject({ isBeyond: false, measurement: { value: null } });
});

test("it says what it watches", () => {
  const { alarm } = configOf({ offer: "year" }, []);

  expect(aboutText(alarm)).toBe("the days until year ends");
  expect(conditionText(alarm)).toBe("below 30 days");
});
