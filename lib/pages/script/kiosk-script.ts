/**
 * For a device that the next person uses, and no other: an idle page asks, then starts afresh; nothing comes back by “back”. It
 * looks for the server first, so that a kiosk without a connection waits on its own page and not on the browser's.
 * Seconds without a touch: 40 until it asks, 55 until it clears; 20 on the thank-you page.
 */
export const kioskScript = minified(`
(()=>{
const base=location.pathname.replace(/\\/thanks$/,"");
const afresh=()=>location.replace(base);
const done=base!==location.pathname;
if(performance.getEntriesByType("navigation")[0]?.type==="back_forward")afresh();
addEventListener("pageshow",({persisted})=>{if(persisted)afresh()});
let last=Date.now(),touched=done||location.search!=="",asking=false;
const ask=(on)=>{for(const note of document.querySelectorAll(".idle"))note.hidden=!on};
const touch=()=>{last=Date.now();touched=true;ask(false)};
for(const type of["pointerdown","keydown","input","wheel","touchmove"])addEventListener(type,touch,{capture:true,passive:true});
addEventListener("DOMContentLoaded",()=>{if(document.querySelector(".errors,form>.banner,[checked],option[selected]"))touched=true});
setInterval(()=>{
const idle=(Date.now()-last)/1000;
if(!touched||asking)return;
if(idle>=40&&!done)ask(true);
if(idle<(done?20:55))return;
for(const form of document.forms)form.reset();
asking=true;
fetch(base,{method:"HEAD"}).then(afresh,()=>{asking=false});
},1000);
})()
`);

/** Drops the line ends; every line ends where a statement does. */
function minified(script: string): string {
  return script.replaceAll("\n", "");
}
