import { chargeSchema } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { costsAtList, notBilled, unpriced } from "./charge.ts";
import { chargeToWire } from "./charge-to-wire.ts";

const line = {
  component: "input",
  quantity: 2,
  unitPrice: parseDollars("0.000001"),
  listCost: parseDollars("0.000002"),
  priceRecord: "acme/one/standard/global/input@2026-01-01",
} as const;

test("money crosses the wire as decimal strings with twelve places", () => {
  const wire = chargeToWire({ confidence: "exact", ...costsAtList(line.listCost), lines: [line] });

  expect(chargeSchema.parse(wire)).toEqual({
    confidence: "exact",
    list_cost: "0.000002000000",
    contracted_cost: "0.000002000000",
    effective_cost: "0.000002000000",
    billed_cost: "0.000002000000",
    lines: [
      {
        component: "input",
        quantity: 2,
        unit_price: "0.000001000000",
        list_cost: "0.000002000000",
        price_record: "acme/one/standard/global/input@2026-01-01",
      },
    ],
  });
});

test("a record whose price was corrected shows the price that was charged", () => {
  const unitPriceOf = (unitPrice: string) => {
    const charged = { ...line, unitPrice: parseDollars(unitPrice) };
    return chargeToWire({ confidence: "exact", ...costsAtList(line.listCost), lines: [charged] })
      .lines[0]?.unit_price;
  };

  expect(unitPriceOf("0.000001")).toBe("0.000001000000");
  expect(unitPriceOf("0.000003")).toBe("0.000003000000");
});

test("an unknown cost is null on the wire, never 0", () => {
  const wire = chargeSchema.parse(chargeToWire(unpriced("no price", [line])));

  expect(wire).toMatchObject({ confidence: "unknown", list_cost: null, billed_cost: null });
  expect(wire.lines).toHaveLength(1);
});

test("what is not billed is 0 on the wire, with the reason", () => {
  expect(chargeSchema.parse(chargeToWire(notBilled("the provider answered 500")))).toMatchObject({
    confidence: "exact",
    list_cost: "0.000000000000",
    reason: "the provider answered 500",
  });
});
