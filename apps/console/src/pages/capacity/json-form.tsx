import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Panel } from "../../ui/panel.tsx";

/** A question as the command line takes it from a file, with an example in it at first. */
export const JsonForm = ({
  title,
  note,
  label,
  example,
  isPending,
  onPlan,
}: Readonly<{
  title: string;
  note: string;
  label: string;
  example: string;
  isPending: boolean;
  onPlan: (text: string) => void;
}>) => {
  const [text, setText] = useState(example);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPlan(text);
  };
  return (
    <Panel title={title} note={note}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            aria-label={label}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={8}
            maxRows={24}
            classNames={{ input: "capacity-text" }}
            spellCheck={false}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isPending}>
              Plan
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
};
