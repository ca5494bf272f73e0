import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { askSession } from "../api/session.ts";
import { SignInPage } from "../pages/sign-in/page.tsx";
import { Loading } from "./loading.tsx";

/** Lets nobody further who has to give the admin key first. What else fails is the shell's to show. */
export const SessionGate = ({ children }: Readonly<{ children: ReactNode }>) => {
  const session = useQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => askSession(signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (session.isPending) return <Loading />;
  if (session.data?.required && !session.data.authenticated) return <SignInPage />;
  return children;
};
