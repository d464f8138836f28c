import { expect, it } from 'vitest';

import { seen } from '../../src/format';

it('writes out what cannot be seen in the text of somebody else, as the command line does', () => {
  expect(seen('Oper\u200bator\u00ad\ufeff\u2028\u{e0041}')).toBe(
    'Oper\\u{200b}ator\\u{ad}\\u{feff}\\u{2028}\\u{e0041}',
  );
  expect(seen('a\u2800b\u00a0c\u3000')).toBe('a\\u{2800}b\\u{a0}c\\u{3000}');
  expect(seen('a\u001b[2J\u202eb')).toBe('a\\u{1b}[2J\\u{202e}b');
  expect(seen('Sechs GPUs 😀 e\u0301 م')).toBe('Sechs GPUs 😀 e\u0301 م');
});
