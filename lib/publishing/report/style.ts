/** How the charts of trends look; in the page the colours are variables. */
const chartStyle = `
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--quiet);font-variant-numeric:tabular-nums}
.wide text{font-size:13px}
.grid line{stroke:var(--rule)}.axis line,.bend{stroke:var(--quiet);fill:none}svg .year{font-weight:600}
.band{stroke:none;opacity:.18}.first .band{fill:var(--first)}.second .band{fill:var(--second);opacity:.13}
.line{fill:none;stroke-width:2.25;stroke-linejoin:round}.first .line{stroke:var(--first)}.second .line{stroke:var(--second);stroke-dasharray:5 4;stroke-width:1.75}
.outside .line{stroke:var(--quiet);stroke-width:2;stroke-dasharray:.1 4;stroke-linecap:round}
.whisker{stroke-width:1;opacity:.45}.first .whisker{stroke:var(--first)}.second .whisker{stroke:var(--second)}
.point{stroke-width:2}.first .point{fill:var(--first);stroke:var(--first)}.second .point{fill:var(--second);stroke:var(--second)}
svg .point.hollow{fill:var(--page)}
svg .last{font-weight:700;font-size:14px}.first .last{fill:var(--first)}.second .last{fill:var(--second)}
.event line{stroke:var(--ink);stroke-dasharray:2 3;opacity:.6}.event circle{fill:var(--ink)}svg .event text{fill:var(--page);font-weight:700;font-size:11px}
.break path{stroke:var(--ink);stroke-width:5;stroke-dasharray:1.5 4;opacity:.55}svg .break text{font-size:11px;fill:var(--ink);paint-order:stroke;stroke:var(--page);stroke-width:5px}
.gone path{stroke:var(--quiet);stroke-width:1.5;fill:none}
.missed circle,.missed path{stroke:var(--ink);stroke-width:1.5;fill:var(--page)}svg .missed .lane{stroke:none;fill:var(--rule);opacity:.45}
`.trim();

/**
 * Tables of intervals where there is little room: each line is two, its numbers over its plot. The numbers of all lines share their
 * columns, which are as wide as the language needs; an old browser sets each line by itself.
 */
const stackedTables = `
.intervals{display:grid;grid-template-columns:minmax(0,1fr) auto auto auto;gap:0 .6rem}
.intervals caption{display:block;grid-column:1/-1}
.intervals thead,.intervals tbody,.intervals tr{display:grid;grid-column:1/-1;grid-template-columns:minmax(0,1fr) auto auto auto;grid-template-columns:subgrid;gap:0 .6rem}
.intervals tr{align-items:baseline;border-block-end:1px solid var(--rule);padding-block:.35rem}
.intervals tr>*{border:0;padding:0}
.intervals thead th:not(.plot){display:none}
.intervals .plot{grid-column:1/-1;grid-row:2;width:auto;margin-inline:.9rem}
.intervals tbody th:first-child{min-width:0}
.intervals .part th{grid-column:1/-1}
.intervals td.withheld{grid-column:2/-1;max-width:11rem;justify-self:end;text-align:end}
.intervals th[scope=row]{overflow-wrap:anywhere}
.track::after{inset-block:0}
.count::before{content:"n ";color:var(--quiet)}
.intervals .count,.intervals th.end,.intervals td.end{text-align:end;padding-inline-end:0}
.intervals .note{font-size:.7rem;white-space:normal;width:min-content;margin-inline-start:auto}
.who{grid-template-columns:auto 1fr auto auto}
.who th[scope=row]{grid-column:1/-1}
.who .number::before{white-space:normal;content:attr(data-label) " ";color:var(--quiet);display:block;font-size:.75rem}
.who .gone th[scope=row]{grid-column:1/3}
`.replaceAll("\n", "");

/**
 * The one style sheet of the report: light, dark, print, high contrast, right to left (logical properties only). The streams
 * differ by colour, shape and dash; the colours are those of Okabe and Ito, told apart by colour-blind eyes.
 */
