/** Codes with one meaning everywhere, by column; the empty code too where an empty field means something. */
export const codes = {
  stream: { invited: "People who were invited", open: "People who used an open link" },
  statistic: {
    mean100: "Mean score from 0 to 100",
    percent: "Percent of those who answered",
    "percent-missing": "Percent of those who were asked",
    gap: "Difference of two categories, first minus second, in points",
  },
  change_verdict: {
    up: "Higher than in the wave before",
    down: "Lower than in the wave before",
    "no-detectable-change": "No change that could be told from chance",
    "too-few": "Too few answers to say",
    "series-break": "Not comparable with the wave before",
  },
  flag: {
    "small-sample": "Effective n below 50",
    "opt-in": "Respondents chose to take part; not a random sample",
    "series-break": "Not comparable with the wave before",
    modelled: "From a model",
    bounded: "Share nearer than 5 points to 0 or 100, printed at the bound",
  },
  suppressed: {
    "too-few": "Fewer than 10 answers",
    "protects-another": "Would give another withheld number away by subtraction",
    unreliable: "Too few or too varied answers for a reliable number",
    "not-asked": "Not asked in this wave",
  },
  favourable: { yes: "Favourable", no: "Not favourable" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Codes that stand in the column `option` where the statistic is `percent-missing`. */
export const missingLabels: Readonly<Record<string, string>> = {
  dk: "Don't know",
  ref: "Prefer not to answer",
  skip: "Left blank",
  na: "Not applicable by routing",
  notasked: "Not asked in this version",
  break: "Broken off before",
};

/** Categories of the group `mode`. */
export const modeLabels: Readonly<Record<string, string>> = {
  web: "On the web",
  paper: "On paper",
  phone: "By phone",
  kiosk: "At a kiosk",
  interviewer: "To an interviewer",
};
