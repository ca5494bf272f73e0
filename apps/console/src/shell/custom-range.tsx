import { Button, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Range, spanOf } from "../time/range.ts";
import type { TimeSpan } from "../time/time-span.ts";

const twoDigits = (value: number) => String(value).padStart(2, "0");

/** A moment as a `datetime-local` field has it: local time without a zone. */
const fieldText = (ms: number): string => {
  const date = new Date(ms);
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day}T${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
};

/** Two moments to look between, in the reader's own time zone. */
export const CustomRange = ({
  range,
  onChoose,
}: Readonly<{ range: Range; onChoose: (span: TimeSpan) => void }>) => {
  const [shown] = useState(() => spanOf(range, Date.now()));
  const [from, setFrom] = useState(fieldText(shown.fromMs));
  const [to, setTo] = useState(fieldText(shown.toMs));
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  const complete = !Number.isNaN(fromMs) && !Number.isNaN(toMs);
  const inOrder = complete && fromMs < toMs;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (inOrder) onChoose({ fromMs, toMs });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          type="datetime-local"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          type="datetime-local"
          label="To"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={complete && !inOrder ? "The range has to end after it begins" : undefined}
        />
        <Button type="submit" size="xs" h={32} disabled={!inOrder}>
          Show this range
        </Button>
      </Stack>
    </form>
  );
};
