/** Of a survey that asks everybody everything, and of one where an answer decides what else is asked. */
export type ScriptKind = "plain" | "branching";

/**
 * The script of the survey page. In a build it is the text made from `script/plain-survey.ts` or `script/branching-survey.ts`
 * (`functions/page-script.ts`); without one there is none, and the page works all the same.
 */
export const surveyScript = (_kind: ScriptKind): string => "";
