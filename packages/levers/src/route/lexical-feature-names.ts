/**
 * What is counted in a prompt, one by one, and how each count becomes a number: `log` is ln(1 + count), `share` a
 * part of what is named, `flag` 0 or 1. All but the last group are the same in every language.
 */
export const lexicalFeatures = [
  // Size.
  ["log_characters", "log of the UTF-16 code units of the whole prompt"],
  ["log_words", "log of words; a Han, Kana or Hangul character is a word of its own"],
  ["log_lines", "log of line ends"],
  ["log_sentences", "log of . ? ! and their full-width forms before white space or an end"],
  ["mean_word_length", "letters of words, per word"],
  ["log_longest_word", "log of the letters of the longest word"],
  ["long_word_share", "words of 8 letters or more, of all words"],
  ["short_word_share", "words of 3 letters or fewer, of all words"],
  ["log_words_per_sentence", "log of words per sentence"],
  ["log_mean_line", "log of characters per line"],
  ["log_first_line", "log of the first line's characters"],
  ["log_last_line", "log of the last line's characters"],
  ["distinct_word_share", "different words, of all words"],
  ["log_beyond", "log of the characters that were not looked at"],
  // Characters, each as a share of those looked at.
  ["digit_share", "decimal digits"],
  ["capital_share", "capital Latin letters"],
  ["space_share", "white space"],
  ["mark_share", "ASCII punctuation"],
  ["bracket_share", "round, square and curly brackets"],
  ["non_ascii_share", "code units beyond ASCII"],
  ["ideograph_share", "Han, Kana, Hangul"],
  ["other_script_share", "other letters beyond Latin: Greek, Cyrillic, Arabic, Indic"],
  ["accented_share", "Latin letters with marks"],
  // Numbers.
  ["log_numbers", "log of runs of digits"],
  ["log_largest_number", "log of the largest run of digits, read as a whole number"],
  ["log_decimals", "log of points or commas between digits"],
  ["log_percents", "log of percent signs"],
  ["log_currencies", "log of currency signs"],
  ["log_years", "log of runs of four digits that begin with 1 or 20"],
  ["log_long_numbers", "log of runs of five digits or more"],
  ["log_letter_digits", "log of words that mix letters and digits"],
  // Mathematics.
  ["log_equals", "log of ="],
  ["log_operators", "log of + * / ^ and of minus between spaces or digits"],
  ["log_carets", "log of ^"],
  ["log_comparisons", "log of < and >"],
  ["log_backslashes", "log of backslashes (TeX, escapes, paths)"],
  ["log_single_letters", "log of words of one Latin letter that is not a, i or o"],
  ["log_math_signs", "log of mathematical and arrow signs of Unicode"],
  ["log_greek", "log of Greek letters"],
  ["log_dollars_math", "log of $ directly before a letter, backslash or bracket"],
  // Code.
  ["log_backticks", "log of backticks"],
  ["log_braces", "log of { and }"],
  ["log_semicolons_at_end", "log of semicolons at a line's end"],
  ["log_underscores", "log of underscores inside words"],
  ["log_camel", "log of words with a capital inside after a small letter"],
  ["log_indented", "log of lines that begin with two spaces or a tab"],
  ["log_calls", "log of a word directly before ("],
  ["log_dotted", "log of a point between two letters"],
  ["log_hashes", "log of #"],
  ["log_arrows", "log of -> and =>"],
  // Structure.
  ["log_questions", "log of question marks, full-width ones too"],
  ["log_exclamations", "log of exclamation marks"],
  ["log_colons", "log of colons"],
  ["log_commas", "log of commas"],
  ["log_quotes", "log of quotation marks"],
  ["log_blanks", "log of runs of three underscores or points"],
  ["log_bullets", "log of lines that begin with - * or a bullet"],
  ["log_numbered", "log of lines that begin with a number and . or )"],
  ["log_options", "log of lines that begin with one letter and . or )"],
  ["option_length", "log of the mean length of those lines"],
  ["log_tags", "log of < directly before a letter or /"],
  ["log_pipes", "log of |"],
  ["log_addresses", "log of ://"],
  ["ends_with_question", "flag: the last sign is a question mark"],
  ["ends_with_colon", "flag: the last sign is a colon"],
  // Names.
  ["log_names", "log of capitalised words that do not begin a line or sentence"],
  ["log_acronyms", "log of words of two or more capitals alone"],
  // Words, in English alone.
  ["log_asking", "log of question words (who, which, how, why, …)"],
  ["log_negations", "log of words that deny or except"],
  ["log_conditions", "log of if, suppose, assume, given, let, …"],
  ["log_quantities", "log of how-many words (many, total, each, per, average, …)"],
  ["log_judgements", "log of best, most, likely, true, false, correct, …"],
  ["log_tasks", "log of write, explain, list, translate, summarise, …"],
  ["log_code_words", "log of function, return, python, code, …"],
  ["log_proof_words", "log of prove, theorem, derive, integral, …"],
] as const satisfies readonly (readonly [string, string])[];

export const FEATURES = lexicalFeatures.length;

export type LexicalFeature = (typeof lexicalFeatures)[number][0];

/** Where each feature stands in the array. */
export const featureAt = Object.fromEntries(
  lexicalFeatures.map(([name], index) => [name, index]),
) as Readonly<Record<LexicalFeature, number>>;
