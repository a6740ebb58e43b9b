// Writes what citeproc-js, the processor behind citation-js, makes of items.json in the same styles:
//   npm install citeproc && node generate.js STYLES LOCALES > citation-js.json
// STYLES: the folder of the .csl files; LOCALES: citeproc-py's data/locales, so that the words are the same.
const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const [styles, locales] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(path.join(__dirname, "items.json"), "utf8"));
const written = {};
for (const file of fs.readdirSync(styles).filter((name) => name.endsWith(".csl"))) {
  const style = fs.readFileSync(path.join(styles, file), "utf8");
  const locale = file.startsWith("harvard") ? "en-GB" : "en-US";
  const name = path.basename(file, ".csl");
  written[name] = {};
  for (const item of items) {
    const system = {
      retrieveLocale: () => fs.readFileSync(path.join(locales, `locales-${locale}.xml`), "utf8"),
      retrieveItem: () => item,
    };
    const engine = new CSL.Engine(system, style, locale, true);
    engine.setOutputFormat("text");
    engine.updateItems([item.id]);
    const list = engine.makeBibliography();
    const cluster = { citationItems: [{ id: item.id }], properties: { noteIndex: 1 } };
    written[name][item.id] = {
      bib: ((list && list[1][0]) || "").trim(),
      cite: engine.previewCitationCluster(cluster, [], [], "text"),
    };
  }
}
console.log(JSON.stringify(written, null, 1));
