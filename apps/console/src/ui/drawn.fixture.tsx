import { MantineProvider } from "@mantine/core";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

/** Draws a piece of the console for a test, and takes it away with the test's end. */
export const drawn = (piece: ReactNode): HTMLElement => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
  });
  act(() => root.render(<MantineProvider>{piece}</MantineProvider>));
  return place;
};

/** Chooses from a list as a person does. */
export const choose = (list: HTMLSelectElement, value: string): void =>
  act(() => {
    list.value = value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });

/** Puts a text into a field as a person does: React hears of it only past its own setter. */
export const typeInto = (field: HTMLInputElement, text: string): void =>
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
