import { DatabaseError } from "pg";
import { expect, test } from "vitest";
import { postgresFailure } from "./postgres-failure.ts";
import { postgresProblem } from "./postgres-problem.ts";

const saidBy = (code: string): DatabaseError => {
  const error = new DatabaseError("what it says", 1, "error");
  error.code = code;
  return error;
};

test.each([
  ["53100", "full", /disk is full \(what it says\); free or add disk space/],
  ["25006", "read_only", /takes no writes \(what it says\); name the primary/],
  ["42501", "refused", /what it says; grant/],
  ["28P01", "refused", /refuses the user/],
  ["53300", "busy", /max_connections/],
  ["3D000", "schema", /createdb/],
  ["57P01", "unreachable", /what it says/],
  ["XX000", "other", /what it says/],
])("%s of the server is counted as %s, and told with what mends it", (code, failure, told) => {
  expect(postgresFailure(saidBy(code))).toBe(failure);
  expect(postgresProblem(saidBy(code))).toMatch(told);
});

test("a row that is there already is an answer, and a connection that is refused is a failure", () => {
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

  expect(postgresFailure(saidBy("23505"))).toBeUndefined();
  expect(postgresFailure(saidBy("40001"))).toBeUndefined();
  expect(postgresFailure(new RangeError("too large"))).toBeUndefined();
  expect(postgresFailure(refused)).toBe("unreachable");
  expect(postgresFailure(new AggregateError([refused]))).toBe("unreachable");
});
