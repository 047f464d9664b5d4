// The other side of Wink.cs: node wink.cjs FOLDER, where FOLDER holds node_modules with wink-nlp and its model.
// One request a line, one answer a line, both JSON:
//   {"texts": [...]}           keeps the texts of the next requests
//   {"passes": n}              reads all texts n times: seconds on the clock and on the processor, sentences, entities
//   {}                         how long loading took, from require to the first text read, and the memory then
const path = require('node:path');
const readline = require('node:readline');

const started = process.hrtime.bigint();
const folder = path.resolve(process.argv[2], 'node_modules');
const nlp = require(path.join(folder, 'wink-nlp'))(require(path.join(folder, 'wink-eng-lite-web-model')), ['sbd', 'negation', 'ner', 'pos']);
nlp.readDoc('China condemned Japan on Monday.');
const loading = { seconds: Number(process.hrtime.bigint() - started) / 1e9, workingSet: process.memoryUsage().rss };

let texts = [];
readline.createInterface({ input: process.stdin }).on('line', line => {
  const request = JSON.parse(line);
  if (request.texts) texts = request.texts;
  console.log(JSON.stringify(request.passes ? run(request.passes) : loading));
});

// readDoc does all the work; counting what it found keeps it from being optimised away.
function run(passes) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  let sentences = 0;
  let entities = 0;
  for (let i = 0; i < passes; i++) {
    for (const text of texts) {
      const read = nlp.readDoc(text);
      sentences += read.sentences().length();
      entities += read.entities().length();
    }
  }
  const used = process.cpuUsage(cpu);
  return { wall: Number(process.hrtime.bigint() - wall) / 1e9, cpu: (used.user + used.system) / 1e6, sentences: sentences / passes, entities: entities / passes };
}
