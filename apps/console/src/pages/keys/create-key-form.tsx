import { type AttributionField, attributionFields } from "@headgate/contract";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { NewKey } from "../../api/keys.ts";
import { dimensionNames } from "../../format/words.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { emptyDraft, readDraft } from "./view-model.ts";

/** Name a key and say what its calls are counted for. */
export const CreateKeyForm = ({
  busy,
  failure,
  onCreate,
  onCancel,
}: Readonly<{
  busy: boolean;
  failure: Error | null;
  onCreate: (key: NewKey) => void;
  onCancel: () => void;
}>) => {
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const reading = readDraft(draft);
  const faultOf = (place: string): string | undefined =>
    tried && reading.kind === "wrong" ? reading.faults[place] : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reading.kind === "ready") onCreate(reading.key);
  };
  const setField = (field: AttributionField, value: string) =>
    setDraft({ ...draft, attribution: { ...draft.attribution, [field]: value } });

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="To recognise it by, such as the service that uses it"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          error={faultOf("name")}
          required
          data-autofocus
        />
        <div className="key-fields">
          {attributionFields.map((field) => (
            <TextInput
              key={field}
              label={dimensionNames[field]}
              value={draft.attribution[field] ?? ""}
              onChange={(event) => setField(field, event.currentTarget.value)}
              error={faultOf(`attribution.${field}`)}
            />
          ))}
        </div>
        <TextInput
          label="Tags"
          placeholder="release=2026-11, tier=gold"
          value={draft.tags}
          onChange={(event) => setDraft({ ...draft, tags: event.currentTarget.value })}
          error={faultOf("tags")}
        />
        {failure === null ? null : <FailurePanel failure={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
