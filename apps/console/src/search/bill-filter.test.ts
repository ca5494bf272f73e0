import { expect, test } from "vitest";
import { billFilterOf } from "./bill-filter.ts";

test("filters that bills know are theirs, and one that no bill line has is named", () => {
  expect(
    billFilterOf(
      { team: "", model: "gpt-5", tag: "env=a", key_id: "k1", outcome: "completed" },
      { service_name: "Amazon Bedrock" },
    ),
  ).toEqual({
    known: { team: "", model: "gpt-5", tag: "env=a", service_name: "Amazon Bedrock" },
    unknown: ["key_id", "outcome"],
  });
  expect(billFilterOf({}, {})).toEqual({ known: {}, unknown: [] });
});
