import { apartKeys, optionKeys } from "./option-keys.ts";

const symbols = [...optionKeys].map((key) => `"${key}"`).join(" ");
const keyed = "font-weight:700;min-inline-size:1ch;color:var(--brand)";

/** Rules beside those of every page: a whole survey on one screen, each option with the key that chooses it. */
export const denseStyle = `
@counter-style key{system:fixed;symbols:${symbols};suffix:""}
header,main,footer{padding-inline:1rem}
main{padding-block:.5rem 1rem;font-size:.875rem;line-height:1.3}
h1{font-size:1.125rem;margin:.25rem 0 .5rem}
h2{font-size:1rem}
form{columns:20rem;column-gap:1.5rem}
fieldset,.field,.panel{content-visibility:visible;break-inside:avoid;margin:0 0 .25rem;padding:.35rem .5rem;border-radius:.5rem}
fieldset:focus-within,.field:focus-within{background:var(--wash);box-shadow:inset 4px 0 0 var(--brand)}
legend,.legend{font-size:.875rem;margin-block-end:.2rem}
legend small{display:inline;margin-inline-end:.5rem}
.hint{margin-block-end:.2rem;font-size:.8125rem}
.part{padding-block-start:.5rem;margin-block-end:.35rem;break-after:avoid}
.options{display:flex;flex-wrap:wrap;gap:.25rem;counter-reset:option}
.options label,.apart label{min-block-size:1.75rem;padding:.1rem .5rem;gap:.35rem;margin:0;border-radius:.4rem!important;font-size:.8125rem}
.apart{margin-block:.25rem;gap:.25rem}
.options label::before{counter-increment:option;content:counter(option,key);${keyed}}
.apart label:has([value=dk])::before{content:"${apartKeys.dk}";${keyed}}
.apart label:has([value=ref])::before{content:"${apartKeys.ref}";${keyed}}
textarea{min-block-size:3rem}
`.replaceAll("\n", "");
