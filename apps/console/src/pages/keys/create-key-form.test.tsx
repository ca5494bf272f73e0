// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CreateKeyForm } from "./create-key-form.tsx";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

const draw = (onCreate: (key: unknown) => void) =>
  act(() =>
    root.render(
      <MantineProvider>
        <CreateKeyForm busy={false} failure={null} onCreate={onCreate} onCancel={() => undefined} />
      </MantineProvider>,
    ),
  );

const field = (label: string): HTMLInputElement => {
  const labels = [...place.querySelectorAll("label")];
  const found = labels.find(({ textContent }) => textContent?.replace(" *", "") === label);
  const input = found === undefined ? null : document.getElementById(found.htmlFor);
  if (input instanceof HTMLInputElement) return input;
  throw new Error(`no field ${label}`);
};

const type = (label: string, text: string) =>
  act(() => {
    const input = field(label);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

const submit = () =>
  act(() => {
    place
      .querySelector("form")
      ?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });

test("a key without a name is not created, and the field says why", () => {
  const onCreate = vi.fn();
  draw(onCreate);

  submit();

  expect(onCreate).not.toHaveBeenCalled();
  expect(field("Name").getAttribute("aria-invalid")).toBe("true");
  expect(place.textContent).toContain("A key needs a name");
});

test("what was filled in is what is created", () => {
  const onCreate = vi.fn();
  draw(onCreate);

  type("Name", "Invoice reader");
  type("Team", "finance");
  type("Tags", "tier=gold");
  submit();

  expect(onCreate).toHaveBeenCalledExactlyOnceWith({
    name: "Invoice reader",
    attribution: { team: "finance" },
    tags: { tier: "gold" },
  });
});
