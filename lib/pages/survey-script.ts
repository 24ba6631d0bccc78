/**
 * Of a survey that only offers answers to choose, of one with fields that can refuse what is typed or left out, and of one where an
 * answer decides what else is asked.
 */
export type ScriptKind = "plain" | "typed" | "branching";

/**
 * The script of the survey page. In a build it is the text made from `script/plain-survey.ts`, `script/typed-survey.ts` or
 * `script/branching-survey.ts` (`functions/page-script.ts`); without one there is none, and the page works all the same.
 */
export const surveyScript = (_kind: ScriptKind): string => "";
