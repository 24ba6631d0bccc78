/**
 * The script of the survey page. A build puts the text made from `script/survey.ts` here (`functions/page-script.ts`); without
 * one there is none, and the page works all the same.
 */
export const surveyScript: string = "";
