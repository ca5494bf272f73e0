import { NativeSelect, TextInput } from "@mantine/core";
import type { FormFaults, SelfHostForm } from "./self-host-form.ts";

/** The fields of the question whether to host a model oneself. */
export const SelfHostFields = ({
  form,
  faults,
  machines,
  onChange,
}: Readonly<{
  form: SelfHostForm;
  faults: FormFaults;
  machines: readonly Readonly<{ value: string; label: string }>[];
  onChange: (form: SelfHostForm) => void;
}>) => {
  const text = (field: keyof SelfHostForm, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      value={form[field]}
      error={faults[field]}
      onChange={(event) => onChange({ ...form, [field]: event.currentTarget.value })}
      maxLength={200}
    />
  );
  return (
    <div className="capacity-form">
      {text("model", "Open model", "By its name or its weights'")}
      <NativeSelect
        label="Traffic"
        description="What it would have to serve"
        value={form.traffic}
        data={[
          { value: "ledger", label: "Calls of the ledger" },
          { value: "stated", label: "A forecast of mine" },
        ]}
        onChange={(event) =>
          onChange({
            ...form,
            traffic: event.currentTarget.value === "stated" ? "stated" : "ledger",
          })
        }
      />
      {form.traffic === "ledger" ? (
        text("ledgerModel", "Calls of the model", "Its name in the ledger; empty for all calls")
      ) : (
        <>
          {text("callsPerDay", "Calls a day", "Of a mean day")}
          {text("promptTokens", "Tokens of a prompt", "Of a mean call")}
          {text("answerTokens", "Tokens of an answer", "Of a mean call")}
        </>
      )}
      <NativeSelect
        label="What is rented"
        description="Listed prices stand with their age"
        value={form.machine}
        data={[{ value: "", label: "GPUs at a price of mine" }, ...machines]}
        onChange={(event) => onChange({ ...form, machine: event.currentTarget.value })}
      />
      {form.machine === "" ? (
        <>
          {text("accelerator", "GPU", "As h100, h200, l40s")}
          {text("gpuHour", "Dollars an hour", "Of one GPU")}
        </>
      ) : null}
      {text("operations", "Operations, dollars a month", "People who keep it running")}
    </div>
  );
};
