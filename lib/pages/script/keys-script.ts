import { apartKeys, optionKeys } from "../option-keys.ts";

/**
 * For an interviewer or a clerk, and no other: a key chooses an answer and moves on, Enter moves on, Backspace moves back. In a
 * field that is typed into, only Enter moves.
 */
export const keysScript = `
addEventListener("DOMContentLoaded",()=>{
const keys=${JSON.stringify(optionKeys)},apart=${JSON.stringify({ [apartKeys.dk]: "dk", [apartKeys.ref]: "ref" })};
const places=()=>[...document.querySelectorAll("main fieldset,main .field,main button.send")].filter((place)=>place.getClientRects().length>0);
const here=()=>places().findIndex((place)=>place.contains(document.activeElement));
const go=(step)=>{
const all=places(),place=all[Math.max(0,Math.min(all.length-1,here()+step))];
const field=place.matches("button")?place:place.querySelector(":checked")??place.querySelector("input,select,textarea");
field?.focus();
place.scrollIntoView({block:"nearest"});
};
addEventListener("keydown",(event)=>{
const {key,target}=event,place=places()[here()];
if(event.ctrlKey||event.altKey||event.metaKey||!place)return;
const typed=target.matches("textarea,select,[type=text]");
if(key==="Enter"&&!target.matches("button,textarea")){event.preventDefault();go(1);return}
if(typed)return;
if(key==="Backspace"){event.preventDefault();go(-1);return}
const at=keys.indexOf(key.toLowerCase());
const input=apart[key]?place.querySelector(".apart [value="+apart[key]+"]"):at<0?null:place.querySelectorAll(".options input")[at];
if(!input)return;
event.preventDefault();
input.click();
if(input.type==="radio"||apart[key])go(1);else input.focus();
});
if(!document.querySelector(".errors"))go(1);
});
`.replaceAll("\n", "");
