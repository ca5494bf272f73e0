import { describe, expect, it } from "vitest";
import { unreadable } from "./readable-question.ts";

const short = { tokens: 10, unknown: false };

describe("unreadable", () => {
  it("has nothing against a short English question", () => {
    expect(unreadable("How do I reset my password?", short)).toBeUndefined();
    expect(unreadable("Where is the café on Main Street?", short)).toBeUndefined();
  });

  it("refuses what the model would cut off", () => {
    expect(unreadable("How do I do it?", { tokens: 101, unknown: false })).toBe("too_long");
  });

  it("refuses what the model has no piece for", () => {
    expect(unreadable("How do I say 你好?", { tokens: 9, unknown: true })).toBe(
      "unknown_characters",
    );
  });

  it.each([
    "Wie kann ich mein Passwort zurücksetzen?",
    "Comment puis-je changer mon mot de passe ?",
    "¿Cómo puedo cambiar mi contraseña?",
    "Como posso mudar a minha senha?",
    "Jak zmienić moje hasło?",
    "пароль",
    "password",
  ])("refuses what is not seen to be English: %s", (text) => {
    expect(unreadable(text, short)).toBe("not_english");
  });

  it("refuses an empty text", () => {
    expect(unreadable(" \n", short)).toBe("empty");
  });
});
