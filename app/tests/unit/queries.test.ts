/** What does not change is read once, and again only as long as it could not be read. */
import { environmentManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { queryClient, untilRead } from '../../src/chain/queries';

beforeEach(() => {
  vi.useFakeTimers();
  // As in a browser: on a server nothing is repeated.
  environmentManager.setIsServer(() => false);
});
afterEach(() => {
  vi.useRealTimers();
  environmentManager.setIsServer(() => true);
});

test('a reading that failed is made again after half a minute, until it is there', async () => {
  let [readings, isThere] = [0, false];
  const observer = new QueryObserver(queryClient(), {
    queryKey: ['once'],
    queryFn: async () => {
      readings += 1;
      if (!isThere) throw new Error('not now');
      return 'there';
    },
    refetchInterval: untilRead,
  });
  // It is only repeated where somebody looks.
  const leave = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(20_000);
  // At once, and half a second later.
  expect([readings, observer.getCurrentResult().status]).toEqual([2, 'error']);
  isThere = true;
  await vi.advanceTimersByTimeAsync(12_000);
  expect([readings, observer.getCurrentResult().data]).toEqual([3, 'there']);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(readings).toBe(3);
  leave();
});
