import type { Department } from "../survey/department.ts";

/** Addresses that pages link to. */
export const addresses = {
  survey: (link: string, language: string): string => `/s/${link}?lang=${language}`,
  /** The script starts afresh there, though something was sent from this device. */
  someoneElse: (link: string, language: string): string => `/s/${link}?lang=${language}#new`,
  /** A fresh form for who enters one after the other. */
  next: (link: string, language: string): string => `/s/${link}?lang=${language}&stored=1`,
  thanks: (link: string, language: string, receipt?: string): string =>
    `/s/${link}/thanks?lang=${language}${receipt === undefined ? "" : `&receipt=${receipt}`}`,
  check: (language: string): string => `/check?lang=${language}`,
  /** Results in the first language of a department have no language in their address. */
  results: ({ id, languages }: Pick<Department, "id" | "languages">, survey: string, language: string): string =>
    `/results/${id}/${survey}/${languages.indexOf(language) > 0 ? `${language}/` : ""}`,
  data: (department: string, survey: string): string => `/data/${department}/${survey}/latest/estimates.csv`,
};
