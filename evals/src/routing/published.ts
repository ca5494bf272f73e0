/**
 * Rows that others published on the same tables. RouteLLM: arXiv 2406.18665, its MMLU and GSM8K tables; the rows named
 * "paper" were taken from a survey of it, not read in the paper itself. The others were measured with common methods
 * on random halves.
 */
export const publishedTwoModels = {
  mmlu: [
    { router: "random (paper)", APGR: ".500", CPT50: "50.1", CPT80: "79.9" },
    {
      router: "matrix factorisation, + golden labels (paper)",
      APGR: ".597",
      CPT50: "35.5",
      CPT80: "71.4",
    },
    {
      router: "similarity-weighted, + golden labels (paper's best)",
      APGR: ".603",
      CPT50: "35.4",
      CPT80: "71.6",
    },
    {
      router: "prompt length alone",
      APGR: ".593",
      CPT50: "35.7",
      CPT80: "66.8",
      "saved@95 %": "47",
    },
    {
      router: "lexical, TF-IDF, sentence embeddings, kNN together",
      APGR: ".641 ± .022",
      CPT50: "30.5",
      CPT80: "65.3",
      "saved@95 %": "50",
    },
  ],
  gsm8k: [
    { router: "random (paper)", APGR: ".497", CPT50: "50.0", CPT80: "80.1" },
    { router: "causal LLM, augmented (paper's best)", APGR: ".622", CPT50: "34.6", CPT80: "70" },
  ],
} as const;

export const publishedPool = [
  {
    router: "mixing single models",
    AIQ: ".579",
    "saved@100 %": "0",
    "saved@98 %": "16",
    "saved@95 %": "41",
  },
  {
    router: "task means",
    AIQ: ".644",
    "saved@100 %": "82",
    "saved@98 %": "84",
    "saved@95 %": "86",
  },
  {
    router: "empirical Bayes, global > task > cluster",
    AIQ: ".643",
    "saved@100 %": "81",
    "saved@98 %": "84",
    "saved@95 %": "86",
  },
] as const;
