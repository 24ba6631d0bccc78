/** Addresses that pages link to. */
export const addresses = {
  survey: (link: string, language: string): string => `/s/${link}?lang=${language}`,
  thanks: (link: string, language: string, receipt?: string): string =>
    `/s/${link}/thanks?lang=${language}${receipt === undefined ? "" : `&receipt=${receipt}`}`,
  check: (language: string): string => `/check?lang=${language}`,
  results: (department: string, survey: string): string => `/results/${department}/${survey}/`,
  data: (department: string, survey: string): string => `/data/${department}/${survey}/latest/estimates.csv`,
};
