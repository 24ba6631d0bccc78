/** The style of a form on paper: two columns, no question torn apart, readable copied and faxed. */
export const paperStyle = `
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#000;font:10.5pt/1.3 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header{display:flex;justify-content:space-between;align-items:baseline;gap:6mm;border-block-end:.6mm solid #000;margin-block-end:3mm}
h1{font-size:15pt;margin:0 0 1mm}
header p{margin:0;text-align:end}
h2{font-size:12pt;margin:2mm 0 1mm;border-block-start:.3mm solid #000;padding-block-start:2mm;break-after:avoid}
h2.q{font-size:10.5pt;margin:0 0 1mm;border:0;padding:0}
p{margin:0 0 1.5mm}
.note{border:.3mm solid #000;border-radius:2mm;padding:2mm 3mm .5mm;margin-block-end:4mm;font-size:9.5pt}
.columns{columns:2;column-gap:8mm}
.columns section{break-inside:avoid;margin-block-end:4mm}
.hint{font-size:9pt;font-style:italic;margin-block-end:1mm;break-after:avoid}
ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.8mm 4mm}
li{display:flex;align-items:center;gap:1.2mm;break-inside:avoid}
.apart{margin-block-start:1mm;font-size:9.5pt}
.box{flex:none;inline-size:4mm;block-size:4mm;border:.35mm solid #000;border-radius:50%}
.square{border-radius:0}
small{font-size:6.5pt;color:#444}
.write{border-block-end:.3mm solid #000;block-size:7mm}
.short{inline-size:55%}
footer{margin-block-start:4mm;font-size:7.5pt;color:#444;text-align:end}
`.replaceAll("\n", "");
