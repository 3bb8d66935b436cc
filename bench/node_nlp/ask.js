// node-nlp learns sentences with their articles and is asked questions, as its own documentation says, in one process.
// In: JSON on stdin, {learn: [[lang, text, code]], answers: [[lang, code, text]], asked: [[lang, text]]}.
// Out: the last line, JSON: the five best codes of each question, milliseconds from question to answer, and the rest.

const { readFileSync } = require("node:fs");
const { performance } = require("node:perf_hooks");
const { NlpManager } = require("node-nlp");

async function main() {
  const given = JSON.parse(readFileSync(0, "utf8"));
  const manager = new NlpManager({ languages: ["zh", "en"], autoSave: false, nlu: { log: false } });
  for (const [lang, text, code] of given.learn) manager.addDocument(lang, text, code);
  for (const [lang, code, text] of given.answers) manager.addAnswer(lang, code, text);
  const begun = performance.now();
  await manager.train();
  const seconds = (performance.now() - begun) / 1000;
  for (const [lang, text] of given.asked.slice(0, 20)) await manager.process(lang, text);
  const found = [];
  const spent = [];
  for (const [lang, text] of given.asked) {
    const asked = performance.now();
    const told = await manager.process(lang, text);
    spent.push(performance.now() - asked);
    const best = [...told.classifications].sort((one, other) => other.score - one.score);
    found.push(best.map((one) => one.intent).filter((code) => code !== "None").slice(0, 5));
  }
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(JSON.stringify({ found, spent, train_seconds: seconds, memory_mb: Math.round(memory) }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
