// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { drawn } from "../../ui/drawn.fixture.tsx";
import { LeftOutPanel } from "./left-out-panel.tsx";

test("that nothing was skipped is said of all imports only where all are listed", () => {
  expect(drawn(<LeftOutPanel rows={[]} isPart={false} />).textContent).toContain(
    "Nothing: every row that was read is in the ledger.",
  );
  expect(drawn(<LeftOutPanel rows={[]} isPart />).textContent).toContain(
    "Nothing in the imports listed below, which are not all.",
  );
});
