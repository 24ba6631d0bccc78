import { Problem } from "../problems/problem.ts";
import type { Connection } from "./connection.ts";

/** A survey as the management routes list it. */
export interface ListedSurvey {
  readonly department: string;
  readonly survey: string;
  readonly title: Readonly<Record<string, string>>;
  readonly instrument: string;
  /** Of the department, IANA name. */
  readonly timeZone: string;
}

/**
 * The survey a person means by `survey` or `department/survey`; the only one there is where nothing is said.
 * @param within a department it has to be of
 * @throws Problem `survey-ambiguous` with the candidates, `survey-unknown-here`, `department-unknown-here`
 */
export async function findSurvey(
  connection: Connection,
  name: string | undefined,
  within?: string | undefined,
): Promise<ListedSurvey> {
  const { surveys } = await connection.call<{ surveys: readonly ListedSurvey[] }>("GET", "/api/v1/manage/surveys");
  const fitting = surveys.filter(
    ({ department, survey }) =>
      (within === undefined || department === within) &&
      (name === undefined || name === survey || name === `${department}/${survey}`),
  );
  const [found] = fitting;
  if (within !== undefined && !surveys.some(({ department }) => department === within))
    throw new Problem("department-unknown-here", {
      department: within,
      known: [...new Set(surveys.map(({ department }) => department))],
    });
  if (found === undefined || fitting.length > 1) {
    const candidates = (fitting.length > 1 ? fitting : surveys).map((one) => `${one.department}/${one.survey}`);
    if (fitting.length > 1 || name === undefined || surveys.length === 0)
      throw new Problem("survey-ambiguous", { candidates });
    throw new Problem("survey-unknown-here", { survey: name, known: candidates });
  }
  return found;
}