export const style = `
:root{--page:#fff;--ink:#16202b;--quiet:#566372;--rule:#d9dee5;--soft:#f4f6f9;--first:#0067a6;--second:#b8550b;--demo:#fff3cd;--demo-ink:#5c4400;--s0:#b35806;--s1:#f1a340;--s2:#d8dade;--s3:#8fbfe0;--s4:#1f6fb2;--on0:#fff;--on1:#222;--on2:#222;--on3:#222;--on4:#fff;--m0:#d6e6f4;--m1:#abcfe5;--m2:#6aaed6;--m3:#2f79b3;--m4:#10539a;--low:#16202b;--high:#fff}
@media(prefers-color-scheme:dark){:root{--page:#10161d;--ink:#e8edf2;--quiet:#a3b0bd;--rule:#303c48;--soft:#18212a;--first:#5bb8f0;--second:#f0a04b;--demo:#3d3200;--demo-ink:#ffe08a;--m0:#173450;--m1:#1f4f78;--m2:#2f79b3;--m3:#78b5dc;--m4:#cfe5f5;--low:#fff;--high:#10161d}.m2 text{--low:#fff}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink)}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:1.15rem;font-weight:600}
h2{font-size:1.5rem;margin-bottom:.25rem}
h3{font-size:1.1rem}
p{margin:.4rem 0;max-width:46rem}
a{color:var(--first);padding-block:.3rem}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--second);outline-offset:2px}
.skip{position:absolute;inset-inline-start:-99rem}.skip:focus{inset-inline-start:1rem;top:.5rem;background:var(--page);padding:.5rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.demo{background:var(--demo);color:var(--demo-ink);margin:0;padding:.5rem 1rem;max-width:none}aside .demo{text-align:center}section .demo{margin-block:.5rem;border-radius:.3rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:baseline;padding-block:1rem .75rem;border-block-end:1px solid var(--rule)}
.owner{margin:0;color:var(--quiet)}.home{margin:0;margin-inline-start:auto}.home+.languages{margin-inline-start:0}.languages a{padding:.3rem .25rem}
.which{max-width:none;margin-block:1rem 0;background:var(--soft);padding:.6rem .9rem;border-radius:.3rem}.lead{color:var(--quiet)}.quiet,.base,.downloads{color:var(--quiet);font-size:.875rem}
.summary{padding-block:2rem 1rem}.summary h2{font-size:clamp(1.5rem,4.4vw,2.4rem);max-width:24em}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;margin-block:1.25rem .75rem}
.tile{max-width:34rem;background:var(--soft);border-radius:.6rem;padding:1rem 1.1rem;border-inline-start:5px solid var(--first)}
.tile p{margin:.15rem 0}.big span{font-size:2.8rem;font-weight:700;line-height:1.1;font-variant-numeric:tabular-nums}.big small{color:var(--quiet);font-size:1rem}
.verdict{font-weight:600;white-space:nowrap}
.contents{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border-block:1px solid var(--rule);padding-block:.5rem}.contents a{padding:.35rem 0;text-decoration:none}.contents a:hover{text-decoration:underline}
section{padding-block:2rem 0}
figure{margin:1.25rem 0;min-width:0}figcaption p{color:var(--quiet);margin:.1rem 0 .4rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:0 2rem;align-items:start}
svg{display:block;width:100%;height:auto;overflow:visible;direction:ltr}
.trend.small{max-width:34rem;display:grid;grid-row:span 3;grid-template:subgrid/minmax(0,1fr);gap:0}.trend.small figcaption h3{font-size:1rem}.trend.large .wide{display:none}
@media(min-width:46rem){.trend.large .wide{display:block}.trend.large .narrow{display:none}}
${chartStyle}
.sign{display:inline-block;min-width:1em;color:var(--ink)}
.overdue{border-inline-start:4px solid var(--ink);background:var(--soft);padding:.6rem .9rem;border-radius:.3rem;font-weight:600}.next{color:var(--quiet);font-size:.9rem}
.map{max-width:27rem;margin-block:.25rem .5rem}.area path{stroke:var(--page);stroke-width:1.5;stroke-linejoin:round}.hatching{stroke:var(--quiet);stroke-width:1.2}.area.kept path{stroke:var(--quiet);stroke-width:1}.mapped caption{position:absolute;clip-path:inset(50%)}.mapped h3{font-size:1rem}.area.few path{stroke:var(--ink);stroke-dasharray:4 3}
.area.m0 path{fill:var(--m0)}.area.m1 path{fill:var(--m1)}.area.m2 path{fill:var(--m2)}.area.m3 path{fill:var(--m3)}.area.m4 path{fill:var(--m4)}.swatch.m0{background:var(--m0)}.swatch.m1{background:var(--m1)}.swatch.m2{background:var(--m2)}.swatch.m3{background:var(--m3)}.swatch.m4{background:var(--m4)}
.swatch.hatched{background-color:transparent;outline:1px solid var(--rule)}.swatch.few{outline:1.5px dashed var(--ink);outline-offset:-1.5px}
svg.map text{fill:var(--low);font-size:12px}svg.map .m3 text,svg.map .m4 text{fill:var(--high)}svg.map .value{font-weight:700;font-size:15px}svg.map .name{paint-order:normal}
.releases td ul{list-style:none;margin:0;padding:0}.releases th{white-space:nowrap}.survey{margin:0;font-weight:600}.downloads{display:flex;flex-wrap:wrap;gap:0 .9rem;max-width:none}.downloads a{padding-block:.15rem}.summary h1{font-size:clamp(1.5rem,4.4vw,2.2rem)}
.legend,.events,.files,ul.gaps{list-style:none;padding:0;margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-size:.9rem}
.files,ul.gaps{display:block}.downloads,.files,.events,ul.gaps,.tile p:has(>a){line-height:1.9}.legend .key{display:inline-block;width:2rem;height:.95rem;vertical-align:-.1rem}
.events b,.happened b{display:inline-block;width:1.35em;height:1.35em;line-height:1.35em;text-align:center;border-radius:50%;background:var(--ink);color:var(--page);font-size:.8em}
p.gaps{font-weight:600;margin-block:.75rem 0}
details{margin-block:.5rem}summary{cursor:pointer;padding:.4rem 0;color:var(--first)}
.more{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2rem}
.scroll{overflow-x:auto;container-type:inline-size;background:linear-gradient(to right,var(--page) 40%,transparent) 0 0/2.5rem 100% no-repeat local,linear-gradient(to left,var(--page) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,linear-gradient(to right,var(--quiet),transparent) 0 0/.5rem 100% no-repeat scroll,linear-gradient(to left,var(--quiet),transparent) 100% 0/.5rem 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:start;font-weight:600;padding-block:.4rem}
th,td{text-align:start;padding:.32rem .5rem .32rem 0;border-block-end:1px solid var(--rule);vertical-align:middle}
thead th{color:var(--quiet);font-weight:600;font-size:.8rem;vertical-align:bottom}
tbody th{font-weight:400}.part th{font-weight:600;padding-block-start:.8rem}.whole th,.whole td{font-weight:600}
.end{text-align:end}.numbers td,.numbers th{padding-inline-end:1rem}.numbers tbody th{white-space:nowrap}.who-asked{min-width:5.75rem}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}.withheld{color:var(--quiet);font-size:.85rem}.note{color:var(--quiet);font-size:.8rem;white-space:normal}
.intervals th:first-child{min-width:6.5rem}th.plot,td.plot{width:36%;min-width:8rem;padding-inline-end:1.4rem}.intervals .note{display:block;line-height:1.1;white-space:nowrap}
.ticks{display:flex;justify-content:space-between;font-weight:400;margin-inline:-.9rem}.ticks i{font-style:normal;width:1.8rem;text-align:center}
.track{position:relative;display:block;height:1.5rem;background:linear-gradient(var(--rule),var(--rule)) center/100% 1px no-repeat}
.track::after{content:"";position:absolute;inset-block:-.4rem;inset-inline-start:calc(var(--whole)*1%);border-inline-start:1.5px dashed var(--quiet)}.who .track::after{display:none}
.bar{position:absolute;inset-block-start:calc(50% - .3rem);height:.6rem;border-radius:.3rem;background:var(--first);opacity:.3;inset-inline-start:calc(var(--lo)*1%);width:calc((var(--hi) - var(--lo))*1%)}
.dot{position:absolute;z-index:1;inset-block-start:calc(50% - .4rem);width:.8rem;height:.8rem;margin-inline-start:-.4rem;border-radius:50%;border:2.5px solid var(--first);background:var(--first);inset-inline-start:calc(var(--v)*1%)}
.dot.hollow{background:var(--page)}
.hatched{background:repeating-linear-gradient(135deg,var(--rule) 0 2px,transparent 2px 7px);border-radius:.2rem}.hatched::after{display:none}
.withheld-bar{height:auto;padding:.5rem .75rem;color:var(--ink);max-width:none}
.who .bar{background:var(--quiet);height:.2rem;inset-block-start:calc(50% - .1rem);border-radius:0;opacity:.6}
.lives,.before,.after{position:absolute;inset-block-start:calc(50% - .35rem);width:.7rem;height:.7rem;margin-inline-start:-.35rem}
.track .lives,.mark.lives{background:var(--ink);width:.3rem;height:1.2rem}.track .lives{inset-block-start:calc(50% - .6rem);margin-inline-start:-.15rem;inset-inline-start:calc(var(--p)*1%)}
.track .before,.mark.before{background:var(--page);border:2.5px solid var(--second);border-radius:50%}.track .before{inset-inline-start:calc(var(--b)*1%)}
.track .after,.mark.after{background:var(--first);transform:rotate(45deg) scale(.8)}.track .after{inset-inline-start:calc(var(--a)*1%)}
.mark{display:inline-block;position:static;width:.8rem;height:.8rem;margin:0 .3rem;vertical-align:-.1rem}.mark.lives{height:1rem}
.stack{display:flex;height:2.2rem;border-radius:.3rem;overflow:hidden;gap:1px}
.stack span{flex:0 1 0;display:flex;align-items:center;justify-content:center;font-weight:600;font-size:.9rem;min-width:2px;font-variant-numeric:tabular-nums}
.s0{background:var(--s0);color:var(--on0)}.s1{background:var(--s1);color:var(--on1)}.s2{background:var(--s2);color:var(--on2)}.s3{background:var(--s3);color:var(--on3)}.s4{background:var(--s4);color:var(--on4)}
.keys{width:auto}.keys th,.keys td{border:0;padding-block:.1rem;padding-inline-end:1.25rem}.swatch{display:inline-block;width:.9rem;height:.9rem;border-radius:.2rem;margin-inline-end:.5rem;vertical-align:-.1rem}
.items{margin:.1rem 0 .4rem;padding-inline-start:1.1rem;color:var(--quiet);font-size:.875rem;max-width:46rem}.wording dt{font-weight:600}.wording dd{margin:0}.wording .items{color:inherit;font-size:1rem}
.facts{display:grid;gap:.6rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));margin:1rem 0}.facts dt{color:var(--quiet);font-size:.875rem}.facts dd{margin:0}
footer{margin-block-start:3rem;padding-block:1rem 2rem;border-block-start:1px solid var(--rule);color:var(--quiet);font-size:.875rem;overflow-wrap:anywhere}
@media(max-width:36rem){${stackedTables}.trend table{font-size:.8rem}}
@media screen{@container (max-width:32.5rem){${stackedTables}}}
.answers figcaption{margin-block-end:.5rem}.not-printed{display:none}
@media(forced-colors:active){.bar,.dot,.lives,.before,.after,.swatch,.stack span,.tile{forced-color-adjust:none}}
@media print{:root{--page:#fff;--ink:#000;--quiet:#333;--rule:#bbb;--soft:#fff;--first:#0067a6;--second:#b8550b}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}@page{margin:1cm}html{font-size:56%}header,main,footer{max-width:none}.skip,.home,.languages,.contents,.downloads,.more,details,.files,#answers,#quality,#releases{display:none}section{padding-block:.8rem 0}.summary{padding-block:.4rem 0}.tiles{margin-block:.5rem}.tile{padding:.4rem .9rem}figure{margin:.5rem 0}figure,tr,.tile,.map{break-inside:avoid}#groups figure,#who figure{break-inside:auto}p{max-width:none}.intervals .note{display:inline}.next{display:none}.not-printed{display:block}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}.columns{grid-template-columns:1fr 1fr}#trends>.large{display:inline-block;vertical-align:top;width:48%;margin-inline-end:1.5%}figcaption details{display:block;margin:0}figcaption summary{list-style:none;padding:0;color:var(--quiet)}#trends .columns{grid-template-columns:1fr 1fr 1fr;gap:0 1.5rem}.trend.large .wide{display:none}.trend.large .narrow{display:block}th,td{padding-block:.05rem}.track{height:1.1rem}footer{margin-block-start:.5rem;padding-block:.3rem 0}footer p{margin:0}}
`.trim();

/** Of the light page: colours by the name of their variable. */
const light = new Map(
  [...style.slice(0, style.indexOf("}")).matchAll(/--([\w-]+):([^;}]+)/g)].map(([, name, colour]) => [name, colour]),
);

/** The same for a picture of its own: no variable in it, as office programs know none. */
export const pictureStyle = chartStyle.replace(/var\(--([\w-]+)\)/g, (_, name: string) => light.get(name) ?? "#000");
