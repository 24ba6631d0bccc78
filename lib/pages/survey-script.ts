/**
 * The script of the survey page. In a build it is the text made from `script/survey.ts` (`functions/page-script.ts`); without
 * one there is none, and the page works all the same.
 */
export const surveyScript = (): string => "";
