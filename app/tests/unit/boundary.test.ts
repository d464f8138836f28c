/** What is left of a page that could not be drawn. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { Boundary } from '../../src/components/Boundary';

/** What it says of what was thrown, without its marks. */
function said(error: unknown, of: { title?: string; meaning?: string } = {}): string {
  const boundary = new Boundary({ place: 'pools', children: 'the page', ...of });
  boundary.state = Boundary.getDerivedStateFromError(error);
  return renderToStaticMarkup(boundary.render())
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const ADVICE =
  'Try again; if it stays so, look whether the node and the program in the settings are the ones you mean.';

test('a page that could not be drawn says that nothing was signed, what went wrong, and where to go on', () => {
  expect(said(new TypeError('x is undefined'))).toBe(
    `This page could not be drawn Nothing was signed or sent by that. ${ADVICE} TypeError: x is undefined Try again Network Settings`,
  );
  // Somebody may throw anything.
  expect(said('a text')).toContain('a text');
  expect(said(null)).toContain('an unknown error');
});

test('what stands around a part has its own words', () => {
  const words = said(new Error('x'), { title: 'The action could not be drawn', meaning: 'Look whether it was sent.' });
  expect(words).toBe(
    `The action could not be drawn Look whether it was sent. ${ADVICE} Error: x Try again Network Settings`,
  );
});

test('it is the page until something is thrown', () => {
  const boundary = new Boundary({ place: 'pools', children: 'the page' });
  expect(boundary.render()).toBe('the page');
});
