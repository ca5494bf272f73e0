import type { RecommendationAction, RecommendationDetail } from "@headgate/contract";
import { Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { CodeBlock } from "../../ui/code-block.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { useAct } from "./query.ts";
import { actionNames, actionTexts, doneByHand, holdoutShares } from "./view-model.ts";

const NAME = "headgate.name";

/** Says what an action does, asks who does it, and does it. */
export const ActModal = ({
  detail,
  action,
  onClose,
}: Readonly<{
  detail: RecommendationDetail;
  action: RecommendationAction;
  onClose: () => void;
}>) => {
  const act = useAct();
  const [by, setBy] = useState(() => localStorage.getItem(NAME) ?? "");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { recommendation: one, diff, holdout: usual } = detail;
  const [holdout, setHoldout] = useState(usual);
  const asksForHoldout = action === "apply" && usual !== null && one.change !== null;
  const isByHand = action === "apply" && one.change === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const name = by.trim();
    if (name === "") return;
    localStorage.setItem(NAME, name);
    const what = { id: one.id, action, by: name, note: note.trim() };
    const chosen = asksForHoldout && holdout !== usual ? { holdout: holdout ?? 0 } : {};
    act.mutate({ ...what, ...chosen }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${actionNames[action]}: ${one.title}`}
      size={640}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <p>{isByHand ? doneByHand : actionTexts[action]}</p>
          {action !== "apply" || diff === null ? null : (
            <CodeBlock text={diff} label="change of the policies, to be written" />
          )}
          {asksForHoldout ? (
            <NativeSelect
              label="Hold out"
              description="Sessions that keep things as they are, so that what it saves is measured"
              value={String(holdout)}
              data={holdoutShares(usual).map((share) => ({
                value: String(share),
                label: share === 0 ? "none" : `${share * 100} % of sessions`,
              }))}
              onChange={(event) => setHoldout(Number(event.currentTarget.value))}
            />
          ) : null}
          <TextInput
            label="Your name"
            description="Stands with what was done"
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
            error={tried && by.trim() === "" ? "Say who does it" : undefined}
            maxLength={100}
            required
            data-autofocus
          />
          <TextInput
            label="Why"
            description="For who reads it later"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={1_000}
          />
          {act.error === null ? null : <FailurePanel failure={act.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={act.isPending}>
              {actionNames[action]}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
