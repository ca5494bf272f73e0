import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { signIn } from "../../api/session.ts";
import { Brand } from "../../shell/brand.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import "../../shell/shell.css";
import "../../ui/panel.css";
import "./sign-in.css";

/** Asks for the admin key where the gateway listens beyond this machine. */
export const SignInPage = () => {
  const client = useQueryClient();
  const [adminKey, setAdminKey] = useState("");
  const given = useMutation({
    mutationFn: signIn,
    onSuccess: () => client.invalidateQueries(),
  });
  useEffect(() => {
    document.title = "Sign in · Headgate";
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    given.mutate(adminKey);
  };
  return (
    <main className="lone">
      <form className="panel sign-in" onSubmit={submit}>
        <Brand />
        <div className="sign-in-words">
          <h1>Sign in</h1>
          <p className="muted">
            This Headgate can be reached from other machines, so its console asks for the admin key.
            It stands in headgate.yaml as <code className="code">admin_key</code>.
          </p>
        </div>
        <PasswordInput
          label="Admin key"
          value={adminKey}
          onChange={(event) => setAdminKey(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus
          required
        />
        {given.isError ? <FailurePanel failure={given.error} /> : null}
        <Button type="submit" loading={given.isPending} disabled={adminKey === ""}>
          Sign in
        </Button>
      </form>
    </main>
  );
};
