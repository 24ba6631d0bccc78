/**
 * The style of every page a resident sees: one column, big targets, the system's own fonts, light and dark, right-to-left by
 * logical properties, paper. Inline, so a page is one request.
 */
export const style = minified(`
:root{color-scheme:light dark;--paper:#fff;--wash:#f3f6f7;--ink:#16222b;--soft:#4c5b66;--line:#aab6bd;--brand:#0a5a66;--tint:#e3f1f2;--on:#fff;--bad:#b3261e;--note:#fff5d6;--focus:#f2a900}
@media(prefers-color-scheme:dark){:root{--paper:#10191f;--wash:#18242b;--ink:#eef3f5;--soft:#b3c0c7;--line:#566770;--brand:#7ed3dc;--tint:#16383e;--on:#06262b;--bad:#ffb4a9;--note:#3a3114}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
header,main,footer{padding-inline:max(1rem,50% - 20rem)}
header{display:flex;gap:.75rem;align-items:center;padding-block:.75rem;border-block-end:3px solid var(--brand);font-weight:600;line-height:1.25}
header svg{flex:none;inline-size:2.75rem;block-size:1.75rem;color:var(--brand)}
main{padding-block:1.25rem 3rem}
footer{padding-block:1rem 2rem;border-block-start:1px solid var(--line);color:var(--soft);font-size:.9375rem}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.25rem;margin:0 0 .5rem}
p{margin:0 0 .75rem}
a{color:var(--brand)}
:focus-visible,.errors:focus{outline:3px solid var(--ink);box-shadow:0 0 0 6px var(--focus)}
.banner{background:var(--note);border-inline-start:5px solid var(--focus);padding:.6rem .9rem;margin:0 0 1rem}
.panel{border:1px solid transparent;background:var(--wash);border-radius:.75rem;padding:1rem 1.1rem .4rem;margin:0 0 2rem}
label,button{cursor:pointer}
button,.button{display:inline-flex;align-items:center;min-block-size:2.75rem;padding:.4rem 1rem;font:inherit;border:2px solid var(--brand);border-radius:.6rem;background:var(--paper);color:var(--brand);text-decoration:none}
.languages>*{display:inline-flex;align-items:center;min-block-size:2.75rem;padding-inline:.6rem;border:0;background:none;text-decoration:underline}
.languages [aria-current]{background:var(--tint);font-weight:600;text-decoration:none}
button.send{inline-size:100%}
button.send,.button{justify-content:center;text-align:center;min-block-size:3.25rem;padding-inline:2rem;background:var(--brand);color:var(--on);font-weight:600;font-size:1.125rem}
fieldset,.field{border:0;margin:0 -.5rem 1.75rem;padding:0 .5rem .5rem;min-inline-size:0}
legend{float:left;inline-size:100%}
legend+*{clear:both}
legend,.legend{display:block;padding:0;font-weight:600;font-size:1.1875rem;line-height:1.35;margin-block-end:.6rem}
legend small{display:block;font-weight:400;font-size:.875rem;color:var(--soft);margin-block-end:.25rem}
.hint{color:var(--soft);margin-block-end:.6rem}
.part{border-block-start:1px solid var(--line);padding-block-start:1.75rem;margin-block-end:1.5rem}
.options label,.apart label{display:flex;align-items:center;gap:.7rem;min-block-size:2.75rem;padding:.35rem .8rem}
.options label{background:var(--paper);border:1px solid var(--line);margin-block-start:-1px}
.options label:first-child{border-radius:.6rem .6rem 0 0}
.options label:last-child{border-radius:0 0 .6rem .6rem}
.languages,.apart{display:flex;flex-wrap:wrap;gap:.5rem;margin-block:.5rem}
.languages{gap:0 .25rem;margin:0 -.6rem 1.5rem}
.apart label{border:1px dashed var(--line);border-radius:1.5rem;padding-inline:.7rem 1rem;font-size:.9375rem;color:var(--soft)}
label:has(:checked){background:var(--tint);box-shadow:inset 0 0 0 2px var(--brand);color:var(--ink)}
[type=radio],[type=checkbox]{flex:none;inline-size:1.3rem;block-size:1.3rem;margin:0;accent-color:var(--brand)}
[type=radio]{border-radius:50%}
[type=text],textarea,select{font:inherit;color:inherit;background:var(--paper);border:2px solid var(--soft);border-radius:.4rem;padding:.5rem .7rem;min-block-size:2.75rem;max-inline-size:100%}
textarea{display:block;inline-size:100%;min-block-size:6rem}
.code{letter-spacing:.1em;text-transform:uppercase;inline-size:14rem}
.errors{border:4px solid var(--bad);border-radius:.6rem;padding:1rem;margin-block-end:1.5rem}
.errors,form>.banner{clear:both}
.errors ul{margin:0;padding-inline-start:1.2rem}
.errors a,.error{color:var(--bad);font-weight:600}
.wrong [aria-invalid]{border-color:var(--bad)}
.wrong{border-inline-start:5px solid var(--bad);padding-inline-start:.9rem}
.default,.trap{position:absolute;inset-inline-start:-200vw;block-size:1px;overflow:hidden}
[hidden]{display:none!important}
progress{display:block;inline-size:100%;block-size:.5rem;margin-block:.25rem .5rem;accent-color:var(--brand)}
.moves{display:flex;flex-wrap:wrap;gap:.75rem;margin-block:1.5rem 1rem}
.next{flex:1 1 auto;justify-content:center;background:var(--brand);color:var(--on);font-weight:600}
p:empty{display:none}
.state{font-weight:600;margin-block:1rem;border-inline-start:5px solid var(--focus);padding:.6rem .9rem;background:var(--note)}
progress:not([hidden])~h1{font-size:.9375rem;font-weight:400;color:var(--soft);padding-block:.8rem;margin:0 0 .25rem}
progress:not([hidden])~.tongues:not([open]){float:inline-end}
progress~fieldset legend{font-size:1.375rem;line-height:1.3}
progress~.part{border:0;padding:0;margin:0}
summary{font-size:.9375rem;min-block-size:2.75rem;padding-block:.6rem;color:var(--soft);cursor:pointer}
[tabindex="-1"]:not(.errors):focus{outline:0;box-shadow:none}
@media(min-width:40rem){body{font-size:1.125rem}h1{font-size:2rem}button.send{inline-size:auto}.next{flex:0 1 14rem}}
@media screen{fieldset{content-visibility:auto;contain-intrinsic-size:auto 18rem}}
@media(forced-colors:active){label:has(:checked){outline:2px solid}}
@media print{header svg,.languages,button,.button{display:none}fieldset{break-inside:avoid}}
`);

/** Drops the line ends; the rules are written without other slack. */
function minified(css: string): string {
  return css.replaceAll("\n", "");
}
