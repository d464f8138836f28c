/** What a script does where a node stops to answer. */
import assert from 'node:assert/strict';

import { nodeThatStops } from './node.mts';
import type { World } from './world.mts';

/** A script that asks so many questions it cannot do without ends at each that is refused, with that and nothing else; the
 * list of buffers, which public nodes refuse, it can do without. */
export async function endsAtEach(
  world: World,
  script: string,
  words: (url: string) => string,
  questions: number,
): Promise<void> {
  for (let answers = 0; answers <= questions; answers++) {
    const node = await nodeThatStops(world.url, answers);
    const ran = await world.run(script, words(node.url));
    node.stop();
    if (answers < questions) {
      assert.match(ran.said, /^error: the node at \S+ refuses \w+: no more\n$/, `after ${answers} answers`);
      assert.equal(ran.code, 1);
    } else {
      assert.match(ran.said, /^Left over +buffers unknown: the node does not list them$/m);
      assert.equal(ran.code, 0);
    }
    assert.deepEqual(ran.sent, []);
  }
}
