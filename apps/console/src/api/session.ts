import { ApiFailure } from "./api-failure.ts";
import { askApi, type Reader, tellApi } from "./request.ts";

/** Whether an admin key is asked for, and whether this browser has given it. */
export type Session = Readonly<{ required: boolean; authenticated: boolean }>;

const sessionReader: Reader<Session> = {
  safeParse(value) {
    if (typeof value === "object" && value !== null) {
      const { required, authenticated } = value as Record<string, unknown>;
      if (typeof required === "boolean" && typeof authenticated === "boolean") {
        return { success: true, data: { required, authenticated } };
      }
    }
    return { success: false, error: { message: "expected {required, authenticated}" } };
  },
};

/** An API without sessions asks for no admin key. */
export const askSession = async (signal?: AbortSignal): Promise<Session> => {
  try {
    return await askApi("/api/session", sessionReader, { signal });
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.status === 404) {
      return { required: false, authenticated: false };
    }
    throw failure;
  }
};

export const signIn = (adminKey: string) =>
  tellApi("/api/session", { method: "POST", body: { admin_key: adminKey } });
