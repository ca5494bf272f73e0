import { expect, test } from "vitest";
import { normaliseQuestion } from "./normalise-question.ts";

test.each([
  ["What is the limit?", "what is the limit"],
  ["Hi there, what is the limit, please?", "what is the limit"],
  ["WHAT IS THE LIMIT!!", "what is the limit"],
  ["Good morning! Please tell me the limit. Thanks in advance", "tell me the limit"],
  ["  What   is\tthe limit ", "what is the limit"],
  ["Is 1.5 more than 12:30?", "is 1.5 more than 12:30"],
  ["What does the WHO say?", "what does the WHO say"],
  ["Who says so?", "who says so"],
  ["Don't I?", "don't i"],
  ["What is the limit please?", "what is the limit"],
  ["Could you please tell me the limit?", "could you tell me the limit"],
  ["Hi team - where is it? Please say. Thank you!", "where is it say"],
  ["Hey there what is the limit?", "what is the limit"],
  ["HI THERE, WHAT IS THE LIMIT PLEASE?", "what is the limit"],
  ["Could you kindly say where it is. Please.", "could you say where it is"],
  ["Pls tell me the limit", "tell me the limit"],
])("%s is asked as %s", (asked, normal) => {
  expect(normaliseQuestion(asked)).toBe(normal);
});

test.each([
  "What does `ls` do?",
  'He said "Please."',
  "a = b; what is b?",
  "Translate: 'Please'",
  "first line\nsecond line",
  "https://example.com?",
  "Hi!",
  "Thanks!",
  "What is 5!",
  "What is n! for n of 3?",
  "x".repeat(301),
])("%s is taken to the letter", (asked) => {
  expect(normaliseQuestion(asked)).toBeUndefined();
});

test.each([
  ["How do you say please in French?", "How do you say kindly in French?"],
  ["How do you say please?", "How do you say thanks?"],
  ["Define please", "Define"],
  ["What is the French word for thank you", "What is the French word for thanks"],
  ["Hello Fresh delivery times?", "Fresh delivery times?"],
  ["Hello Kitty price", "Kitty price"],
  ["Hello-Kitty price", "Kitty price"],
  ["Good morning America cast", "America cast"],
  ["hello.com owner?", "com owner?"],
  ["5! divided by 3!", "5 divided by 3"],
  ["Who wrote Yes Please?", "Who wrote Yes?"],
  ["Could you Please Me be played?", "Could you Me be played?"],
  ["PLS regression in R", "Regression in R"],
  ["PLS REGRESSION IN R", "REGRESSION IN R"],
  ["Explain PLS", "Explain"],
  ["Hi there is a fee for X", "Is a fee for X?"],
])("%s and %s are two questions", (one, other) => {
  const [first, second] = [normaliseQuestion(one), normaliseQuestion(other)];

  expect(first === undefined || first !== second).toBe(true);
});

test("what matters stays: numbers, negations, units, order", () => {
  const questions = [
    "Is it 5?",
    "Is it 6?",
    "Is it not 5?",
    "Is it 5 kg?",
    "5 it is?",
    "-5 it is?",
  ];

  expect(new Set(questions.map(normaliseQuestion)).size).toBe(questions.length);
});
