// Writes what citeproc-js, the processor behind citation-js, makes of items.json in the same styles:
//   npm install citeproc@2.4.63 && node generate.js STYLES LOCALES > citeproc-js.json
// STYLES: the folder of the .csl files; LOCALES: citeproc-py's data/locales, so that the words are the same.
// A date that is about stands in words where the style's file has no form for it, as in citation_styles/items.py.
// Of a style of notes it is the first footnote, else the entry of the bibliography; in HTML, for its italics.
const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const [styles, locales] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(path.join(__dirname, "items.json"), "utf8"));
const CIRCA = { "harvard-cite-them-right": "c.", "iso690-author-date-en": "ca." };
const dated = (item, circa) => {
  if (!circa || !item.issued?.circa) return item;
  const years = [...new Set(item.issued["date-parts"].map(([year]) => year))];
  return { ...item, issued: { literal: `${circa} ${years.join("–")}` } };
};
const written = { processor: `citeproc-js ${CSL.PROCESSOR_VERSION}` };
for (const file of fs.readdirSync(styles).filter((name) => name.endsWith(".csl"))) {
  const style = fs.readFileSync(path.join(styles, file), "utf8");
  const locale = file.startsWith("harvard") ? "en-GB" : "en-US";
  const words = fs.readFileSync(path.join(locales, `locales-${locale}.xml`), "utf8");
  const circa = CIRCA[path.basename(file, ".csl")];
  const retrieveItem = (id) => dated(items.find((item) => item.id === id), circa);
  const system = { retrieveLocale: () => words, retrieveItem };
  const engine = new CSL.Engine(system, style, locale, true);
  const one = (item) => {
    engine.updateItems([item.id]);
    if (engine.opt.xclass === "note") {
      const cluster = { citationItems: [{ id: item.id }], properties: { noteIndex: 1 } };
      return engine.previewCitationCluster(cluster, [], [], "html");
    }
    return engine.makeBibliography()[1][0].trim().replace(/^<div class="csl-entry">|<\/div>$/g, "");
  };
  written[path.basename(file, ".csl")] = Object.fromEntries(items.map((item) => [item.id, one(item)]));
}
console.log(JSON.stringify(written, null, 1));
