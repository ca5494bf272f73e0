// @vitest-environment happy-dom
import type { CreatedKey } from "@headgate/contract";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { drawn } from "../../ui/drawn.fixture.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";

const created: CreatedKey = {
  key: {
    id: "key-1",
    name: "Invoice reader",
    hint: "hg_exam",
    created_at_ms: 0,
    attribution: {},
    tags: {},
  },
  secret: "hg_example",
};

test.each([
  ["Before a key is asked for Escape closes", { created: undefined, busy: false }, 1],
  ["While a key is made Escape does not close", { created: undefined, busy: true }, 0],
  ["While a key's secret is shown Escape does not close", { created, busy: false }, 0],
])("%s the dialog", (_, state, closed) => {
  const onClose = vi.fn();
  drawn(
    <CreateKeyDialog
      {...state}
      opened
      failure={null}
      onCreate={() => undefined}
      onClose={onClose}
    />,
  );

  act(() => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });

  expect(onClose).toHaveBeenCalledTimes(closed);
});
